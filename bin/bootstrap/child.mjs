/** Runs one child process at a time and passes on to it the signals that this process gets. */
import { spawn } from "node:child_process";
import { constants } from "node:os";

/** The signal that told us to stop, if any. */
export let stoppedBy;

let stopChild = () => {};

// Each signal once: Ctrl-C reaches the whole process group, and then npm passes it on to us again.
const passedOn = new Set();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    stoppedBy ??= signal;
    if (!passedOn.has(signal)) stopChild(signal);
    passedOn.add(signal);
  });
}

/** @returns {Promise<number>} its exit code, or 128 and the number of the signal that ended it */
export function run(command, args) {
  const child = start(command, args, { stdio: "inherit" });
  stopChild = (signal) => child.kill(signal);
  return exitCode(child);
}

/**
 * Runs a step of the preparation, showing its output only when it fails.
 *
 * Killed when we are told to stop: asked nicely, npm takes as long to undo its work as it took to
 * do it, and its work is a draft that is thrown away.
 */
export async function prepare(command, args, complaint) {
  const child = start(command, args, { stdio: ["ignore", "pipe", "pipe"] });
  stopChild = () => child.kill("SIGKILL");
  let output = "";
  child.stdout.on("data", (text) => (output += text));
  child.stderr.on("data", (text) => (output += text));
  if ((await exitCode(child)) !== 0) throw new Error(`${output.trim()}\n\n${complaint}`);
}

/** The npm that started us, else the one on PATH: with the user's registry, proxy and cache. */
export function npm(node, args, complaint) {
  const [command, ...cli] = process.env.npm_execpath?.endsWith("npm-cli.js")
    ? [node, process.env.npm_execpath]
    : ["npm"];
  return prepare(command, [...cli, ...args, "--loglevel=error"], complaint);
}

export function exitCodeOf(signal) {
  return 128 + constants.signals[signal];
}

function start(command, args, options) {
  if (stoppedBy) throw new Error(`Stopped by ${stoppedBy}.`);
  return spawn(command, args, options);
}

function exitCode(child) {
  return new Promise((resolve, reject) => {
    child.on("error", (error) =>
      reject(new Error(`Cannot run ${child.spawnfile}: ${error.message}`)),
    );
    child.on("close", (code, signal) => resolve(code ?? exitCodeOf(signal)));
  });
}
