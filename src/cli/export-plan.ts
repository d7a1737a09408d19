/** `tollgate export-plan`: plans as the API answers them. */
import { parseArgs } from "node:util";
import { parseId } from "../http/query.ts";
import { OperatorError } from "../operator-error.ts";
import { planAnswer } from "../plan-answer.ts";
import { loadPlans } from "../plans/load-plans.ts";
import { print } from "./print.ts";
import { apiBaseUrlOf, withMigratedDeps } from "./with-deps.ts";

export async function run(argv: string[]): Promise<void> {
  const { positionals } = parseArgs({ args: argv, allowPositionals: true });
  const ids = positionals.map(requireId);
  if (ids.length === 0) throw new OperatorError("Say which plans to export, by their ids.");
  await withMigratedDeps(async (deps, config) => {
    const missing: number[] = [];
    for (const id of ids) {
      const [plan] = await loadPlans(deps.db, [id], { withAnswers: true });
      if (plan) {
        const answer = await planAnswer(plan, {
          ...deps,
          config,
          apiBaseUrl: () => apiBaseUrlOf(config),
        });
        print(JSON.stringify(answer));
      } else missing.push(id);
    }
    if (missing.length > 0) throw new OperatorError(`There is no plan ${missing.join(", ")}.`);
  });
}

function requireId(word: string): number {
  const id = parseId(word);
  if (id === undefined) throw new OperatorError(`A plan's id is a number, not ${word}.`);
  return id;
}
