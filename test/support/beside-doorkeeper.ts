/** One database with Tollgate on one side and Doorkeeper on the other: at once on PostgreSQL, by turns on SQLite. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, before } from "node:test";
import { openDatabase } from "../../src/db/database.ts";
import { migrate } from "../../src/db/migrate.ts";
import type { OpenTestDatabase, TestDatabase } from "./databases.ts";
import { Doorkeeper } from "./doorkeeper.ts";
import type { People } from "./people.ts";
import { createWorld, type World } from "./world.ts";

/** Who made the tables `oauth_…`. */
export type TablesOf = "Tollgate" | "Doorkeeper";

export type Neighbours = AsyncDisposable & {
  database: TestDatabase;
  people: People;
  atTollgate: <Result>(work: (world: World) => Promise<Result>) => Promise<Result>;
  atRails: <Result>(work: (doorkeeper: Doorkeeper) => Promise<Result>) => Promise<Result>;
};

/** One process of Rails for a whole file of tests; it stands in Los Angeles. */
let rails: Doorkeeper | undefined;
after(async () => await rails?.[Symbol.asyncDispose]());

/** Call it in a suite; what it returns gives the neighbours to the suite's tests. */
export function shareNeighbours(open: OpenTestDatabase, tablesOf: TablesOf): () => Neighbours {
  let neighbours: Neighbours;
  before(async () => {
    neighbours = await createNeighbours(open, tablesOf);
  });
  after(async () => await neighbours[Symbol.asyncDispose]());
  return () => neighbours;
}

async function createNeighbours(open: OpenTestDatabase, tablesOf: TablesOf): Promise<Neighbours> {
  const doorkeeper = (rails ??= new Doorkeeper("America/Los_Angeles"));
  const database = await open({ migrated: tablesOf === "Tollgate" });
  if (tablesOf === "Doorkeeper") {
    await doorkeeper.connect(database.url);
    await doorkeeper.makeTables();
    await doorkeeper.disconnect();
    await migrate(database.db);
  }
  const world = await createWorld(async () => database);
  return await (database.kind === "PostgreSQL" ? atOnce : byTurns)(world, doorkeeper);
}

async function atOnce(world: World, doorkeeper: Doorkeeper): Promise<Neighbours> {
  const { database, people } = world;
  await doorkeeper.connect(database.url);
  return {
    database,
    people,
    atTollgate: async (work) => await work(world),
    atRails: async (work) => await work(doorkeeper),
    async [Symbol.asyncDispose]() {
      await doorkeeper.disconnect();
      await world[Symbol.asyncDispose]();
    },
  };
}

/** Debian's SQLite is too old to have the file open together with Tollgate's. */
async function byTurns(world: World, doorkeeper: Doorkeeper): Promise<Neighbours> {
  const { database, people } = world;
  await world.app.close();
  await database.db.destroy();
  return {
    database,
    people,
    async atTollgate(work) {
      await using own = await createWorld(async () => reopen(database), { people });
      return await work(own);
    },
    async atRails(work) {
      assertClosed(database);
      await doorkeeper.connect(database.url);
      try {
        return await work(doorkeeper);
      } finally {
        await doorkeeper.disconnect();
        assertClosed(database);
      }
    },
    async [Symbol.asyncDispose]() {
      await database.remove();
    },
  };
}

function reopen({ kind, url }: TestDatabase): TestDatabase {
  const db = openDatabase(url, () => {});
  return { kind, url, db, remove: async () => await db.destroy() };
}

/** Nobody has the file open, and all that was written is in it: SQLite removes its log with the last connection. */
function assertClosed({ url }: TestDatabase) {
  const path = url.slice("sqlite:".length);
  for (const companion of ["-wal", "-shm", "-journal"]) {
    assert.equal(existsSync(path + companion), false, `${companion} is left behind`);
  }
}
