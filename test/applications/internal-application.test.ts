/** The OAuth application that owns the tokens: one row, found by its name, made as Doorkeeper would make it. */
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { describe, it, type TestContext } from "node:test";
import { sql } from "kysely";
import {
  ensureInternalApplication,
  findInternalApplications,
  requireInternalApplications,
} from "../../src/applications/internal-application.ts";
import { isPostgres, openDatabase } from "../../src/db/database.ts";
import { migrate } from "../../src/db/migrate.ts";
import type { Database } from "../../src/db/schema.ts";
import { onEachDatabase, type OpenTestDatabase, type TestDatabase } from "../support/databases.ts";
import { dump } from "../support/dump.ts";
import { withSettings } from "../support/newcomers.ts";
import { inEachTimeZone } from "../support/time-zones.ts";
import { addApplication } from "../support/tokens.ts";
import { createWorld, type World } from "../support/world.ts";

describe("the internal application", () => {
  onEachDatabase((open) => {
    it("is made confidential, without redirect, its uid and secret as Doorkeeper makes them", async (t) => {
      const world = await worldWithout(t, open);
      const { deps, made } = recordRandomness(world);
      const ensured = await ensureInternalApplication(deps);

      const [row, ...others] = await applications(deps.db);
      assert.deepEqual(others, []);
      assert.ok(row);
      assert.deepEqual({ ...ensured }, { id: row.id, uid: row.uid, name: row.name });
      assert.equal(row.name, "Internal v2 API Client");
      assert.equal(row.redirect_uri, null);
      assert.equal(row.scopes, "read");
      assert.equal(row.confidential, true);
      assert.match(row.uid, /^[A-Za-z0-9_-]{43}$/);
      assert.match(row.secret, /^[0-9a-f]{64}$/);

      const texts = made.map((bytes) => bytes.toString("base64url"));
      assert.deepEqual(
        made.map((bytes) => bytes.length),
        [32, 32],
      );
      const secret = texts.find((text) => text !== row.uid);
      assert.ok(secret && texts.includes(row.uid));
      assert.equal(row.secret, createHash("sha256").update(secret).digest("hex"));
    });

    it("shows its secret nowhere: not in a table, not in the log, not to the caller", async (t) => {
      const world = await worldWithout(t, open);
      const { deps, made } = recordRandomness(world);
      const ensured = await ensureInternalApplication(deps);
      const traces = JSON.stringify([ensured, await dump(deps.db), world.logLines]);
      for (const bytes of made) {
        const text = bytes.toString("base64url");
        assert.equal(traces.includes(text), text === ensured.uid);
      }
      assert.ok(!("secret" in ensured));
    });

    it("is made once, and found the second time", async (t) => {
      const { deps } = await worldWithout(t, open);
      const first = await ensureInternalApplication(deps);
      const before = await dump(deps.db);
      assert.deepEqual({ ...(await ensureInternalApplication(deps)) }, { ...first });
      assert.deepEqual(await dump(deps.db), before);
    });

    it("is made once by many at the same time", async (t) => {
      const { deps, database } = await worldWithout(t, open);
      const other = openDatabase(database.url, () => {});
      t.after(async () => await other.destroy());
      await Promise.all([connectOften(deps.db), connectOften(other)]);
      const ensured = await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          ensureInternalApplication({ ...deps, db: index % 2 ? other : deps.db }),
        ),
      );
      assert.equal((await applications(deps.db)).length, 1);
      assert.equal(new Set(ensured.map(({ id }) => id)).size, 1);
    });

    it("is not touched where it exists, whatever it looks like", async (t) => {
      const world = await worldWithout(t, open);
      const { deps } = world;
      await addApplication(world, "Internal v2 API Client");
      await deps.db
        .updateTable("oauth_applications")
        .set({ confidential: false, scopes: "write" })
        .execute();
      const before = await dump(deps.db);
      const { id } = await ensureInternalApplication(deps);
      assert.equal(id, (await applications(deps.db))[0]?.id);
      assert.deepEqual(await dump(deps.db), before);
    });

    it("is found by the whole name, in its own case", async (t) => {
      const world = await worldWithout(t, open);
      for (const name of [
        "internal v2 api client",
        "Internal v2 API Client 2",
        "Internal v2 API Clien_",
      ]) {
        await addApplication(world, name);
      }
      assert.deepEqual(await findInternalApplications(world.deps, world.deps.db), []);
      await ensureInternalApplication(world.deps);
      assert.equal((await findInternalApplications(world.deps, world.deps.db)).length, 1);
    });

    it("has the name and the scopes that the operator chose", async (t) => {
      const world = await worldWithout(t, open);
      const deps = withSettings(world.deps, {
        internalApplicationName: "Personal tokens",
        tokenScopes: "v2_read",
      });
      await ensureInternalApplication(deps);
      const [row] = await applications(deps.db);
      assert.equal(row?.name, "Personal tokens");
      assert.equal(row?.scopes, "v2_read");
    });

    it("is the one with the lowest id of several, and a warning says so", async (t) => {
      const world = await worldWithout(t, open);
      const name = "Internal v2 API Client";
      const ids = [];
      for (const _ of [1, 2, 3]) ids.push(await addApplication(world, name));
      const { id } = await ensureInternalApplication(world.deps);
      assert.equal(id, ids[0]);
      assert.equal((await applications(world.deps.db)).length, 3);
      const [first] = await requireInternalApplications(world.deps, world.deps.db);
      assert.equal(first.id, ids[0]);

      const warnings = world.logLines.filter((line) => /several OAuth applications/.test(line));
      assert.equal(warnings.length, 1);
      for (const each of ids) assert.match(warnings[0] ?? "", new RegExp(`"id":${each}\\b`));
    });

    it("gives no warning when there is one", async (t) => {
      const world = await worldWithout(t, open);
      await ensureInternalApplication(world.deps);
      await ensureInternalApplication(world.deps);
      assert.deepEqual(world.logLines, []);
    });

    it("that is missing is told to the operator, with what to run", async (t) => {
      const world = await worldWithout(t, open);
      await assert.rejects(requireInternalApplications(world.deps, world.deps.db), {
        code: "application_missing",
        status: 503,
      });
      assert.match(world.logLines.join(""), /run `tollgate ensure-internal-app`/);
    });

    it("gets Doorkeeper's out-of-band URN where the redirect must not be empty", async (t) => {
      const world = await worldWithout(t, open);
      const old = await open({ migrated: false });
      t.after(old.remove);
      await makeOldApplications(old);
      await migrate(old.db);
      await ensureInternalApplication({ ...world.deps, db: old.db });
      const [row] = await applications(old.db);
      assert.equal(row?.redirect_uri, "urn:ietf:wg:oauth:2.0:oob");
    });

    inEachTimeZone(() => {
      it("was made at the real time", async (t) => {
        const { deps } = await worldWithout(t, open);
        await ensureInternalApplication(deps);
        const [row] = await applications(deps.db);
        for (const moment of [row?.created_at, row?.updated_at]) {
          assert.ok(Math.abs(Number(moment) - Date.now()) < 5 * 60_000, String(moment));
        }
      });
    });
  });
});

