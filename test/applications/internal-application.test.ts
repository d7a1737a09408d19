/** The OAuth application that owns the tokens: one row, found by its name, made as Doorkeeper would make it. */
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { describe, it } from "node:test";
import { sql } from "kysely";
import {
  ensureInternalApplication,
  findInternalApplications,
  requireInternalApplications,
} from "../../src/applications/internal-application.ts";
import { isPostgres, openDatabase } from "../../src/db/database.ts";
import { migrate } from "../../src/db/migrate.ts";
import type { Database } from "../../src/db/schema.ts";
import { onEachDatabase, type TestDatabase } from "../support/databases.ts";
import { dump } from "../support/dump.ts";
import { withSettings } from "../support/newcomers.ts";
import { shareWorld } from "../support/shared-world.ts";
import { inEachTimeZone } from "../support/time-zones.ts";
import { addApplication } from "../support/tokens.ts";
import type { World } from "../support/world.ts";

describe("the internal application", () => {
  onEachDatabase((open) => {
    const shared = shareWorld(open, { application: false });

    it("is called Internal v2 API Client unless the operator chose another name", () => {
      assert.equal(shared().deps.settings.internalApplicationName, "Internal v2 API Client");
    });

    it("is made confidential, without redirect, its uid and secret as Doorkeeper makes them", async () => {
      const { deps, made } = recordRandomness(withOwnName(shared()));
      const ensured = await ensureInternalApplication(deps);

      const [row, ...others] = await applications(deps);
      assert.deepEqual(others, []);
      assert.ok(row);
      assert.deepEqual({ ...ensured }, { id: row.id, uid: row.uid, name: row.name });
      assert.equal(row.name, deps.settings.internalApplicationName);
      assert.equal(row.redirect_uri, null);
      assert.equal(row.scopes, "read");
      assert.equal(row.confidential, true);
      assert.match(row.uid, /^[A-Za-z0-9_-]{43}$/);
      assert.match(row.secret, /^[0-9a-f]{64}$/);

      assert.deepEqual(
        made.map((bytes) => bytes.length),
        [32, 32],
      );
      const texts = made.map((bytes) => bytes.toString("base64url"));
      const secret = texts.find((text) => text !== row.uid);
      assert.ok(secret && texts.includes(row.uid));
      assert.equal(row.secret, createHash("sha256").update(secret).digest("hex"));
    });

    it("shows its secret nowhere: not in a table, not in the log, not to the caller", async () => {
      const world = withOwnName(shared());
      const { deps, made } = recordRandomness(world);
      const ensured = await ensureInternalApplication(deps);
      const traces = JSON.stringify([ensured, await dump(deps.db), world.newLogLines()]);
      for (const bytes of made) {
        const text = bytes.toString("base64url");
        assert.equal(traces.includes(text), text === ensured.uid);
      }
      assert.ok(!("secret" in ensured));
    });

    it("is made once, and found the second time", async () => {
      const { deps } = withOwnName(shared());
      const first = await ensureInternalApplication(deps);
      const before = await dump(deps.db);
      assert.deepEqual({ ...(await ensureInternalApplication(deps)) }, { ...first });
      assert.deepEqual(await dump(deps.db), before);
    });

    it("is made once by many at the same time", async (t) => {
      const { deps, database } = withOwnName(shared());
      const other = openDatabase(database.url, () => {});
      t.after(async () => await other.destroy());
      await Promise.all([connectOften(deps.db), connectOften(other)]);
      const ensured = await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          ensureInternalApplication({ ...deps, db: index % 2 ? other : deps.db }),
        ),
      );
      assert.equal((await applications(deps)).length, 1);
      assert.equal(new Set(ensured.map(({ id }) => id)).size, 1);
    });

    it("is not touched where it exists, whatever it looks like", async () => {
      const world = withOwnName(shared());
      const { deps } = world;
      const id = await addApplication(world, deps.settings.internalApplicationName);
      await deps.db
        .updateTable("oauth_applications")
        .set({ confidential: false, scopes: "write" })
        .where("id", "=", id)
        .execute();
      const before = await dump(deps.db);
      assert.equal((await ensureInternalApplication(deps)).id, id);
      assert.deepEqual(await dump(deps.db), before);
    });

    it("is found by the whole name, in its own case", async () => {
      const world = withOwnName(shared());
      const { deps } = world;
      const name = deps.settings.internalApplicationName;
      for (const similar of [name.toUpperCase(), `${name} 2`, `${name.slice(0, -1)}_`, "%"]) {
        await addApplication(world, similar);
      }
      assert.deepEqual(await findInternalApplications(deps, deps.db), []);
      await ensureInternalApplication(deps);
      assert.equal((await findInternalApplications(deps, deps.db)).length, 1);
    });

    it("has the scopes that the operator chose", async () => {
      const deps = withSettings(withOwnName(shared()).deps, { tokenScopes: "v2_read" });
      await ensureInternalApplication(deps);
      assert.equal((await applications(deps))[0]?.scopes, "v2_read");
    });

    it("is the one with the lowest id of several, and a warning says so", async () => {
      const world = withOwnName(shared());
      const { deps } = world;
      const ids = [];
      for (const _ of [1, 2, 3]) {
        ids.push(await addApplication(world, deps.settings.internalApplicationName));
      }
      assert.equal((await ensureInternalApplication(deps)).id, ids[0]);
      assert.equal((await applications(deps)).length, 3);
      const [first] = await requireInternalApplications(deps, deps.db);
      assert.equal(first.id, ids[0]);

      const warnings = world.newLogLines();
      assert.equal(warnings.length, 1);
      assert.match(warnings[0] ?? "", /several OAuth applications/);
      for (const id of ids) assert.match(warnings[0] ?? "", new RegExp(`"id":${id}\\b`));
    });

    it("gives no warning when there is one", async () => {
      const world = withOwnName(shared());
      await ensureInternalApplication(world.deps);
      await ensureInternalApplication(world.deps);
      assert.deepEqual(world.newLogLines(), []);
    });

    it("that is missing is told to the operator, with what to run", async () => {
      const world = withOwnName(shared());
      await assert.rejects(requireInternalApplications(world.deps, world.deps.db), {
        code: "application_missing",
        status: 503,
      });
      const told = world.newLogLines().join("");
      assert.match(told, /run `tollgate ensure-internal-app`/);
      assert.ok(told.includes(world.deps.settings.internalApplicationName));
    });

    it("gets Doorkeeper's out-of-band URN where the redirect must not be empty", async (t) => {
      const old = await open({ migrated: false });
      t.after(old.remove);
      await makeOldApplications(old);
      await migrate(old.db);
      const deps = { ...shared().deps, db: old.db };
      await ensureInternalApplication(deps);
      assert.equal((await applications(deps))[0]?.redirect_uri, "urn:ietf:wg:oauth:2.0:oob");
    });

    inEachTimeZone(() => {
      it("was made at the real time", async () => {
        const { deps } = withOwnName(shared());
        await ensureInternalApplication(deps);
        const [row] = await applications(deps);
        for (const moment of [row?.created_at, row?.updated_at]) {
          assert.ok(Math.abs(Number(moment) - Date.now()) < 5 * 60_000, String(moment));
        }
      });
    });
  });
});

/** The same world, where the internal application has a name that nobody else looks for. */
function withOwnName({ deps, ...world }: World) {
  const internalApplicationName = `Internal ${randomBytes(6).toString("hex")}`;
  const logged = world.logLines.length;
  return {
    ...world,
    deps: withSettings(deps, { internalApplicationName }),
    newLogLines: () => world.logLines.slice(logged),
  };
}

/** Those that bear the internal name. */
async function applications({ db, settings }: World["deps"]) {
  return await db
    .selectFrom("oauth_applications")
    .selectAll()
    .where("name", "=", settings.internalApplicationName)
    .orderBy("id")
    .execute();
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
