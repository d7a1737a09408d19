/** Tollgate in processes of its own, as an operator runs it: servers that can be killed, and commands run side by side. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readConfig, type Environment } from "../../src/config.ts";

const secretKey = "a secret key that is only for tests";

/** What the servers' events are sealed with. */
export const { eventKey } = readConfig({ SECRET_KEY: secretKey }, String).settings;

/** The compiled program beside this very test. It leaves with the test, and begins when it is told to. */
const program = `
  import { main } from ${JSON.stringify(new URL("../../src/cli.js", import.meta.url).href)};
  process.on("disconnect", () => process.exit(1));
  const told = new Promise((resolve) => process.once("message", resolve));
  process.send("ready");
  await told;
  process.channel.unref();
  process.exitCode = await main(process.argv.slice(1));
`;

export type ServerProcess = AsyncDisposable & {
  /** Where it listens, such as http://127.0.0.1:40123. */
  url: string;
  /** The end of what it has logged. */
  log: () => string;
  isRunning: () => boolean;
  /** Ends it as a crash does: at once, wherever it is. */
  kill: () => Promise<void>;
};

/** `fileSizeLimit`: the largest file it may write, in blocks of 512 bytes: a disk that is full. */
export type ServerOptions = { environment?: Environment; fileSizeLimit?: number };

/** Resolves when it and all its workers listen, on a port that was free. @throws Error with its log when it ends instead */
export async function startServer(
  databaseUrl: string,
  options: ServerOptions = {},
): Promise<ServerProcess> {
  const child = spawnProgram(["serve"], databaseUrl, options);
  const end = once(child, "close"); // of its workers too, which write to the same pipe
  const workers = Number(options.environment?.["WORKERS"] ?? 1);
  let log = "";
  let isKilled = false;
  const listening = new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      log = (log + String(chunk)).slice(-20_000);
      const addresses = [...log.matchAll(/listening on (http:[^"]+)"/g)];
      if (addresses.length >= workers) resolve(addresses[0]?.[1] ?? "");
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    void end.then(() => reject(new Error(`Tollgate ended:\n${log}`)));
  });
  child.once("message", () => child.send("begin"));
  const kill = async () => {
    isKilled = true;
    child.kill("SIGKILL");
    await end;
  };
  const url = await listening;
  child.on("exit", () => {
    if (!isKilled) console.error(`Tollgate ended by itself:\n${log.slice(-3_000)}`);
  });
  return {
    url,
    log: () => log,
    isRunning: () => child.exitCode === null && child.signalCode === null,
    kill,
    [Symbol.asyncDispose]: kill,
  };
}

export type CommandResult = { exitCode: number | null; output: string };

/** Runs commands at the same moment, each in its own process: all are loaded before the first one begins. */
export async function runTogether(
  commands: readonly string[][],
  databaseUrl: string,
  options: ServerOptions = {},
): Promise<CommandResult[]> {
  const children = commands.map((argv) => spawnProgram(argv, databaseUrl, options));
  const results = children.map(async (child): Promise<CommandResult> => {
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk) => (output += String(chunk)));
    }
    await once(child, "close");
    return { exitCode: child.exitCode, output };
  });
  await Promise.all(children.map((child) => once(child, "message")));
  for (const child of children) child.send("begin");
  return await Promise.all(results);
}

function spawnProgram(
  argv: readonly string[],
  databaseUrl: string,
  { environment = {}, fileSizeLimit }: ServerOptions,
): ChildProcess {
  const node = ["--enable-source-maps", "--input-type=module", "--eval", program, ...argv];
  const limit = fileSizeLimit === undefined ? "" : `ulimit -f ${fileSizeLimit} && `;
  return spawn("sh", ["-c", `${limit}exec "$0" "$@"`, process.execPath, ...node], {
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: {
      PATH: process.env["PATH"],
      TZ: process.env["TZ"],
      DATABASE_URL: databaseUrl,
      SECRET_KEY: secretKey,
      PORT: "0",
      TOKENS_PER_HOUR: "1000000",
      // Each request may say where it comes from: bad tokens are limited by address, and these tests present thousands.
      TRUSTED_PROXIES: "127.0.0.1",
      ...environment,
    },
  });
}
