/** Starts the server and ends it properly: config → deps → app → listen → close. */
import { join } from "node:path";
import type { FastifyBaseLogger, FastifyInstance } from "fastify";
import { createApp } from "./app.ts";
import type { Config } from "./config.ts";
import { createDeps } from "./create-deps.ts";
import { describeDatabase } from "./db/database.ts";
import { welcome } from "./demo/welcome.ts";
import type { Deps } from "./deps.ts";
import { tidy } from "./housekeeping.ts";
import { leaveAfter } from "./leave-after.ts";
import { OperatorError } from "./operator-error.ts";
import { prepareDatabase } from "./prepare-database.ts";
import { preparePasswords } from "./users/password.ts";

const oneHour = 3_600_000;
/** How long open requests may take, in milliseconds, once the server was told to stop. */
const closingPatience = 10_000;
/** How long everything may take, in milliseconds, before the process leaves it behind. */
const lastPatience = 25_000;

/** Resolves when the server was told to stop and has stopped. Throws OperatorError if it cannot start. */
export async function serve(
  config: Config,
  log: FastifyBaseLogger,
  { demo }: { demo: boolean },
): Promise<void> {
  const deps = createDeps(config, log);
  try {
    log.info({ database: describeDatabase(config.databaseUrl) }, "starting");
    warnOfLocalKey(config, log);
    await prepareDatabase(deps);
    const withPeople = demo && (await addPeople(deps));
    const assets = join(import.meta.dirname, "../assets");
    const [app] = await Promise.all([createApp(deps, config, assets), preparePasswords()]);
    const stop = stopSignal(); // heard from before the first request on, so that none is cut off
    const address = await listen(app, config);
    if (demo) process.stdout.write(welcome(config.publicUrl?.origin ?? address, { withPeople }));
    const endTidying = beginTidying(deps);
    log.info({ signal: await stop }, "stopping");
    leaveAfter(lastPatience, log);
    await close(app, log);
    await endTidying();
  } finally {
    await deps.db.destroy();
  }
}

/** Loaded when it is asked for: it brings many plans, and what imports them. */
async function addPeople(deps: Deps): Promise<boolean> {
  const { addDemo } = await import("./demo/add-demo.ts");
  return await addDemo(deps);
}

/** Several machines on one PostgreSQL must share the key, or they cannot verify each other's events. */
function warnOfLocalKey({ databaseUrl, secretKeyFile }: Config, log: FastifyBaseLogger) {
  if (secretKeyFile === undefined || databaseUrl.startsWith("sqlite:")) return;
  log.warn(
    { secretKeyFile },
    "the secret key is this machine's own: set SECRET_KEY if there are others",
  );
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

/** Tidies now and once an hour. What it returns ends that, and resolves when nothing of it is under way any more. */
function beginTidying(deps: Deps): () => Promise<void> {
  let tidying = tidyQuietly(deps);
  const timer = setInterval(() => (tidying = tidying.then(() => tidyQuietly(deps))), oneHour);
  return async () => {
    clearInterval(timer);
    await tidying;
  };
}

async function tidyQuietly(deps: Deps): Promise<void> {
  await tidy(deps).catch((error: unknown) => deps.log.warn({ err: error }, "tidying failed"));
}

/** A second signal changes nothing: a terminal's Ctrl-C reaches us directly and through npm. */
async function stopSignal(): Promise<string> {
  return await new Promise((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, resolve);
  });
}

/** Answers what is open, within limits, then leaves. */
async function close(app: FastifyInstance, log: FastifyBaseLogger): Promise<void> {
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
