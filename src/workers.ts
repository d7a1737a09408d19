/** Several processes that serve together on one port: this one starts them, replaces whichever ends, and ends them all. */
import cluster, { type Worker } from "node:cluster";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Environment } from "./config.ts";
import type { Log } from "./deps.ts";
import { readEnvironment } from "./environment.ts";
import { OperatorError } from "./operator-error.ts";
import { stopSignal, stopSignals, type Server } from "./server.ts";

/** What a worker says once: where it listens, or why it cannot. */
export type WorkerMessage = { address: string } | { problem: string };

/** In milliseconds: a worker that lived for less is replaced after a delay, twice as long each time. */
const longLife = 60_000;
const [shortestDelay, longestDelay] = [250, 15_000];
/** How long workers may take to end, in milliseconds: less than the process that waits for them. */
const patience = 20_000;

/** Resolves when all listen, or when told to stop. Throws OperatorError if one cannot; then the others have ended too. */
export async function startWorkers(count: number, log: Log): Promise<Server> {
  // They take connections themselves. One that Node hands to a worker that dies then is neither served nor closed.
  cluster.schedulingPolicy = cluster.SCHED_NONE;
  const exec = join(import.meta.dirname, "worker.js");
  cluster.setupPrimary({ exec, args: [], execArgv: ["--enable-source-maps"] });
  const toldToStop = stopSignal(); // heard from before the first request on, as by each worker
  const environment = readEnvironment(); // once: whoever takes a place later must serve the same
  const begin = () => beginLife(environment);
  const lives = Array.from({ length: count }, begin);
  const listening = Promise.all(lives.map(untilItListens)).then((addresses) => {
    if (!addresses.includes(undefined)) log.info({ workers: count }, "all workers listen");
    return addresses[0];
  });
  const first = await Promise.race([listening, toldToStop.then(() => undefined)]).catch(
    async (error: unknown) => {
      await endAll(
        lives.map(({ end }) => end),
        log,
      );
      throw error;
    },
  );
  const stopping = new AbortController();
  const places = lives.map(async (life) => await keepPlace(life, begin, stopping.signal, log));
  return {
    address: first ?? "",
    toldToStop,
    async close() {
      stopping.abort();
      const bad = (await endAll(places, log)).find((end) => end && !isProper(end));
      if (bad) {
        throw new OperatorError(bad.problem ?? `A worker did not end properly: ${describe(bad)}.`);
      }
    },
  };
}

/** Tells all to stop, and resolves to what `ends` do. One that hangs hears only the last word. */
async function endAll(
  ends: readonly Promise<End | undefined>[],
  log: Log,
): Promise<(End | undefined)[]> {
  tellAll("SIGTERM");
  const hurry = setTimeout(() => {
    for (const pid of tellAll("SIGKILL")) {
      log.error({ worker: pid }, "a worker does not end: it is killed");
    }
  }, patience);
  const all = await Promise.all(ends);
  clearTimeout(hurry);
  return all;
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
function beginLife(environment: Environment): Life {
  const start = performance.now();
  const listening = Promise.withResolvers<string>();
  const end = live(environment, listening.resolve).catch((error: unknown) => {
    const problem = error instanceof Error ? error.message : String(error);
    return { worker: undefined, exitCode: null, signal: null, problem };
  });
  return { start, listening: listening.promise, end };
}

async function live(environment: Environment, listensAt: (address: string) => void): Promise<End> {
  const worker = cluster.fork();
  worker.on("online", () => worker.process.send(environment, () => {})); // if it is gone, its end tells
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
async function keepPlace(
  first: Life,
  begin: () => Life,
  stopping: AbortSignal,
  log: Log,
): Promise<End | undefined> {
  let delay = 0;
  for (let life = first; ; life = begin()) {
    const end = await life.end;
    if (stopping.aborted) return end;
    const livedLong = performance.now() - life.start > longLife;
    delay = livedLong ? 0 : Math.min(Math.max(2 * delay, shortestDelay), longestDelay);
    log.error({ ...end, delay }, "a worker ended: another one takes its place");
    await sleep(delay, undefined, { signal: stopping }).catch(() => {});
    if (stopping.aborted) return undefined;
  }
}

/** Returns the ids of their processes. */
function tellAll(signal: NodeJS.Signals): (number | undefined)[] {
  return Object.values(cluster.workers ?? {}).map((worker) => {
    worker?.process.kill(signal);
    return worker?.process.pid;
  });
}

/** Told to stop before it began to listen for that, it ends by the signal itself. */
function isProper({ exitCode, signal }: End): boolean {
  return exitCode === 0 || stopSignals.some((name) => name === signal);
}

function describe({ exitCode, signal }: End): string {
  return signal ?? `exit code ${exitCode}`;
}
