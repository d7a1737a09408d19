/** Prepares the database, starts what serves, and ends it: config → deps → server or workers → close. */
import type { FastifyBaseLogger } from "fastify";
import type { Config } from "./config.ts";
import { createDeps } from "./create-deps.ts";
import { describeDatabase } from "./db/database.ts";
import { welcome } from "./demo/welcome.ts";
import type { Deps } from "./deps.ts";
import { tidy } from "./housekeeping.ts";
import { prepareDatabase } from "./prepare-database.ts";
import { endWhenTold, startServer } from "./server.ts";
import { startWorkers } from "./workers.ts";

const oneHour = 3_600_000;

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
    const server = await (config.workers === 1
      ? startServer(deps, config)
      : startWorkers(config.workers, log));
    const publicAddress = config.publicUrl?.origin ?? server.address;
    if (demo) process.stdout.write(welcome(publicAddress, { withPeople }));
    const endTidying = beginTidying(deps);
    await endWhenTold(server, log).finally(endTidying);
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
