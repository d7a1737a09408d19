/** The tables are DMPRoadmap's own to the letter, made once, and never touched where Rails made them. */
import assert from "node:assert/strict";
import { after, before, describe, it, type TestContext } from "node:test";
import { sql } from "kysely";
import { openDatabase } from "../../src/db/database.ts";
import { findPendingMigrations, migrate } from "../../src/db/migrate.ts";
import type { Database } from "../../src/db/schema.ts";
import { describeTable, listTables } from "../support/catalogue.ts";
import {
  onEachDatabase,
  onPostgres,
  type OpenTestDatabase,
  type TestDatabase,
} from "../support/databases.ts";
import { dmproadmapTables } from "../support/dmproadmap-tables.ts";
import { dump } from "../support/dump.ts";

const migrations = [
  "001-dmproadmap-tables",
  "002-oauth-tables",
  "003-tollgate-tables",
  "004-plans-tables",
  "005-imported-plans",
  "006-no-age-of-forms",
];

/** Those of plans and templates. The others are made wherever one of them is missing. */
const planTables = Object.keys(dmproadmapTables).filter(
  (table) => !/^(languages|orgs|users|perms|users_perms|oauth_.*)$/.test(table),
);

describe("migrating an empty database", { concurrency: true }, () => {
  onEachDatabase((open, kind) => {
    describe("makes", () => {
      let database: TestDatabase;
      let db: Database;
      before(async () => {
        database = await open();
        ({ db } = database);
      });
      after(async () => await database.remove());

      for (const [table, expected] of Object.entries(dmproadmapTables)) {
        it(`${table} as DMPRoadmap has it`, async () => {
          const lines = expected
            .trim()
            .split(/\n\s+/)
            // SQLite counts up only a column that is declared INTEGER PRIMARY KEY; it holds 64 bits as well.
            .map((line) => (kind === "SQLite" ? line.replace(/^id bigint/, "id integer") : line));
          assert.deepEqual(await describeTable(db, table), lines.toSorted());
        });
      }

      it("nothing else but Tollgate's own tables", async () => {
        const others = (await listTables(db)).filter((name) => !(name in dmproadmapTables));
        assert.deepEqual(
          others.filter((name) => !/^(tollgate|sqlite)_/.test(name)),
          [],
        );
      });

      it("none of Tollgate's tables so that they refer to Rails' rows, which Rails may delete", async () => {
        const own = (await listTables(db)).filter((name) => name.startsWith("tollgate_"));
        assert.notEqual(own.length, 0);
        for (const table of own) {
          const lines = (await describeTable(db, table)) ?? [];
          assert.doesNotMatch(lines.join("\n"), /references/, table);
        }
      });
    });

    it("counts every table's ids up, and never gives one twice", async (t) => {
      const { db } = await openFor(t, open);
      const add = async () =>
        await db
          .insertInto("languages")
          .values({ name: "English" })
          .returning("id")
          .executeTakeFirstOrThrow();
      const first = await add();
      const second = await add();
      assert.ok(second.id > first.id);
      await db.deleteFrom("languages").where("id", "=", second.id).execute();
      assert.ok((await add()).id > second.id);
    });

    it("says what it did, and does nothing the second time", async (t) => {
      const { db } = await openFor(t, open, { migrated: false });
      assert.deepEqual(await findPendingMigrations(db), migrations);
      assert.deepEqual(await migrate(db), migrations);
      assert.deepEqual(await findPendingMigrations(db), []);
      await db.insertInto("languages").values({ name: "English" }).execute();
      const earlier = await dump(db);
      assert.deepEqual(await migrate(db), []);
      assert.deepEqual(await dump(db), earlier);
    });

    it("is done once when several processes do it at the same time", async (t) => {
      const { db, url } = await openFor(t, open, { migrated: false });
      const others = [1, 2, 3].map(() => openDatabase(url, () => {}));
      t.after(async () => await Promise.all(others.map((other) => other.destroy())));
      const results = await Promise.all([db, ...others].map((each) => migrate(each)));
      assert.deepEqual(
        results.filter((done) => done.length > 0),
        [migrations],
      );
      assert.ok((await listTables(db)).includes("tollgate_sessions"));
    });

    it("leaves no table behind when one of them cannot be made", async (t) => {
      const { db } = await openFor(t, open, { migrated: false });
      await sql`create table tollgate_used_forms (somebody_else text)`.execute(db);
      await assert.rejects(migrate(db), /tollgate_used_forms/);
      const left = (await listTables(db)).filter((name) => !/_migrations|^sqlite_/.test(name));
      assert.deepEqual(left, ["tollgate_used_forms"]);

      await sql`drop table tollgate_used_forms`.execute(db);
      assert.deepEqual(await migrate(db), migrations, "and is done when nothing is in the way");
    });
  });
});

