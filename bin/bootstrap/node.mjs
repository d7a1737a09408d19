/** Finds a Node that is new enough: the one that runs this, else a pinned one that npm fetches. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { npm, prepare } from "./child.mjs";
import { isNewEnough, requiredNode } from "./node-version.mjs";
import { replaceFolder } from "./replace-folder.mjs";

// The npm package `node-<platform>` in this version, with its checksum for each platform.
const version = "24.21.0";
const checksums = {
  "linux-x64":
    "3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==",
  "linux-arm64":
    "FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==",
};
const platform = `${process.platform}-${process.arch}`;
const folder = fileURLToPath(new URL(`../../.node/${version}`, import.meta.url));

/** @returns {Promise<{ path: string, version: string }>} */
export async function ensureNode() {
  if (isNewEnough(process.versions.node)) {
    return { path: process.execPath, version: process.versions.node };
  }
  if (!(platform in checksums)) {
    throw new Error(
      `Tollgate needs ${requiredNode}, and this is ${process.version}. There is none to fetch for ` +
        `${platform}: please install Node ${version}.`,
    );
  }
  if (!runs(folder)) await fetchNode();
  return { path: nodeIn(folder), version };
}

async function fetchNode() {
  console.error(`Fetching Node ${version} …`);
  await mkdir(dirname(folder), { recursive: true });
  await replaceFolder(folder, async (draft) => {
    const archive = await download(draft);
    await unpack(archive, draft);
    const someoneWasFaster = runs(folder); // and may be running it already
    return someoneWasFaster ? undefined : draft;
  });
}

async function download(draft) {
  const name = `node-${platform}`;
  await npm(
    process.execPath,
    ["pack", `${name}@${version}`, "--pack-destination", draft],
    `Node ${version} could not be fetched. If this cannot be helped, install ${requiredNode}.`,
  );
  const archive = join(draft, `${name}-${version}.tgz`);
  const checksum = createHash("sha512")
    .update(await readFile(archive))
    .digest("base64");
  if (checksum !== checksums[platform]) {
    throw new Error(
      `The package ${name}@${version} is not the expected one: its SHA-512 is ${checksum}.`,
    );
  }
  return archive;
}

async function unpack(archive, draft) {
  const args = ["-xzof", archive, "-C", draft, "--strip-components=1", "package/bin/node"];
  await prepare("tar", args, `Node ${version} could not be unpacked.`);
  await rm(archive);
  if (!runs(draft)) {
    throw new Error(`Node ${version} does not run on this system. Please install ${requiredNode}.`);
  }
}

function runs(someFolder) {
  const { stdout } = spawnSync(nodeIn(someFolder), ["--version"], { encoding: "utf8" });
  return stdout?.trim() === `v${version}`;
}

function nodeIn(someFolder) {
  return join(someFolder, "bin/node");
}
