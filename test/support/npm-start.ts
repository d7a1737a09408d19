/** `npm start` in a fresh copy of the project, as a newcomer runs it, and the processes it leads to. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { cp, mkdtemp, readdir, readFile, readlink, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { projectFolder } from "./project-folder.ts";
import { eventually } from "./eventually.ts";

/** What is not there after a clone, because it is made later. */
const made = /^(node_modules|dist|data|\.node|\.git|\.env|\.(dist|node_modules)-.+)$/;

/** Why these stories cannot be told, if so. */
export const skip = existsSync("/proc/self/cwd") ? false : "processes are found through /proc";

export type Clone = AsyncDisposable & { folder: string };

/** Copies the project's own files to a folder that only we may enter, with a space in its name. */
export async function cloneProject(): Promise<Clone> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "tollgate clone-")));
  for (const name of await readdir(projectFolder)) {
    if (made.test(name)) continue;
    await cp(join(projectFolder, name), join(folder, name), { recursive: true });
  }
  return {
    folder,
    async [Symbol.asyncDispose]() {
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export type NpmStart = AsyncDisposable & {
  /** The process of npm itself. */
  pid: number;
  output: () => string;
  /** Resolves to the server's address when it is open. Rejects with the output if npm ends instead. */
  address: () => Promise<string>;
  /** Resolves to npm's exit code, or the signal that ended it, when no process is left. */
  end: () => Promise<number | string>;
  /** Ends all of its processes at once, as a power cut does. */
  kill: () => Promise<void>;
};

export function npmStart(folder: string): NpmStart {
  const npm = spawn("npm", ["start"], {
    cwd: folder,
    env: environment(),
    stdio: ["ignore", "pipe", "pipe"],
    detached: true, // a process group of its own, which can be killed as a whole
  });
  const exit = once(npm, "exit");
  const { pid } = npm;
  assert.ok(pid, "npm can be run");
  const group = -pid;
  let output = "";
  for (const stream of [npm.stdout, npm.stderr]) {
    stream.on("data", (chunk) => (output += String(chunk)));
  }

  async function address() {
    return await eventually("the server opens", async () => {
      assert.equal(npm.exitCode ?? npm.signalCode, null, `npm start ended:\n${output}`);
      return /http:\/\/\S+(?=\/users\/edit#api-details)/.exec(output)?.[0];
    });
  }

  async function end() {
    await exit;
    await eventually("all processes end", async () => (await processesIn(folder)).length === 0);
    process.off("exit", killGroup);
    return npm.exitCode ?? npm.signalCode ?? "";
  }

  async function kill() {
    killGroup();
    await end();
  }

  function killGroup() {
    try {
      process.kill(group, "SIGKILL");
    } catch {
      // Nobody is left in it.
    }
  }

  process.once("exit", killGroup);
  return { pid, output: () => output, address, end, kill, [Symbol.asyncDispose]: kill };
}

/** A newcomer's: their own Node, any port, and packages from npm's cache, which `npm test` has filled. */
function environment(): NodeJS.ProcessEnv {
  const { PATH = "", HOME, TMPDIR } = process.env;
  const ownNode = PATH.split(delimiter).filter((folder) => !folder.startsWith(projectFolder));
  const npmSettings = Object.entries(process.env).filter(([name]) =>
    name.startsWith("npm_config_"),
  );
  return {
    ...Object.fromEntries(npmSettings),
    npm_config_offline: "true",
    PATH: ownNode.join(delimiter),
    HOME,
    TMPDIR,
    PORT: "0",
  };
}

export type Process = { pid: number; command: string[] };

/** The processes that work in a folder, found through Linux's /proc. */
export async function processesIn(folder: string): Promise<Process[]> {
  const pids = (await readdir("/proc")).map(Number).filter(Number.isInteger);
  const processes = pids.map(async (pid) => {
    try {
      if ((await readlink(`/proc/${pid}/cwd`)) !== folder) return [];
      const command = await readFile(`/proc/${pid}/cmdline`, "utf8");
      return [{ pid, command: command.split("\0") }];
    } catch {
      return []; // it has just ended, or is somebody else's
    }
  });
  return (await Promise.all(processes)).flat();
}

// `process` runs its "exit" listeners only when it ends of itself.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
