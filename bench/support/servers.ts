/** The servers that are measured, each in a process of its own. */
import { fork, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { urls } from "../../src/urls.ts";
import type { BareServer, Bytes } from "./bare-server.ts";
import { createTemporaryFolder } from "./temporary-folder.ts";

export type Server = AsyncDisposable & { port: number; pid: number };

const program = join(import.meta.dirname, "../../../bin/tollgate");

/** `bytes`: what it answers at one path. */
export async function startBareServer(kind: BareServer, bytes: Bytes): Promise<Server> {
  const child = fork(new URL("bare-server.js", import.meta.url), [kind]);
  child.send(bytes);
  const [port]: unknown[] = await once(child, "message");
  return { port: Number(port), pid: child.pid ?? 0, [Symbol.asyncDispose]: () => end(child) };
}

/** As an operator runs it, its log going to a file. Resolves at its first answer. */
export async function startTollgate(
  databaseUrl: string,
  environment: Record<string, string> = {},
): Promise<Server> {
  const folder = createTemporaryFolder();
  const port = await freePort();
  const logFile = join(folder, "log");
  const log = openSync(logFile, "w");
  const child = spawn(process.execPath, [program, "serve"], {
    stdio: ["ignore", log, log],
    cwd: folder,
    env: {
      PATH: process.env["PATH"],
      NODE_ENV: "production",
      DATABASE_URL: databaseUrl,
      SECRET_KEY: "a secret key that is only for benches",
      PORT: String(port),
      TOKENS_PER_HOUR: "1000000",
      ...environment,
    },
  });
  closeSync(log);
  const kill = () => child.kill();
  process.on("exit", kill);
  while (!(await answers(port))) {
    if (child.exitCode !== null)
      throw new Error(`Tollgate ended:\n${readFileSync(logFile, "utf8")}`);
    await sleep(2);
  }
  return {
    port,
    pid: child.pid ?? 0,
    async [Symbol.asyncDispose]() {
      await end(child);
      process.off("exit", kill);
    },
  };
}

/** What a server answers to a request, for a bare server to send. */
export async function bytesOf(
  { port }: Server,
  { path, authorization }: { path: string; authorization: string },
): Promise<Bytes> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { authorization } });
  const own = new Set(["connection", "keep-alive", "date", "content-length"]);
  const headers = Object.fromEntries([...answer.headers].filter(([name]) => !own.has(name)));
  return { path: path.replace(/\?.*/, ""), headers, body: await answer.text() };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  return typeof address === "object" && address ? address.port : freePort();
}

async function answers(port: number): Promise<boolean> {
  return await fetch(`http://127.0.0.1:${port}${urls.heartbeat}`).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill();
  await once(child, "exit");
}

/** What a process has used so far, in seconds of one processor; not a number where there is no /proc. */
export function processorSeconds(pid: number): number {
  const [, fields = ""] = readProc(pid, "stat").split(") ");
  const [user, system] = fields.split(" ").slice(11, 13);
  return (Number(user) + Number(system)) / 100;
}

/** What a process has in memory, in bytes; not a number where there is no /proc. */
export function residentBytes(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readProc(pid, "status"))?.[1]) * 1024;
}

function readProc(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    return "";
  }
}
