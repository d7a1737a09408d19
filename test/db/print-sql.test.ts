/** On DMPRoadmap's own PostgreSQL only what is missing is made, by `migrate` or by an administrator who runs its SQL. */
import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { sql } from "kysely";
import pg from "pg";
import { describeMigrations } from "../../src/db/describe-migrations.ts";
import { findPendingMigrations, migrate } from "../../src/db/migrate.ts";
import { onPostgres, type OpenTestDatabase } from "../support/databases.ts";
import { makeDmproadmap, type DmproadmapOptions } from "../support/dmproadmap-database.ts";
import { dump } from "../support/dump.ts";
import { readCatalogue } from "../support/postgres-catalogue.ts";

const now = new Date("2026-03-04T05:06:07.089Z");

describe("DMPRoadmap's own PostgreSQL", { concurrency: true }, () => {
  onPostgres((open) => {
    const openFound = async (t: TestContext, options?: DmproadmapOptions) => {
      const database = await openFor(t, open);
      await makeDmproadmap(database.db, options);
      return database;
    };

    for (const oauth of [false, true]) {
      const having = oauth ? "with Doorkeeper's tables" : "without Doorkeeper's tables";

      it(`${having}: nothing of it is altered, renamed or indexed`, async (t) => {
        const { db } = await openFound(t, { oauth });
        const before = await readCatalogue(db);
        const rowsBefore = await dump(db);
        await migrate(db);
        const after = await readCatalogue(db);
        const added = after.filter((line) => !before.includes(line));
        assert.deepEqual(
          before.filter((line) => !after.includes(line)),
          [],
        );
        const names = added.map((line) => line.replace(/(_id_seq)? .*$/s, ""));
        assert.deepEqual(
          [...new Set(names)].filter((name) => !name.startsWith("tollgate_")),
          oauth ? [] : ["oauth_access_grants", "oauth_access_tokens", "oauth_applications"],
        );
        const rowsAfter = await dump(db);
        for (const [table, rows] of Object.entries(rowsBefore)) {
          assert.deepEqual(rowsAfter[table], rows, table);
        }
      });

      it(`${having}: an administrator who runs the printed SQL makes the same`, async (t) => {
        const migrated = await openFound(t, { oauth });
        await migrate(migrated.db);
        const printed = await openFound(t, { oauth });
        const before = await readCatalogue(printed.db);
        const text = await describeMigrations(printed.db, now);
        assert.deepEqual(await readCatalogue(printed.db), before, "printing changes nothing");

        await runAsAdministrator(printed.url, text);
        assert.deepEqual(await readCatalogue(printed.db), await readCatalogue(migrated.db));
        assert.deepEqual(await findPendingMigrations(printed.db), []);
        assert.deepEqual(await migrate(printed.db), [], "the migrator takes over from there");
        assert.match(await describeMigrations(printed.db, now), /^-- Nothing is to be done/);
      });
    }

    it("an empty one gets DMPRoadmap's tables by the printed SQL too", async (t) => {
      const migrated = await openFor(t, open);
      await migrate(migrated.db);
      const printed = await openFor(t, open);
      await runAsAdministrator(printed.url, await describeMigrations(printed.db, now));
      assert.deepEqual(await readCatalogue(printed.db), await readCatalogue(migrated.db));
    });

    it("gets its tables where Tollgate looks for them, wherever the administrator does", async (t) => {
      const { db, url } = await openFound(t);
      const text = await describeMigrations(db, now);
      await sql`create schema "the administrator's"`.execute(db);
      await runAsAdministrator(url, `set search_path to "the administrator's"; ${text}`);
      assert.deepEqual(await findPendingMigrations(db), []);
    });

    it("stays as it was when a statement of the printed SQL fails", async (t) => {
      const { db, url } = await openFound(t);
      const text = await describeMigrations(db, now);
      await sql`create table tollgate_used_forms (somebody_else text)`.execute(db);
      const before = await readCatalogue(db);
      await assert.rejects(runAsAdministrator(url, text), /tollgate_used_forms/);
      assert.deepEqual(await readCatalogue(db), before);
    });
  });
});

async function openFor(t: TestContext, open: OpenTestDatabase) {
  const database = await open({ migrated: false });
  t.after(database.remove);
  return database;
}

async function runAsAdministrator(url: string, text: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
