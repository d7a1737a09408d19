/** What a database is, as Tollgate sees it before it touches anything. */
import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { sql } from "kysely";
import { migrate } from "../../src/db/migrate.ts";
import { identify } from "../../src/doctor/identify.ts";
import { onEachDatabase, type OpenTestDatabase } from "../support/databases.ts";
import { makeDmproadmap } from "../support/dmproadmap-database.ts";

describe("a database is taken for", { concurrency: true }, () => {
  onEachDatabase((open, kind) => {
    it("empty, also when a first migration has failed there", async (t) => {
      const db = await openFor(t, open, { migrated: false });
      const { pending, ...rest } = await identify(db);
      assert.deepEqual(rest, { kind: "empty", obstacles: [] });
      assert.equal(pending[0], "001-dmproadmap-tables");
      await sql`create table tollgate_used_forms (somebody_else text)`.execute(db);
      await assert.rejects(migrate(db));
      await sql`drop table tollgate_used_forms`.execute(db);
      assert.equal((await identify(db)).kind, "empty");
    });

    it("Tollgate's own, whatever else is in it", async (t) => {
      const db = await openFor(t, open);
      await sql`create table notes (id int)`.execute(db);
      assert.deepEqual(await identify(db), { kind: "tollgate", pending: [], obstacles: [] });
    });

    it("empty or Tollgate's own while another process migrates it, whenever that is done", async (t) => {
      for (let before = 0, wasAsked = true; wasAsked; before += 1) {
        const db = await openFor(t, open, { migrated: false });
        let answers = 0;
        const migratedBetween = db.withPlugin({
          transformQuery: ({ node }) => node,
          async transformResult({ result }) {
            if (answers === before) await migrate(db);
            answers += 1;
            return result;
          },
        });
        const { kind: found, obstacles } = await identify(migratedBetween);
        assert.deepEqual(obstacles, [], `migrated after answer ${before}`);
        assert.match(found, /^(empty|tollgate)$/);
        wasAsked = answers > before;
      }
    });

    it("DMPRoadmap's, before and after its tables of tokens are made", async (t) => {
      const db = await openFor(t, open, { migrated: false });
      await makeDmproadmap(db);
      const before = await identify(db);
      assert.equal(before.kind, "dmproadmap");
      assert.deepEqual(before.obstacles, []);
      assert.notDeepEqual(before.pending, []);
      await migrate(db);
      assert.deepEqual(await identify(db), { kind: "dmproadmap", pending: [], obstacles: [] });
    });

    it("DMPRoadmap's in a copy that has lost Rails' own tables", async (t) => {
      const db = await openFor(t, open, { migrated: false });
      await makeDmproadmap(db, { oauth: true });
      await sql`drop table schema_migrations`.execute(db);
      await sql`drop table ar_internal_metadata`.execute(db);
      assert.equal((await identify(db)).kind, "dmproadmap");
    });

    it("nothing that it knows, when other tables are in it, or another Rails application's", async (t) => {
      const db = await openFor(t, open, { migrated: false });
      await sql`create table users (id int, login text)`.execute(db);
      const message =
        "It has tables (users), and is neither Tollgate's nor DMPRoadmap's: it lacks orgs, plans, roles, templates.";
      const { kind: first, obstacles } = await identify(db);
      assert.deepEqual([first, ...obstacles], ["unknown", message]);
      await sql`create table schema_migrations (version text)`.execute(db);
      assert.equal((await identify(db)).kind, "unknown");
    });

    it("incomplete, with every table and column that is missing or of another type", async (t) => {
      const db = await openFor(t, open, { migrated: false });
      const types = { "users.active": "integer", "plans.start_date": "date" };
      await makeDmproadmap(db, { types });
      await sql`drop table research_domains`.execute(db);
      await sql`alter table plans drop column funding_status`.execute(db);
      const { obstacles } = await identify(db);
      assert.deepEqual(obstacles.toSorted(), [
        "Column plans.funding_status is missing.",
        "Column plans.start_date is date, and should be a moment without time zone.",
        "Column users.active is integer, and should be a boolean.",
        "Table research_domains is missing.",
      ]);
    });

    it("incomplete when one of Tollgate's own tables was dropped", async (t) => {
      const db = await openFor(t, open);
      await sql`drop table tollgate_events`.execute(db);
      assert.deepEqual((await identify(db)).obstacles, ["Table tollgate_events is missing."]);
    });

    it("complete with ids of 32 and of 64 bits side by side, other columns, other tables, no foreign keys", async (t) => {
      const db = await openFor(t, open, { migrated: false });
      const types = {
        "users.id": "bigint primary key",
        "users.org_id": "bigint",
        "roles.plan_id": "bigint",
        "research_outputs.plan_id": "bigint",
        "oauth_access_tokens.resource_owner_id": "integer",
        "oauth_applications.id": "integer primary key",
      };
      await makeDmproadmap(db, { oauth: true, foreignKeys: false, types });
      await sql`alter table users add column shoe_size integer`.execute(db);
      await sql`create table guidance_groups (id integer primary key)`.execute(db);
      assert.deepEqual((await identify(db)).obstacles, []);
      await migrate(db);
      assert.deepEqual(await identify(db), { kind: "dmproadmap", pending: [], obstacles: [] });
    });

    if (kind === "SQLite") return;

    it("empty, although other schemas have tables", async (t) => {
      const db = await openFor(t, open, { migrated: false });
      await sql`create schema elsewhere`.execute(db);
      await sql`create table elsewhere.users (id int)`.execute(db);
      assert.equal((await identify(db)).kind, "empty");
    });
  });
});

async function openFor(t: TestContext, open: OpenTestDatabase, options?: { migrated?: boolean }) {
  const { db, remove } = await open(options);
  t.after(remove);
  return db;
}
