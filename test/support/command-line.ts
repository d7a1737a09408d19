/** `tollgate` as a person types it: one process, its arguments, its settings, and what is typed into it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { eventually } from "./eventually.ts";
import { commands } from "../../src/cli.ts";
import type { Environment } from "../../src/config.ts";

/** The compiled program beside this very test. */
const program = `
  import { main } from ${JSON.stringify(new URL("../../src/cli.js", import.meta.url).href)};
  process.exitCode = await main(process.argv.slice(1));
`;

/** Those that its help must name. */
export const commandNames = Object.keys(commands);

export type Run = {
  /** The folder in which it runs, where the defaults of its settings lead to. */
  folder: string;
  /** Nothing of the test's own environment is handed on. */
  environment?: Environment;
  /** What is typed, or nothing at all. */
  input?: string;
  /** Whether it leads a process group, as at a terminal, that a signal can be sent to. */
  ownGroup?: boolean;
};

export type Outcome = { exitCode: number | null; stdout: string; stderr: string };

/** Runs one command to its end. */
export async function runTollgate(argv: readonly string[], run: Run): Promise<Outcome> {
  const child = start(argv, run);
  const outputs = Promise.all([text(child.stdout), text(child.stderr)]);
  await once(child, "close");
  const [stdout, stderr] = await outputs;
  return { exitCode: child.exitCode, stdout, stderr };
}

/** The same with nobody who reads what it prints, as behind `| true`. */
export async function runTollgateUnread(argv: readonly string[], run: Run) {
  const child = start(argv, run);
  child.stdout.destroy();
  const stderr = text(child.stderr);
  await once(child, "close");
  return { exitCode: child.exitCode, stderr: await stderr };
}

/** At a terminal, which shows what it prints and echoes: each line is typed when it has asked for it. */
export async function typeToTollgate(
  argv: readonly string[],
  { folder, environment = {} }: Run,
  lines: readonly string[],
) {
  const words = [process.execPath, ...nodeArguments(argv)];
  const command = words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
  const child = spawn("script", ["--quiet", "--return", "--command", command, "/dev/null"], {
    cwd: folder,
    stdio: "pipe",
    env: { PATH: process.env["PATH"], ...environment },
  });
  let screen = "";
  child.stdout.on("data", (chunk: Buffer) => (screen += String(chunk)));
  const closed = once(child, "close");
  for (const [index, line] of lines.entries()) {
    await eventually("it asks", async () => screen.split(": ").length > index + 1);
    child.stdin.write(`${line}\r`);
  }
  await closed;
  return { exitCode: child.exitCode, screen };
}

export type Serving = AsyncDisposable & {
  pid: number;
  /** Where it listens, such as http://127.0.0.1:40123. */
  address: string;
  /** Everything it has said so far. */
  output: () => string;
  /** Sends a signal, and resolves to its exit code. */
  stop: (signal: NodeJS.Signals) => Promise<number | null>;
  /** Resolves to its exit code when it has ended. */
  end: () => Promise<number | null>;
};

/** Runs `tollgate serve` on a free port until it listens. Throws with what it said if it ends instead. */
export async function serveTollgate(argv: readonly string[], run: Run): Promise<Serving> {
  const child = start(["serve", ...argv], {
    ...run,
    environment: { PORT: "0", ...run.environment },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => (output += String(chunk)));
  }
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  const end = async () => {
    if (isRunning()) await once(child, "exit");
    return child.exitCode;
  };
  const stop = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    return await end();
  };
  const address = await eventually("tollgate listens", async () => {
    if (!isRunning()) throw new Error(`Tollgate did not start:\n${output}`);
    return /listening on (http:[^"]+)"/.exec(output)?.[1];
  });
  return {
    pid: child.pid ?? 0,
    address,
    output: () => output,
    stop,
    end,
    async [Symbol.asyncDispose]() {
      await stop("SIGKILL");
    },
  };
}

function start(
  argv: readonly string[],
  { folder, environment = {}, input = "", ownGroup = false }: Run,
) {
  const child = spawn(process.execPath, nodeArguments(argv), {
    cwd: folder,
    stdio: "pipe",
    detached: ownGroup,
    env: { PATH: process.env["PATH"], ...environment },
  });
  child.stdin.on("error", () => {}); // it may end without reading what is typed
  child.stdin.end(input);
  return child;
}

function nodeArguments(argv: readonly string[]): string[] {
  return ["--enable-source-maps", "--input-type=module", "--eval", program, "--", ...argv];
}
