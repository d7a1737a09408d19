// Runs one of the project's scripts with a Node that is new enough and with its dependencies installed, fetching first
// what is missing: `node bin/with-node.mjs bin/start.mjs`. Runs itself on any Node from 18 on.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { constants } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { isNewEnough, requiredNode } from "./node-version.mjs";
import { replaceFolder } from "./replace-folder.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const platform = `${process.platform}-${process.arch}`;

// The one Node that is fetched when the one at hand is too old: the npm package `node-<platform>`, by its checksum.
const pinned = {
  version: "24.21.0",
  integrity: {
    "linux-x64":
      "sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==",
    "linux-arm64":
      "sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==",
  },
};

let stopChild = () => {}; // passes a signal on to what runs at the moment
let stoppedBy; // the signal that told us to stop, if any

passSignalsOn();
try {
  const [script, ...args] = process.argv.slice(2);
  const node = await ensureNode();
  process.env.PATH = dirname(node.path) + delimiter + process.env.PATH;
  await ensureDependencies(node);
  const { code } = await run(node.path, [resolve(root, script), ...args], { stdio: "inherit" });
  process.exitCode = code;
} catch (error) {
  if (!stoppedBy) console.error(error.message);
  process.exitCode = stoppedBy ? exitCodeOf(stoppedBy) : 1;
}

// Each signal is passed on once: Ctrl-C reaches the whole process group, and then npm passes it on to us again.
function passSignalsOn() {
  const passedOn = new Set();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      stoppedBy ??= signal;
      if (!passedOn.has(signal)) stopChild(signal);
      passedOn.add(signal);
    });
  }
}

async function ensureNode() {
  if (isNewEnough(process.versions.node))
    return { path: process.execPath, version: process.versions.node };

  const integrity = pinned.integrity[platform];
  if (!integrity) {
    throw new Error(
      `Tollgate needs ${requiredNode}, and this is ${process.version}. There is none to fetch for ${platform}: please install it.`,
    );
  }
  const folder = join(root, ".node", pinned.version);
  const node = { path: join(folder, "bin/node"), version: pinned.version };
  if (runs(node)) return node;

  say(`Fetching Node ${pinned.version} …`);
  await mkdir(dirname(folder), { recursive: true });
  await replaceFolder(folder, async (draft) => {
    await fetchNode(draft, integrity);
    return runs(node) ? undefined : draft; // another process may have been faster, and may be running it already
  });
  return node;
}

function runs({ path, version }) {
  const { stdout } = spawnSync(path, ["--version"], { encoding: "utf8" });
  return stdout?.trim() === `v${version}`;
}

async function fetchNode(folder, integrity) {
  const name = `node-${platform}`;
  const archive = join(folder, `${name}-${pinned.version}.tgz`);
  const pack = ["pack", `${name}@${pinned.version}`, "--pack-destination", folder];
  await npm(
    process.execPath,
    pack,
    `Node ${pinned.version} could not be fetched. Without it, please install ${requiredNode}.`,
  );

  const checksum = createHash("sha512")
    .update(await readFile(archive))
    .digest("base64");
  if (`sha512-${checksum}` !== integrity) {
    throw new Error(
      `${name}@${pinned.version} is not the package that was expected: its checksum is sha512-${checksum}.`,
    );
  }

  const unpack = ["-xzof", archive, "-C", folder, "--strip-components=1", "package/bin/node"];
  await runQuietly("tar", unpack, `Node ${pinned.version} could not be unpacked.`);
  await rm(archive);
  if (!runs({ path: join(folder, "bin/node"), version: pinned.version })) {
    throw new Error(
      `Node ${pinned.version} was fetched but does not run on this system. Please install ${requiredNode}.`,
    );
  }
}

// `npm ci` works in a draft folder, so that whatever happens node_modules is the former one or the complete new one. The
// stamp in it says what it was made from; a node_modules without the right stamp is made again.
async function ensureDependencies(node) {
  const folder = join(root, "node_modules");
  const lock = createHash("sha256")
    .update(await readFile(join(root, "package-lock.json")))
    .digest("hex");
  const stamp = `package-lock ${lock}, node ${node.version.split(".")[0]}, ${platform}\n`;
  const isInstalled = () =>
    readFile(join(folder, ".installed"), "utf8").then(
      (text) => text === stamp,
      () => false,
    );
  if (await isInstalled()) return;

  say("Installing dependencies …");
  await replaceFolder(folder, async (draft) => {
    for (const name of ["package.json", "package-lock.json", ".npmrc"])
      await copyFile(join(root, name), join(draft, name));
    const install = ["ci", "--prefix", draft, "--include=dev", "--include=optional"];
    await npm(node.path, install, "The dependencies could not be installed.");
    await writeFile(join(draft, "node_modules/.installed"), stamp);
    return (await isInstalled()) ? undefined : join(draft, "node_modules"); // another process may have been faster
  });
}

// The npm that started us, else the one on PATH; either way with the user's own registry, proxy and cache settings.
function npm(node, args, complaint) {
  const cli = process.env.npm_execpath ?? "";
  const quietly = [...args, "--loglevel=error"];
  return cli.endsWith("npm-cli.js")
    ? runQuietly(node, [cli, ...quietly], complaint)
    : runQuietly("npm", quietly, complaint);
}

// Stopped the hard way: asked nicely, npm first undoes what it did, which takes as long as doing it, and all is a draft.
async function runQuietly(command, args, complaint) {
  const { code, output } = await run(
    command,
    args,
    { cwd: root, stdio: ["ignore", "pipe", "pipe"] },
    "SIGKILL",
  );
  if (code !== 0) throw new Error(`${output.trim()}\n\n${complaint}`);
}

function run(command, args, options, stopSignal) {
  return new Promise((resolve, reject) => {
    if (stoppedBy) throw new Error(`Stopped by ${stoppedBy}.`);
    const child = spawn(command, args, options);
    stopChild = (signal) => child.kill(stopSignal ?? signal);
    let output = "";
    child.stdout?.on("data", (text) => (output += text));
    child.stderr?.on("data", (text) => (output += text));
    child.on("error", (error) =>
      reject(new Error(`${command} could not be run: ${error.message}`)),
    );
    child.on("close", (code, signal) => resolve({ code: code ?? exitCodeOf(signal), output }));
  });
}

function exitCodeOf(signal) {
  return 128 + constants.signals[signal];
}

// On standard error, so that what a command prints can still be sent into a file.
function say(line) {
  console.error(line);
}
