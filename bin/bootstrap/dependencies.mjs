/**
 * Installs the dependencies when they are missing, half there, or those of another lock file.
 *
 * `npm ci` works in a draft folder, so that node_modules is always either the former one or the
 * complete new one. A stamp in it says what it was made from.
 */
import { createHash } from "node:crypto";
import { copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { npm } from "./child.mjs";
import { replaceFolder } from "./replace-folder.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = join(root, "node_modules");

export async function ensureDependencies(node) {
  const stamp = await stampFor(node);
  if (await hasStamp(stamp)) return;

  console.error("Installing dependencies …");
  await replaceFolder(folder, async (draft) => {
    for (const name of ["package.json", "package-lock.json", ".npmrc"]) {
      await copyFile(join(root, name), join(draft, name));
    }
    const install = ["ci", "--prefix", draft, "--include=dev", "--include=optional"];
    await npm(node.path, install, "The dependencies could not be installed.");
    await writeFile(join(draft, "node_modules/.installed"), stamp);
    const someoneWasFaster = await hasStamp(stamp); // and may be using it already
    return someoneWasFaster ? undefined : join(draft, "node_modules");
  });
}

async function stampFor(node) {
  const lock = await readFile(join(root, "package-lock.json"));
  const hash = createHash("sha256").update(lock).digest("hex");
  const [major] = node.version.split(".");
  return `package-lock.json ${hash} ${process.platform}-${process.arch} node ${major}\n`;
}

async function hasStamp(stamp) {
  const found = await readFile(join(folder, ".installed"), "utf8").catch(() => undefined);
  return found === stamp;
}
