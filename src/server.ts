/** One process that listens, until it is told to stop; and how whatever serves comes to its end. */
import { join } from "node:path";
import type { FastifyBaseLogger, FastifyInstance } from "fastify";
import type { Config } from "./config.ts";
import type { Deps, Log } from "./deps.ts";
import { leaveAfter } from "./leave-after.ts";
import { OperatorError } from "./operator-error.ts";
import { preparePasswords } from "./users/password.ts";

/** How long open requests may take, in milliseconds, once the server was told to stop. */
const closingPatience = 10_000;
/** How long everything may take, in milliseconds, before the process leaves it behind. */
const lastPatience = 25_000;

export const stopSignals = ["SIGTERM", "SIGINT", "SIGHUP"] as const;

export type Server = {
  /** Where it listens, such as http://127.0.0.1:3000. */
  address: string;
  /** Resolves to the signal with which this process is told to stop. */
  toldToStop: Promise<string>;
  /** Answers what is open, within limits, and resolves when nothing is. */
  close: () => Promise<void>;
};

/** Resolves when it listens. Throws OperatorError if it cannot. */
export async function startServer(
  deps: Deps & { log: FastifyBaseLogger },
  config: Config,
): Promise<Server> {
  const { createApp } = await import("./app.ts"); // not loaded where workers listen instead
  const assets = join(import.meta.dirname, "../assets");
  const [app] = await Promise.all([createApp(deps, config, assets), preparePasswords()]);
  const toldToStop = stopSignal(); // heard from before the first request on, so that none is cut off
  const address = await listen(app, config);
  return { address, toldToStop, close: async () => await close(app, deps.log) };
}

/** Resolves when the server was told to stop and has stopped. The process ends soon, whatever holds it up. */
export async function endWhenTold(server: Server, log: Log): Promise<void> {
  log.info({ signal: await server.toldToStop }, "stopping");
  leaveAfter(lastPatience, log);
  await server.close();
}

/** Resolves to the first. A second changes nothing: a terminal's Ctrl-C reaches us directly and through npm. */
export async function stopSignal(): Promise<string> {
  return await new Promise((resolve) => {
    for (const signal of stopSignals) process.on(signal, resolve);
  });
}

async function listen(app: FastifyInstance, { host, port }: Config): Promise<string> {
  try {
    return await app.listen({
      host,
      port,
      listenTextResolver: (address) => `listening on ${address}`,
    });
  } catch (error) {
    await app.close();
    if (error instanceof Error && "code" in error && error.code === "EADDRINUSE") {
      throw new OperatorError(`Port ${port} on ${host} is in use. Set PORT to another one.`);
    }
    if (error instanceof Error && "syscall" in error) {
      throw new OperatorError(`Cannot listen on ${host}:${port}: ${error.message}`);
    }
    throw error;
  }
}

async function close(app: FastifyInstance, log: Log): Promise<void> {
  const hurry = setTimeout(() => {
    log.warn("open requests took too long: their connections are cut");
    app.server.closeAllConnections();
  }, closingPatience);
  // A connection whose request was open at first is idle once that is answered: nobody else would end it.
  const sweep = setInterval(() => app.server.closeIdleConnections(), 100);
  await app.close();
  clearInterval(sweep);
  clearTimeout(hurry);
}
