/** Several processes that serve together on one port: this one starts them, replaces whichever ends, and ends them all. */
import cluster, { type Worker } from "node:cluster";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "./deps.ts";
import { OperatorError } from "./operator-error.ts";
import { stopSignal, stopSignals, type Server } from "./server.ts";

/** What a worker says once: where it listens, or why it cannot. */
export type WorkerMessage = { address: string } | { problem: string };

/** In milliseconds: a worker that lived for less is replaced after a delay, twice as long each time. */
const longLife = 60_000;
const [shortestDelay, longestDelay] = [250, 15_000];
/** How long workers may take to end, in milliseconds: less than the process that waits for them. */
const patience = 20_000;

/** Resolves when all listen. Throws OperatorError if one cannot; then the others end too. */
export async function startWorkers(count: number, log: Log): Promise<Server> {
  // They take connections themselves. One that Node hands to a worker that dies then is neither served nor closed.
  cluster.schedulingPolicy = cluster.SCHED_NONE;
  const exec = join(import.meta.dirname, "worker.js");
  cluster.setupPrimary({ exec, args: [], execArgv: ["--enable-source-maps"] });
  const toldToStop = stopSignal(); // heard from before the first request on, as by each worker
  const lives = Array.from({ length: count }, beginLife);
  const addresses = await Promise.all(lives.map(untilItListens)).catch((error: unknown) => {
    tellAll("SIGTERM");
    throw error;
  });
  const stopping = new AbortController();
  const places = lives.map(async (life) => await keepPlace(life, stopping.signal, log));
  return {
    address: addresses.find((address) => address !== undefined) ?? "",
    toldToStop,
    async close() {
      stopping.abort();
      tellAll("SIGTERM");
      const hurry = setTimeout(() => tellAll("SIGKILL"), patience); // one that hangs hears nothing else
      const bad = (await Promise.all(places)).find((end) => end && !isProper(end));
      clearTimeout(hurry);
      if (bad)
        throw new OperatorError(bad.problem ?? `A worker did not end properly: ${describe(bad)}.`);
    },
  };
}

/** A worker's, from its start on. */
type Life = { start: number; listening: Promise<string>; end: Promise<End> };

type End = {
  /** The id of its process; undefined if none could be started. */
  worker: number | undefined;
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  /** Why it could not be started or could not listen, or what went wrong at its end. */
  problem?: string;
};

/** Where no process can be started now, the life ends at once. */
function beginLife(): Life {
  const start = performance.now();
  const listening = Promise.withResolvers<string>();
  const end = live(listening.resolve).catch((error: unknown) => {
    const problem = error instanceof Error ? error.message : String(error);
    return { worker: undefined, exitCode: null, signal: null, problem };
  });
  return { start, listening: listening.promise, end };
}

async function live(listensAt: (address: string) => void): Promise<End> {
  const worker = cluster.fork();
  let problem: Partial<End> = {};
  worker.on("message", (message: WorkerMessage) => {
    if ("address" in message) listensAt(message.address);
    else problem = message;
  });
  const [exitCode, signal] = await endOf(worker);
  // What it said last may arrive only now. Node does not always tell that nothing else will.
  if (worker.isConnected())
    await Promise.race([once(worker, "disconnect"), sleep(1_000, undefined, { ref: false })]);
  return { worker: worker.process.pid, exitCode, signal, ...problem };
}

/** Rejects if its process was not started. Errors of one that was are followed by its end, or mean nothing. */
async function endOf(worker: Worker): Promise<[number | null, NodeJS.Signals | null]> {
  return await new Promise((resolve, reject) => {
    worker.on("exit", (exitCode, signal: NodeJS.Signals | null) => resolve([exitCode, signal]));
    worker.on("error", (error) => {
      if (worker.process.pid === undefined) reject(error);
    });
  });
}

/** Resolves to its address, or to nothing if it was told to stop before. */
async function untilItListens({ listening, end }: Life): Promise<string | undefined> {
  const ended = end.then((how) => {
    if (isProper(how)) return undefined;
    throw new OperatorError(how.problem ?? `A worker ended before it listened: ${describe(how)}.`);
  });
  return await Promise.race([listening, ended]);
}

/** Replaces whoever ends, until all are told to stop. Resolves to the end of the last, if one was running then. */
async function keepPlace(first: Life, stopping: AbortSignal, log: Log): Promise<End | undefined> {
  let delay = 0;
  for (let life = first; ; life = beginLife()) {
    const end = await life.end;
    if (stopping.aborted) return end;
    const livedLong = performance.now() - life.start > longLife;
    delay = livedLong ? 0 : Math.min(Math.max(2 * delay, shortestDelay), longestDelay);
    log.error({ ...end, delay }, "a worker ended: another one takes its place");
    await sleep(delay, undefined, { signal: stopping }).catch(() => {});
    if (stopping.aborted) return undefined;
  }
}

function tellAll(signal: NodeJS.Signals) {
  for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill(signal);
}

/** Told to stop before it began to listen for that, it ends by the signal itself. */
function isProper({ exitCode, signal }: End): boolean {
  return exitCode === 0 || stopSignals.some((name) => name === signal);
}

function describe({ exitCode, signal }: End): string {
  return signal ?? `exit code ${exitCode}`;
}
