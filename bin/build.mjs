// Compiles Tollgate into dist/. A build that fails or is interrupted leaves the former dist/ as it was.
import { spawnSync } from "node:child_process";
import { join } from "node:path";

import { replaceFolder } from "./replace-folder.mjs";

const root = join(import.meta.dirname, "..");

if (import.meta.main) process.exitCode = (await build()) ? 0 : 1;

/** @returns {Promise<boolean>} false when the compiler found errors, which it has printed */
export function build() {
  return replaceFolder(join(root, "dist"), async (draft) => {
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    const args = ["--project", root, "--outDir", draft, "--noEmitOnError"];
    const { status } = spawnSync(process.execPath, [tsc, ...args], { stdio: "inherit" });
    return status === 0 ? draft : undefined;
  });
}
