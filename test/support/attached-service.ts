/** Tollgate beside a DMPRoadmap: the database that Rails made, with people and plans in it, and a server over it. */
import { randomBytes } from "node:crypto";
import { pino } from "pino";
import { ensureInternalApplication } from "../../src/applications/internal-application.ts";
import { readConfig, type Environment } from "../../src/config.ts";
import { migrate } from "../../src/db/migrate.ts";
import { addDemo } from "../../src/demo/add-demo.ts";
import type { Deps } from "../../src/deps.ts";
import type { OpenTestDatabase, TestDatabase } from "./databases.ts";
import { makeDmproadmap, type DmproadmapOptions } from "./dmproadmap-database.ts";
import { startServer, type ServerProcess } from "./server-process.ts";

/** With the demo's people, who have ids from 1 on, and their plans. Remove the database yourself. */
export async function openDmproadmap(
  open: OpenTestDatabase,
  options: DmproadmapOptions = {},
): Promise<TestDatabase & { deps: Deps }> {
  const database = await open({ migrated: false });
  await makeDmproadmap(database.db, options);
  const { settings } = readConfig({}, () => "a secret key that is only for tests");
  const log = pino({ level: "silent" });
  const deps = { db: database.db, now: () => new Date(), randomBytes, log, settings };
  await addDemo(deps);
  return { ...database, deps };
}

export type AttachedService = AsyncDisposable & { deps: Deps; server: ServerProcess };

/** As an operator prepares it: migrated, with the internal application. */
export async function attachService(
  open: OpenTestDatabase,
  options: DmproadmapOptions & { environment?: Environment } = {},
): Promise<AttachedService> {
  const { environment = {}, ...dmproadmap } = options;
  const { deps, url, remove } = await openDmproadmap(open, dmproadmap);
  await migrate(deps.db);
  await ensureInternalApplication(deps);
  const server = await startServer(url, { environment });
  return {
    deps,
    server,
    async [Symbol.asyncDispose]() {
      await server.kill();
      await remove();
    },
  };
}