async function worldWithout(t: TestContext, open: OpenTestDatabase): Promise<World> {
  const world = await createWorld(open, { application: false });
  t.after(async () => await world[Symbol.asyncDispose]());
  return world;
}

async function applications(db: Database) {
  return await db.selectFrom("oauth_applications").selectAll().orderBy("id").execute();
}

/** So that none of those who come at once is late because it had to connect first. */
async function connectOften(db: Database) {
  const pause = isPostgres(db) ? sql`select pg_sleep(0.1)` : sql`select 1`;
  await Promise.all(Array.from({ length: 5 }, () => pause.execute(db)));
}

function recordRandomness({ deps }: World) {
  const made: Buffer[] = [];
  const record = (size: number) => {
    const bytes = randomBytes(size);
    made.push(bytes);
    return bytes;
  };
  return { deps: { ...deps, randomBytes: record }, made };
}

/** As Rails made it before an empty redirect was allowed. */
async function makeOldApplications({ db, kind }: TestDatabase) {
  const id = sql.raw(kind === "SQLite" ? "integer" : "bigserial");
  await sql`create table oauth_applications (
    id ${id} primary key, name varchar not null, uid varchar not null, secret varchar not null,
    redirect_uri text not null, scopes varchar default '' not null,
    confidential boolean default true not null, created_at timestamp not null,
    updated_at timestamp not null)`.execute(db);
}
