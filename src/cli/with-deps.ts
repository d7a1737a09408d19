/** What commands work with, opened as the environment says, and closed at their end. */
import { randomBytes } from "node:crypto";
import { readConfig, type Config } from "../config.ts";
import { createDeps } from "../create-deps.ts";
import { describeDatabase } from "../db/database.ts";
import { findPendingMigrations } from "../db/migrate.ts";
import type { Deps } from "../deps.ts";
import { readEnvironment } from "../environment.ts";
import { createLog } from "../log.ts";
import { OperatorError } from "../operator-error.ts";
import { loadSecretKey } from "../secret-key-file.ts";
import { localUrl } from "../urls.ts";

export function configFromEnvironment(): Config {
  return readConfig(readEnvironment(), (path) => loadSecretKey(path, randomBytes));
}

export async function withDeps(
  work: (deps: Deps, database: string, config: Config) => Promise<void>,
): Promise<void> {
  const config = configFromEnvironment();
  const log = await createLog({ level: "info", to: "stderr" });
  const deps = createDeps(config, log);
  try {
    await work(deps, describeDatabase(config.databaseUrl), config);
  } finally {
    await deps.db.destroy();
  }
}

export async function withMigratedDeps(
  work: (deps: Deps, config: Config) => Promise<void>,
): Promise<void> {
  await withDeps(async (deps, database, config) => {
    const pending = await findPendingMigrations(deps.db);
    if (pending.length > 0) {
      throw new OperatorError(`${database} is not prepared yet: run \`tollgate migrate\` first.`);
    }
    await work(deps, config);
  });
}

/** Where the API is when nobody asks over HTTP; without a slash at its end. */
export function apiBaseUrlOf({ apiPublicUrl, publicUrl, host, port }: Config): string {
  return (apiPublicUrl ?? publicUrl)?.origin ?? localUrl(host, port);
}
