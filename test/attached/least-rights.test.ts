/** A role of its own at DMPRoadmap's PostgreSQL: the doctor says what an administrator must allow, and no more is needed. */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { sql } from "kysely";
import { neededColumns } from "../../src/doctor/needs.ts";
import { urls } from "../../src/urls.ts";
import { openDmproadmap } from "../support/attached-service.ts";
import { runTollgate } from "../support/command-line.ts";
import { createRole, type DatabaseRole } from "../support/database-role.ts";
import { onPostgres, type OpenTestDatabase } from "../support/databases.ts";
import { listTables } from "../support/catalogue.ts";
import { startServer } from "../support/server-process.ts";
import { useEverything } from "../support/use-everything.ts";

describe("a role that may make no tables", () => {
  onPostgres((open) => {
    it("serves a database of Tollgate's own that is up to date", async (t) => {
      const database = await open();
      const role = await createRole(database);
      t.after(async () => {
        await role.remove();
        await database.remove();
      });
      const name = sql.id(role.name);
      await sql`grant select, insert, update, delete on all tables in schema public to ${name}`.execute(
        database.db,
      );
      await sql`grant usage on all sequences in schema public to ${name}`.execute(database.db);
      await using server = await startServer(role.url);
      assert.equal((await fetch(server.url + urls.readiness)).status, 200);
    });
  });
});

describe("a role that may do nothing", { concurrency: true }, () => {
  onPostgres((open) => {
    it("comes to all it needs by what the doctor says, and can then do everything", async (t) => {
      // What a role's sessions begin with does not matter: Tollgate's own time limit counts.
      const settings = { statement_timeout: "1ms", timezone: "Asia/Kathmandu" };
      const { db, role, run } = await attach(t, open, settings);
      const first = await run("doctor");
      assert.equal(first.exitCode, 1);
      assert.match(
        first.stdout,
        /^hint: .* schema version too, .*: grant select on schema_migrations to /m,
      );
      assert.match(first.stdout, /^problem: .*`tollgate migrate --print-sql`.*grant create on/m);
      assert.match(first.stderr, /^To be mended before Tollgate can work: \d+\.$/m);

      const tables = await listTables(db);
      const refused = await run("migrate");
      assert.match(refused.stderr, /^The database cannot be used: permission denied for schema/);
      assert.deepEqual(await listTables(db), tables);

      const printed = await run("migrate", "--print-sql");
      assert.equal(printed.exitCode, 0, printed.stderr);
      await sql.raw(printed.stdout).execute(db);
      for (const _ of ["the migrations", "everything else"]) await grantWhatIsSaid();
      assert.match((await run("doctor")).stdout, /ensure-internal-app/);
      assert.equal((await run("ensure-internal-app")).exitCode, 0);
      assert.match((await run("migrate")).stdout, /is up to date\.$/m);
      const last = await run("doctor");
      assert.equal(last.exitCode, 0, last.stdout);
      assert.match(last.stdout, /^ok: The role has all rights that Tollgate needs\.$/m);

      await using server = await startServer(role.url);
      await useEverything(server.url);

      async function grantWhatIsSaid() {
        const { stdout } = await run("doctor");
        const statements = stdout.match(/grant .*;$/gm) ?? [];
        assert.notEqual(statements.length, 0, stdout);
        for (const statement of statements) await sql.raw(statement).execute(db);
      }
    });

    it("needs to read no other columns of DMPRoadmap's than are named", async (t) => {
      const { db, role, run } = await attach(t, open, {});
      const name = sql.id(role.name);
      await sql`grant create on schema public to ${name}`.execute(db);
      await run("migrate");
      for (const [table, kinds] of Object.entries(neededColumns)) {
        if (/^(oauth|tollgate)_/.test(table)) continue;
        const columns = sql.join(
          Object.values(kinds)
            .flat()
            .map((column) => sql.id(column)),
        );
        await sql`grant select (${columns}) on ${sql.table(table)} to ${name}`.execute(db);
      }
      await sql`grant update (api_token) on users to ${name}`.execute(db);
      assert.equal((await run("ensure-internal-app")).exitCode, 0);
      const { exitCode, stdout } = await run("doctor");
      assert.equal(exitCode, 0, stdout);

      await using server = await startServer(role.url);
      await useEverything(server.url);
      assert.doesNotMatch(server.log(), /permission denied/);
    });

    it("is told so when it may not even look", async (t) => {
      const { db, role, run } = await attach(t, open, {});
      await sql`revoke usage on schema public from public`.execute(db);
      const closed = await run("doctor");
      assert.match(closed.stdout, /^problem: The role may use no schema .*grant usage on schema/m);
      assert.equal(closed.exitCode, 1);
      assert.match((await run("serve")).stderr, /may use no schema/);

      await sql`grant usage on schema public to ${sql.id(role.name)}`.execute(db);
      await sql`create table tollgate_migrations (name text, "timestamp" text)`.execute(db);
      const unreadable = await run("doctor");
      assert.match(unreadable.stdout, /^problem: .* grant select on tollgate_migrations to/m);
    });
  });
});

/** DMPRoadmap's database with people and plans in it, and a role there whose sessions begin with these settings. */
async function attach(t: TestContext, open: OpenTestDatabase, settings: Record<string, string>) {
  const stack = new AsyncDisposableStack();
  t.after(async () => await stack.disposeAsync());
  const database = stack.adopt(await openDmproadmap(open), (opened) => opened.remove());
  const role: DatabaseRole = stack.adopt(await createRole(database, settings), (made) =>
    made.remove(),
  );
  const folder = await mkdtemp(join(tmpdir(), "tollgate-role-"));
  stack.defer(async () => await rm(folder, { recursive: true }));
  const environment = { DATABASE_URL: role.url, SECRET_KEY: "a secret key that is only for tests" };
  const run = async (...argv: string[]) => await runTollgate(argv, { folder, environment });
  return { db: database.db, role, run };
}
