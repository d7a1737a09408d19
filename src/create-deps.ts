/** Opens what operations are given, as the configuration says. */
import { randomBytes } from "node:crypto";
import type { Config } from "./config.ts";
import { openDatabase } from "./db/database.ts";
import type { Deps, Log } from "./deps.ts";

/** Whoever called it destroys `db` at the end. */
export function createDeps<L extends Log>(config: Config, log: L): Deps & { log: L } {
  const db = openDatabase(config.databaseUrl, (error) =>
    log.warn({ err: error }, "an idle database connection was lost"),
  );
  return { db, now: () => new Date(), randomBytes, log, settings: config.settings };
}
