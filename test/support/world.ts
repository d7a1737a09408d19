/** A whole Tollgate for one test: a fresh database with the cast in it, the app, a clock that stands, a log that is read. */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { pino } from "pino";
import { createApp } from "../../src/app.ts";
import { ensureInternalApplication } from "../../src/applications/internal-application.ts";
import { readConfig, type Config, type Environment } from "../../src/config.ts";
import type { Deps } from "../../src/deps.ts";
import type { OpenTestDatabase, TestDatabase } from "./databases.ts";
import { addPeople, type People } from "./people.ts";

/** The page's styles and scripts, as the build made them beside these tests. */
export const assetsFolder = join(import.meta.dirname, "../../assets");

export type World = AsyncDisposable & {
  database: TestDatabase;
  deps: Deps;
  config: Config;
  app: FastifyInstance;
  people: People;
  clock: Clock;
  /** Every line that was logged, as text. */
  logLines: string[];
};

/** Starts at the real time, because the database's own clock cannot be moved; then it goes only when told to. */
export class Clock {
  #now = Date.now();

  now = () => new Date(this.#now);

  set(moment: Date) {
    this.#now = moment.getTime();
  }

  advance({ seconds = 0, minutes = 0, hours = 0 }) {
    this.#now += ((hours * 60 + minutes) * 60 + seconds) * 1000;
  }
}

/**
 * `environment`: settings that differ from the defaults. `application: false`: without the internal application.
 * `people`: those who are in the database already.
 */
export async function createWorld(
  open: OpenTestDatabase,
  options: { environment?: Environment; application?: boolean; people?: People } = {},
): Promise<World> {
  const database = await open();
  const clock = new Clock();
  const logLines: string[] = [];
  const log = pino({ level: "debug" }, { write: (line: string) => void logLines.push(line) });
  const config = readConfig(options.environment ?? {}, () => "a secret key that is only for tests");
  const { db } = database;
  const deps = { db, now: clock.now, randomBytes, log, settings: config.settings };
  if (options.application ?? true) await ensureInternalApplication(deps);
  const people = options.people ?? (await addPeople(db));
  const app = await createApp(deps, config, assetsFolder);
  return {
    database,
    deps,
    config,
    app,
    people,
    clock,
    logLines,
    async [Symbol.asyncDispose]() {
      await app.close();
      await database.remove();
    },
  };
}
