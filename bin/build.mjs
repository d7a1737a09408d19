/** Compiles Tollgate into dist/. A build that fails or is interrupted leaves the former dist/. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { copyFile, glob, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { replaceFolder } from "./bootstrap/replace-folder.mjs";

const root = join(import.meta.dirname, "..");

/** What dist/ is made of. */
const inputs =
  "{bench/**,db/**,public/**,src/**,test/**,bin/build.mjs,package-lock.json,tsconfig.json}";
/** Holds what it was made of, and whether its types were checked. */
const stamp = "made-of.json";

if (import.meta.main) process.exitCode = (await build()) ? 0 : 1;

/**
 * @param {{ checkTypes?: boolean }} options checking takes most of the time
 * @returns {Promise<boolean>} false when the compiler found errors, which it has printed
 */
export async function build({ checkTypes = true } = {}) {
  const madeOf = await digestOfInputs();
  return await replaceFolder(join(root, "dist"), async (draft) => {
    // The client is compiled once more, for its types: it is the one part that others import.
    for (const project of [root, join(root, "src/client")]) {
      if (!compile(project, draft, { checkTypes })) return undefined;
    }
    await buildAssets(join(draft, "assets"), join(draft, "src/client"));
    await writeFile(join(draft, stamp), JSON.stringify({ madeOf, checkTypes }));
    return draft;
  });
}

/** Builds unless dist/ was made of these very files; types count as checked only if they were. */
export async function ensureBuilt({ checkTypes = true } = {}) {
  const made = await readStamp();
  const isThere = made.madeOf === (await digestOfInputs()) && (made.checkTypes || !checkTypes);
  return isThere || (await build({ checkTypes }));
}

/** What is damaged, or lacks its first or its last part, counts as not there. */
async function readStamp() {
  const parts = ["src/cli.js", "assets/tollgate.css"];
  if (!parts.every((part) => existsSync(join(root, "dist", part)))) return {};
  try {
    return JSON.parse(await readFile(join(root, "dist", stamp), "utf8"));
  } catch {
    return {};
  }
}

async function digestOfInputs() {
  const entries = glob(inputs, { cwd: root, withFileTypes: true });
  const paths = (await Array.fromAsync(entries))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const hash = createHash("sha256");
  for (const path of paths.toSorted()) hash.update(`${path}\n`).update(await readFile(path));
  return hash.digest("hex");
}

function compile(project, folder, { checkTypes }) {
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const args = ["--project", project, "--outDir", folder, "--noEmitOnError"];
  if (!checkTypes) args.push("--noCheck");
  return spawnSync(process.execPath, [tsc, ...args], { stdio: "inherit" }).status === 0;
}

/** The page's styles, made from Bootstrap's sources and ours, and its scripts, as they are; `client`: as it was compiled. */
async function buildAssets(folder, client) {
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
  for (const name of ["press.js", "copy.js", "token-field.js", "try.js", "read-plans.js"]) {
    await copyFile(join(root, "public", name), join(folder, name));
  }
  await mkdir(join(folder, "client"));
  for (const name of ["dmp-client.js", "dmp-error.js"]) {
    const script = await readFile(join(client, name), "utf8");
    await writeFile(
      join(folder, "client", name),
      script.replace(/\n\/\/# sourceMappingURL=.*/, ""),
    );
  }
}