describe("migrating DMPRoadmap's own database", { concurrency: true }, () => {
  onEachDatabase((open) => {
    it("leaves its tables and rows as they were, and adds what is missing", async (t) => {
      const { db } = await openFor(t, open, { migrated: false });
      await makeRailsTables(db);
      const users = await describeTable(db, "users");
      const { users: rows, schema_migrations: versions } = await dump(db);

      await migrate(db);
      assert.deepEqual(await describeTable(db, "users"), users);
      const later = await dump(db);
      assert.deepEqual(later["users"], rows);
      assert.deepEqual(later["schema_migrations"], versions);

      const added = (await listTables(db)).filter((name) => !/^(tollgate|sqlite)_/.test(name));
      assert.deepEqual(added, [
        "oauth_access_grants",
        "oauth_access_tokens",
        "oauth_applications",
        "schema_migrations",
        "users",
      ]);
    });

    it("is known by its plans alone, as in a copy without Rails' own marks", async (t) => {
      const { db } = await openFor(t, open, { migrated: false });
      await sql`create table plans (id integer primary key, made_by_rails text)`.execute(db);
      await sql`insert into plans values (1, 'a plan')`.execute(db);
      const plans = await describeTable(db, "plans");

      await migrate(db);
      assert.deepEqual(await describeTable(db, "plans"), plans);
      assert.deepEqual((await dump(db))["plans"], [
        JSON.stringify({ id: 1, made_by_rails: "a plan" }),
      ]);
      const found = await listTables(db);
      assert.deepEqual(
        planTables.filter((table) => found.includes(table)),
        ["plans"],
      );
    });

    it("leaves Doorkeeper's tables as they were", async (t) => {
      const { db } = await openFor(t, open, { migrated: false });
      await makeRailsTables(db);
      await makeDoorkeeperApplications(db);
      await sql`create table oauth_access_grants (id integer primary key, made_by_rails text)`.execute(
        db,
      );
      await sql`create table oauth_access_tokens (id integer primary key, made_by_rails text)`.execute(
        db,
      );
      const found = ["oauth_applications", "oauth_access_grants", "oauth_access_tokens"] as const;
      const describeAll = async () =>
        await Promise.all(found.map((table) => describeTable(db, table)));
      const earlier = await describeAll();

      assert.deepEqual(await migrate(db), migrations);
      assert.deepEqual(await describeAll(), earlier);
    });

    it("makes only the ones of Doorkeeper's tables that are missing", async (t) => {
      const { db } = await openFor(t, open, { migrated: false });
      await makeRailsTables(db);
      await makeDoorkeeperApplications(db);
      const applications = await describeTable(db, "oauth_applications");

      await migrate(db);
      assert.deepEqual(await describeTable(db, "oauth_applications"), applications);
      const tokens = await describeTable(db, "oauth_access_tokens");
      assert.ok(tokens?.includes("application_id bigint not null references oauth_applications"));
      assert.ok(await describeTable(db, "oauth_access_grants"));
    });

    it("lets Rails delete a person whom Tollgate knows", async (t) => {
      const { db } = await openFor(t, open, { migrated: false });
      await makeRailsTables(db);
      await migrate(db);
      const now = new Date();
      await db
        .insertInto("tollgate_sessions")
        .values({
          id_digest: "digest",
          user_id: 1,
          password_digest: "digest",
          created_at: now,
          last_seen_at: now,
        })
        .execute();
      await sql`delete from users where id = 1`.execute(db);
      assert.deepEqual((await dump(db))["users"], []);
    });
  });

  onPostgres((open) => {
    it("is not taken for another schema of the same database", async (t) => {
      const { db } = await openFor(t, open, { migrated: false });
      await sql`create schema elsewhere`.execute(db);
      await sql`create table elsewhere.users (id int)`.execute(db);
      await sql`create table elsewhere.oauth_applications (id int)`.execute(db);
      await sql`create table elsewhere.schema_migrations (version text)`.execute(db);
      await sql`create table elsewhere.plans (id int)`.execute(db);
      await migrate(db);
      assert.ok(await describeTable(db, "users"));
      assert.ok(await describeTable(db, "oauth_applications"));
      assert.ok(await describeTable(db, "plans"));
    });
  });
});

async function openFor(t: TestContext, open: OpenTestDatabase, options?: { migrated?: boolean }) {
  const database = await open(options);
  t.after(database.remove);
  return database;
}

/** What tells Rails' database, and the smallest table of people. */
async function makeRailsTables(db: Database) {
  await sql`create table schema_migrations (version varchar not null primary key)`.execute(db);
  await sql`insert into schema_migrations values ('20251119131055')`.execute(db);
  await sql`create table users (
    id integer primary key, email varchar(80) default '' not null, encrypted_password varchar,
    active boolean default true)`.execute(db);
  await sql`insert into users (id, email) values (1, 'ben@example.org')`.execute(db);
}

/** As before the column of redirects could be empty. */
async function makeDoorkeeperApplications(db: Database) {
  await sql`create table oauth_applications (
    id bigint primary key, name varchar not null, uid varchar not null, secret varchar not null,
    redirect_uri text not null, scopes varchar default '' not null,
    confidential boolean default true not null, made_by_rails text)`.execute(db);
}
