/** `tollgate ensure-internal-app`: the OAuth application that owns the tokens. */
import { ensureInternalApplication } from "../applications/internal-application.ts";
import { parseOptions } from "./arguments.ts";
import { print } from "./print.ts";
import { withMigratedDeps } from "./with-deps.ts";

export async function run(argv: string[]): Promise<void> {
  parseOptions(argv, {});
  await withMigratedDeps(async (deps) => {
    const { id, uid } = await ensureInternalApplication(deps);
    print(`Internal OAuth app ready (id=${id}, uid=${uid})`);
  });
}
