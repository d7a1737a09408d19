/** Compiles Tollgate into dist/. A build that fails or is interrupted leaves the former dist/. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

import { replaceFolder } from "./bootstrap/replace-folder.mjs";

const root = join(import.meta.dirname, "..");

if (import.meta.main) process.exitCode = (await build()) ? 0 : 1;

/**
 * @param {{ checkTypes?: boolean }} options checking takes most of the time
 * @returns {Promise<boolean>} false when the compiler found errors, which it has printed
 */
export function build({ checkTypes = true } = {}) {
  return replaceFolder(join(root, "dist"), async (draft) => {
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    const args = ["--project", root, "--outDir", draft, "--noEmitOnError"];
    if (!checkTypes) args.push("--noCheck");
    const { status } = spawnSync(process.execPath, [tsc, ...args], { stdio: "inherit" });
    return status === 0 ? draft : undefined;
  });
}
