/** What `tollgate doctor` finds in a database, and what it says of it. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { describe, it, type TestContext } from "node:test";
import { sql } from "kysely";
import { pino } from "pino";
import { ensureInternalApplication } from "../../src/applications/internal-application.ts";
import { readConfig } from "../../src/config.ts";
import { openDatabase } from "../../src/db/database.ts";
import { migrate } from "../../src/db/migrate.ts";
import type { Database } from "../../src/db/schema.ts";
import type { Deps } from "../../src/deps.ts";
import { examine } from "../../src/doctor/examine.ts";
import { onEachDatabase, type OpenTestDatabase } from "../support/databases.ts";
import { makeDmproadmap } from "../support/dmproadmap-database.ts";

const { settings } = readConfig({}, () => "a secret key that is only for tests");

describe("tollgate doctor", { concurrency: true }, () => {
  onEachDatabase((open, kind) => {
    it("is content with an empty database, and says which migrations will run", async (t) => {
      const deps = await openFor(t, open, { migrated: false });
      const lines = await findings(deps);
      assertHas(lines, /^ok: The database is empty\.$/);
      assertHas(lines, /^hint: Migrations to run: 001-.*`tollgate serve` does it/);
      assertNoProblem(lines);
    });

    it("is content with a database of its own, also before its first start", async (t) => {
      const deps = await openFor(t, open);
      assertHas(
        await findings(deps),
        /^hint: The OAuth application .* is missing: `tollgate serve`/,
      );
      await ensureInternalApplication(deps);
      const lines = await findings(deps);
      assertHas(lines, /^ok: The database is Tollgate's own\.$/);
      assertHas(lines, /^ok: The OAuth application “Internal v2 API Client” \(id 1\) owns/);
      assertNoProblem(lines);
      assert.deepEqual(withLevel(lines, "hint"), []);
    });

    it("leads through a DMPRoadmap: tables first, then the application, then nothing is left", async (t) => {
      const deps = await openFor(t, open, { migrated: false });
      await makeDmproadmap(deps.db);
      const first = await findings(deps);
      assertHas(first, /^ok: The database is DMPRoadmap's, of schema version 20250115102816\.$/);
      assert.deepEqual(withLevel(first, "problem").length, 1);
      assertHas(first, /^problem: Migrations to run: 001-.*Run `tollgate migrate`\.$/);

      await migrate(deps.db);
      const second = await findings(deps);
      assert.deepEqual(withLevel(second, "problem"), [
        "problem: The OAuth application “Internal v2 API Client” is missing, so no token can be made: run `tollgate ensure-internal-app`.",
      ]);
      await ensureInternalApplication(deps);
      const third = await findings(deps);
      assertNoProblem(third);
      assert.deepEqual(withLevel(third, "hint"), []);
    });

    it("names what keeps it from working there, and nothing that it could not look at", async (t) => {
      const deps = await openFor(t, open);
      await sql`create table schema_migrations (version varchar not null primary key)`.execute(
        deps.db,
      );
      await sql`alter table oauth_access_tokens drop column previous_refresh_token`.execute(
        deps.db,
      );
      await sql`alter table oauth_access_tokens drop column scopes`.execute(deps.db);
      const lines = await findings(deps);
      assertHas(lines, /^ok: The database is DMPRoadmap's, of schema version none\.$/);
      assert.deepEqual(withLevel(lines, "problem"), [
        "problem: Column oauth_access_tokens.scopes is missing.",
      ]);
      assertHas(lines, /^hint: Applications, tokens and people were not looked at yet\.$/);
    });

    it("says only that, where it does not understand the database", async (t) => {
      const deps = await openFor(t, open, { migrated: false });
      await sql`create table notes (id int)`.execute(deps.db);
      const lines = await findings(deps);
      assert.equal(withLevel(lines, "problem").length, 1);
      assertHas(lines, /^problem: It has tables \(notes\), and is neither/);
    });

    it("sees doubles of the application, scopes that it lacks, and that it is not confidential", async (t) => {
      const deps = await openFor(t, open);
      for (const scopes of ["v2_read write", "read"]) {
        const now = new Date();
        await deps.db
          .insertInto("oauth_applications")
          .values({
            name: settings.internalApplicationName,
            uid: scopes,
            secret: "digest",
            scopes,
            confidential: false,
            created_at: now,
            updated_at: now,
          })
          .execute();
      }
      const lines = await findings(deps);
      assertHas(lines, /^hint: It has doubles \(id 2\): 1 makes tokens/);
      assertHas(lines, /^hint: Its scopes are “v2_read write”, .*: read is not among them\.$/);
      assertHas(lines, /^hint: It is not confidential/);
      assertNoProblem(lines);
    });

    it("counts tokens that stand in clear, and does not show them", async (t) => {
      const deps = await openFor(t, open);
      const { id } = await ensureInternalApplication(deps);
      assertHas(await findings(deps), /^ok: No token stands in clear\.$/);
      const plain = ["iB5xV9pWm1ZC5mJZ3sFv1TfX0eL1yqv3mY2Qd7s8tUw", "A".repeat(64)];
      for (const token of [...plain, "0123456789abcdef".repeat(4)]) {
        await insertToken(deps.db, id, token);
      }
      const lines = await findings(deps);
      assertHas(lines, /^hint: Tokens in clear.*: 2\. They are refused/);
      for (const token of plain) assert.ok(!lines.join().includes(token));
    });

    it("sees columns of others that must be filled", async (t) => {
      const deps = await openFor(t, open, { migrated: false });
      const types = { "oauth_access_tokens.refresh_token": "string not null" };
      await makeDmproadmap(deps.db, { oauth: true, types });
      await migrate(deps.db);
      await ensureInternalApplication(deps);
      assert.deepEqual(withLevel(await findings(deps), "problem"), [
        "problem: Column oauth_access_tokens.refresh_token must not be NULL, and Tollgate does not know what belongs there.",
      ]);
    });

    if (kind === "SQLite") return; // the rest is PostgreSQL's alone

    it("has the statements for the indexes that keep large tables quick, until they are there", async (t) => {
      const deps = await openFor(t, open, { migrated: false });
      await makeDmproadmap(deps.db, { oauth: true });
      await migrate(deps.db);
      await ensureInternalApplication(deps);
      await sql`
        insert into users (email, created_at, updated_at)
        select 'user-' || n || '@example.org', now(), now() from generate_series(1, 20001) as n`.execute(
        deps.db,
      );
      await sql`analyze users`.execute(deps.db);
      const lines = await findings(deps);
      assertNoProblem(lines);
      const statements = lines.flatMap((line) => /create index concurrently .*;$/.exec(line) ?? []);
      assert.equal(statements.length, 2, lines.join("\n"));
      for (const statement of statements) await sql.raw(statement).execute(deps.db);
      assert.deepEqual(withLevel(await findings(deps), "hint"), []);

      await sql`set enable_seqscan to off`.execute(deps.db);
      const plan = await sql<{ "QUERY PLAN": string }>`
        explain select id from users where lower(email) = 'user-7@example.org'`.execute(deps.db);
      assert.match(JSON.stringify(plan.rows), /tollgate_users_by_address/);
    });

    it("misses the unique index that look-ups need", async (t) => {
      const deps = await openFor(t, open);
      await ensureInternalApplication(deps);
      await sql`drop index index_oauth_access_tokens_on_token`.execute(deps.db);
      await sql`create unique index halves on oauth_access_tokens (token) where revoked_at is not null`.execute(
        deps.db,
      );
      assertHas(await findings(deps), /^problem: oauth_access_tokens has no unique index on token/);
    });

    it("tells of the server: primary, durability, time zone, clock", async (t) => {
      const { url, ...deps } = await openFor(t, open);
      const lines = await findings(deps);
      assertHas(lines, /^ok: It is a primary/);
      assertHas(lines, /^ok: What was answered survives/);
      assertHas(lines, /^ok: Its time zone is \S+; .*UTC/);
      assertHas(lines, /^ok: Its clock and this machine's agree\.$/);

      const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(
        deps.db,
      );
      const name = sql.id(rows[0]?.name ?? "");
      await sql`alter database ${name} set synchronous_commit to off`.execute(deps.db);
      await sql`alter database ${name} set timezone to 'Asia/Kathmandu'`.execute(deps.db);
      await using db = openDatabase(url, () => {});
      const later = await findings({ ...deps, db, now: () => new Date(Date.now() + 3_600_000) });
      assertHas(
        later,
        /^hint: Answered changes may be lost with the power: synchronous_commit off\.$/,
      );
      assertHas(later, /^ok: Its time zone is Asia\/Kathmandu/);
      assertHas(later, /^hint: .* 3600 seconds apart/);
    });
  });
});

async function openFor(
  t: TestContext,
  open: OpenTestDatabase,
  options?: { migrated?: boolean },
): Promise<Deps & { url: string }> {
  const { db, url, remove } = await open(options);
  t.after(remove);
  const log = pino({ level: "silent" });
  return { db, url, now: () => new Date(), randomBytes, log, settings };
}

async function findings(deps: Deps): Promise<string[]> {
  return (await examine(deps)).map(({ level, text }) => `${level}: ${text}`);
}

function withLevel(lines: readonly string[], level: string): string[] {
  return lines.filter((line) => line.startsWith(`${level}:`));
}

function assertHas(lines: readonly string[], line: RegExp) {
  assert.match(lines.join("\n"), new RegExp(line.source, "m"));
}

function assertNoProblem(lines: readonly string[]) {
  assert.deepEqual(withLevel(lines, "problem"), []);
}

async function insertToken(db: Database, application_id: number, token: string) {
  await db
    .insertInto("oauth_access_tokens")
    .values({ application_id, token, created_at: new Date() })
    .execute();
}
