/** Compiles Tollgate into dist/. A build that fails or is interrupted leaves the former dist/. */
import { spawnSync } from "node:child_process";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
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
    if (status !== 0) return undefined;
    await buildAssets(join(draft, "assets"));
    return draft;
  });
}

/** The page's styles, made from Bootstrap's sources and ours, and its scripts, as they are. */
export async function buildAssets(folder) {
  const { compileAsync } = await import("sass");
  const { css } = await compileAsync(join(root, "public/tollgate.scss"), {
    style: "compressed",
    loadPaths: [join(root, "node_modules")],
    // Bootstrap 5 is written for an older Sass.
    quietDeps: true,
    silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
  });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "tollgate.css"), css);
  for (const name of ["press.js", "copy.js"]) {
    await copyFile(join(root, "public", name), join(folder, name));
  }
}
