/** `tollgate plans --check`: which plans lack what the standard requires. */
import { OperatorError } from "../operator-error.ts";
import { checkPlans } from "../plans/check-plans.ts";
import { enGb } from "../texts/en-gb.ts";
import { parseOptions } from "./arguments.ts";
import { print } from "./print.ts";
import { withMigratedDeps } from "./with-deps.ts";

export async function run(argv: string[]): Promise<void> {
  const { check } = parseOptions(argv, { check: { type: "boolean" } });
  if (!check) throw new OperatorError("Say what to do with the plans: --check.");
  await withMigratedDeps(async (deps) => {
    let complete = 0;
    let incomplete = 0;
    for await (const { id, title, shortcomings } of checkPlans(deps.db)) {
      if (shortcomings.length === 0) complete++;
      else incomplete++;
      for (const { code, pointer } of shortcomings) {
        const reason = enGb.plans.shortcomings[code];
        print(`plan ${id} ${JSON.stringify(title ?? "")}: ${pointer}: ${reason}`);
      }
    }
    const standard = "what the RDA DMP Common Standard 1.0 requires";
    if (incomplete > 0) {
      const all = complete + incomplete;
      throw new OperatorError(`${incomplete} of ${all} plans lack some of ${standard}.`);
    }
    print(`All plans (${complete}) have ${standard}.`);
  });
}
