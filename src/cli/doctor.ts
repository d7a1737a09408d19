/** `tollgate doctor`: what the database is, and what Tollgate lacks there. */
import { examine } from "../doctor/examine.ts";
import { OperatorError } from "../operator-error.ts";
import { parseOptions } from "./arguments.ts";
import { print } from "./print.ts";
import { withDeps } from "./with-deps.ts";

export async function run(argv: string[]): Promise<void> {
  parseOptions(argv, {});
  await withDeps(async (deps, database) => {
    print(`${database}:`);
    const findings = await examine(deps);
    for (const { level, text: words } of findings) print(`${level}: ${words}`);
    const problems = findings.filter(({ level }) => level === "problem").length;
    if (problems > 0)
      throw new OperatorError(`To be mended before Tollgate can work: ${problems}.`);
  });
}
