/** "Regenerate token": the old token dies and a new one is made, together or not at all. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { describe, it } from "node:test";
import { sql } from "kysely";
import { revoke } from "../../src/access-tokens/revoke.ts";
import { rotate } from "../../src/access-tokens/rotate.ts";
import { isPostgres } from "../../src/db/database.ts";
import type { Database } from "../../src/db/schema.ts";
import { AppError, type ErrorCode } from "../../src/errors.ts";
import { onEachDatabase, onPostgres } from "../support/databases.ts";
import { dump } from "../support/dump.ts";
import { eventually } from "../support/eventually.ts";
import { inEachTimeZone } from "../support/time-zones.ts";
import {
  authenticate,
  addApplication,
  insertDoorkeeperToken,
  internalApplicationId,
  sha256,
  tokensOf,
} from "../support/tokens.ts";
import { shareWorld } from "../support/shared-world.ts";
import { addNewcomer, withSettings } from "../support/newcomers.ts";
import type { World } from "../support/world.ts";

describe("rotating", () => {
  onEachDatabase((open) => {
    const shared = shareWorld(open);

    it("gives Nia a token that works, and keeps only its digest", async () => {
      const world = shared();
      const nia = await addNewcomer(world);
      const issued = await rotate(world.deps, nia.id);

      const [row, ...others] = await tokensOf(world, nia);
      assert.deepEqual(others, []);
      assert.deepEqual(
        { ...row },
        {
          id: issued.id,
          application_id: await internalApplicationId(world),
          resource_owner_id: nia.id,
          token: sha256(issued.secret.reveal()),
          refresh_token: null,
          expires_in: null,
          scopes: "read",
          created_at: issued.created_at,
          revoked_at: null,
          previous_refresh_token: "",
        },
      );
      assert.equal(await nameOfCaller(world, issued.secret.reveal()), "Nia");
    });

    it("leaves the secret in no table and in no log line", async () => {
      const world = shared();
      const nia = await addNewcomer(world);
      const { secret } = await rotate(world.deps, nia.id);
      const traces = JSON.stringify(await dump(world.deps.db)) + world.logLines.join("");
      assert.ok(!traces.includes(secret.reveal()));
      assert.ok(traces.includes(sha256(secret.reveal())), "its digest is in a table");
    });

    it("ends Nia's token of before", async () => {
      const world = shared();
      const nia = await addNewcomer(world);
      const first = await rotate(world.deps, nia.id);
      const second = await rotate(world.deps, nia.id);
      assert.equal(await nameOfCaller(world, first.secret.reveal()), "revoked");
      assert.equal(await nameOfCaller(world, second.secret.reveal()), "Nia");
    });

    it("ends every live token that Rails left her, expired ones included", async () => {
      const world = shared();
      const nia = await addNewcomer(world);
      const ofNia = { resource_owner_id: nia.id };
      await insertDoorkeeperToken(world, ofNia);
      await insertDoorkeeperToken(world, { ...ofNia, expires_in: 0 });
      await insertDoorkeeperToken(world, { ...ofNia, scopes: null });
      const { id } = await rotate(world.deps, nia.id);
      const live = (await tokensOf(world, nia)).filter((token) => token.revoked_at === null);
      assert.deepEqual(
        live.map((token) => token.id),
        [id],
      );
    });

    it("leaves other people's tokens, other applications' and nobody's alone", async () => {
      const world = shared();
      const nia = await addNewcomer(world);
      const tool = await addApplication(world, "A laboratory notebook");
      const others = {
        Ada: await insertDoorkeeperToken(world, { resource_owner_id: world.people.ada.id }),
        Nia: await insertDoorkeeperToken(world, {
          resource_owner_id: nia.id,
          application_id: tool,
        }),
        owner_gone: await insertDoorkeeperToken(world, { resource_owner_id: null }),
      };
      await rotate(world.deps, nia.id);
      await rotate(world.deps, nia.id);
      for (const [expected, secret] of Object.entries(others)) {
        assert.equal(await nameOfCaller(world, secret), expected);
      }
    });

    it("never moves the moment at which a token was revoked", async () => {
      const world = shared();
      const nia = await addNewcomer(world);
      for (const moment of ["2026-03-08T10:30:00.250Z", "2999-01-01T00:00:00Z"]) {
        const revoked_at = new Date(moment);
        await insertDoorkeeperToken(world, { resource_owner_id: nia.id, revoked_at });
      }
      await rotate(world.deps, nia.id);
      await rotate(world.deps, nia.id);
      const moments = (await revocations(world.deps.db, nia.id)).slice(0, 3);
      await rotate(world.deps, nia.id);
      await revoke(world.deps, nia.id);
      assert.deepEqual((await revocations(world.deps.db, nia.id)).slice(0, 3), moments);
    });

    it("takes the lowest id of several internal applications, and revokes from all", async () => {
      const world = shared();
      const nia = await addNewcomer(world);
      const name = "Internal application, twice";
      const first = await addApplication(world, name);
      const second = await addApplication(world, name);
      const deps = withSettings(world.deps, { internalApplicationName: name });
      const old = await insertDoorkeeperToken(world, {
        resource_owner_id: nia.id,
        application_id: second,
      });
      const issued = await rotate(deps, nia.id);
      assert.equal(issued.application_id, first);
      assert.equal(await nameOfCaller(world, old), "revoked");
    });

    it("gives the token the scopes that the operator chose", async () => {
      const world = shared();
      const nia = await addNewcomer(world);
      const deps = withSettings(world.deps, { tokenScopes: "read v2_read" });
      assert.equal((await rotate(deps, nia.id)).scopes, "read v2_read");
    });

    it("tells who has made too many within an hour when to come back", async () => {
      const world = shared();
      const nia = await addNewcomer(world);
      const deps = withSettings(world.deps, { tokensPerHour: 2 });
      await rotate(deps, nia.id);
      await revoke(deps, nia.id); // ending a token is never limited, and counts for nothing
      const { secret } = await rotate(deps, nia.id);

      const before = await dump(deps.db);
      const error = await refusal(rotate(deps, nia.id), "too_many_requests");
      assert.ok(error.retryAfter && error.retryAfter > 3500 && error.retryAfter <= 3700);
      assert.deepEqual(await dump(deps.db), before);
      assert.equal(await nameOfCaller(world, secret.reveal()), "Nia");
      await rotate(deps, world.people.ada.id);

      const later = (minutes: number) => ({
        ...deps,
        now: () => new Date(Date.now() + minutes * 60_000),
      });
      await refusal(rotate(later(59), nia.id), "too_many_requests");
      await rotate(later(61), nia.id);
    });

    it("uses a form up once, and says so the second time", async () => {
      const world = shared();
      const nia = await addNewcomer(world);
      const formId = randomBytes(16).toString("base64url");
      const { secret } = await rotate(world.deps, nia.id, { formId });
      const before = await dump(world.deps.db);
      await refusal(rotate(world.deps, nia.id, { formId }), "form_already_used");
      assert.deepEqual(await dump(world.deps.db), before);
      assert.equal(await nameOfCaller(world, secret.reveal()), "Nia");
      await rotate(world.deps, world.people.ada.id, { formId });
    });

    it("accepts the form again after a failure, which changed nothing", async () => {
      const world = shared();
      const nia = await addNewcomer(world);
      const formId = randomBytes(16).toString("base64url");
      await rotate(world.deps, nia.id);
      const limited = withSettings(world.deps, { tokensPerHour: 1 });
      await refusal(rotate(limited, nia.id, { formId }), "too_many_requests");
      await rotate(world.deps, nia.id, { formId });
    });

    it("refuses who was deactivated, never active or deleted, and writes nothing", async () => {
      const world = shared();
      const { eve } = world.people;
      const nia = await addNewcomer(world, { active: null });
      await insertDoorkeeperToken(world, { resource_owner_id: eve.id });
      await insertDoorkeeperToken(world, { resource_owner_id: nia.id });
      const before = await dump(world.deps.db);
      for (const id of [eve.id, nia.id, 987_654]) {
        await refusal(rotate(world.deps, id), "not_signed_in");
        await refusal(revoke(world.deps, id), "not_signed_in");
      }
      assert.deepEqual(await dump(world.deps.db), before);
    });

    it("says that the application is missing, tells the operator what to run, and writes nothing", async () => {
      const world = shared();
      const nia = await addNewcomer(world);
      const deps = withSettings(world.deps, { internalApplicationName: "Nothing of that name" });
      const before = await dump(deps.db);
      const formId = randomBytes(16).toString("base64url");
      await refusal(rotate(deps, nia.id, { formId }), "application_missing");
      assert.deepEqual(await dump(deps.db), before);
      const line = world.logLines.find((text) => text.includes("tollgate ensure-internal-app"));
      assert.match(line ?? "", /Nothing of that name/);
    });

    const written = [
      "oauth_access_tokens",
      "tollgate_access_tokens",
      "tollgate_events",
      "tollgate_event_chains",
      "tollgate_used_forms",
    ];
    for (const table of written) {
      it(`leaves everything as it was when ${table} cannot be written`, async (t) => {
        const world = shared();
        const nia = await addNewcomer(world);
        const { secret } = await rotate(world.deps, nia.id);
        const before = await dump(world.deps.db);
        const logged = world.logLines.length;
        t.after(await refuseRowsOf(world.deps.db, table));
        const formId = randomBytes(16).toString("base64url");
        await assert.rejects(rotate(world.deps, nia.id, { formId }), /no more rows/);
        assert.deepEqual(await dump(world.deps.db), before);
        assert.equal(await nameOfCaller(world, secret.reveal()), "Nia");
        assert.equal(world.logLines.length, logged, "no event is logged that did not happen");
      });
    }

    it("leaves everything as it was when the new secret exists already", async () => {
      const world = shared();
      const nia = await addNewcomer(world);
      const deps = { ...world.deps, randomBytes: (size: number) => Buffer.alloc(size, 7) };
      const { secret } = await rotate(deps, nia.id);
      const before = await dump(world.deps.db);
      await assert.rejects(rotate(deps, nia.id), /unique/i);
      assert.deepEqual(await dump(world.deps.db), before);
      assert.equal(await nameOfCaller(world, secret.reveal()), "Nia");
    });

    it("leaves one live token when Nia presses many times at once", async () => {
      const world = shared();
      const nia = await addNewcomer(world);
      const issued = await Promise.all(
        Array.from({ length: 12 }, () => rotate(world.deps, nia.id)),
      );
      const live = (await tokensOf(world, nia)).filter((token) => token.revoked_at === null);
      assert.equal(live.length, 1);
      assert.ok(issued.some(({ id }) => id === live[0]?.id));
    });

    inEachTimeZone(() => {
      it("stamps what it makes and what it revokes with the real time", async () => {
        const world = shared();
        const nia = await addNewcomer(world);
        const start = Date.now();
        const issued = await rotate(world.deps, nia.id);
        await rotate(world.deps, nia.id);
        const [revoked] = await tokensOf(world, nia);
        assertNear(issued.created_at, start);
        assertNear(revoked?.created_at, start);
        assertNear(revoked?.revoked_at, start);
        const events = await world.deps.db
          .selectFrom("tollgate_events")
          .select("created_at")
          .where("resource_owner_id", "=", nia.id)
          .execute();
        assert.equal(events.length, 2);
        for (const { created_at } of events) assertNear(created_at, start);
      });
    });
  });

  onPostgres((open) => {
    const shared = shareWorld(open);

    it("says that the application is missing when Rails deletes it at that very moment", async () => {
      const world = shared();
      const nia = await addNewcomer(world);
      const application = await addApplication(world, "Short-lived");
      const deps = withSettings(world.deps, { internalApplicationName: "Short-lived" });
      const { db } = deps;
      const rotating = await db.transaction().execute(async (rails) => {
        await rails.deleteFrom("oauth_applications").where("id", "=", application).execute();
        const rotation = refusal(rotate(deps, nia.id), "application_missing");
        await eventually("the rotation waits for Rails", async () => await somebodyWaits(db));
        return { rotation };
      });
      await rotating.rotation;
      assert.deepEqual(await tokensOf(world, nia), []);
    });

    it("lets Rails go on with rows that refer to the person who is locked", async () => {
      const world = shared();
      const { db } = world.deps;
      const nia = await addNewcomer(world);
      await sql`create table notes (user_id integer references users)`.execute(db);
      await db.transaction().execute(async (rails) => {
        await sql`insert into notes values (${nia.id})`.execute(rails);
        await rotate(world.deps, nia.id); // waits for nobody, though Rails has not committed
      });
    });

    it("answers within seconds that the database is unavailable when Rails keeps the person locked", async () => {
      const world = shared();
      const { db } = world.deps;
      const nia = await addNewcomer(world);
      await db.transaction().execute(async (rails) => {
        await rails
          .updateTable("users")
          .set({ firstname: "Nina" })
          .where("id", "=", nia.id)
          .execute();
        await assert.rejects(rotate(world.deps, nia.id), { code: "55P03" });
      });
      assert.deepEqual(await tokensOf(world, nia), []);
    });
  });
});

/** Whose the secret is, or why it is refused. */
async function nameOfCaller(world: World, secret: string): Promise<string | null> {
  const result = await authenticate(world.deps, secret);
  return result.ok ? result.access.resource_owner.firstname : result.refusal;
}

async function refusal(work: Promise<unknown>, code: ErrorCode): Promise<AppError> {
  const error: unknown = await work.then(
    () => assert.fail("it was not refused"),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, code);
  return error;
}

/** As the database holds them, microseconds and all, in the order of the tokens. */
async function revocations(db: Database, ownerId: number): Promise<(string | null)[]> {
  const rows = await db
    .selectFrom("oauth_access_tokens")
    .select(sql<string | null>`cast(revoked_at as text)`.as("revoked_at"))
    .where("resource_owner_id", "=", ownerId)
    .orderBy("id")
    .execute();
  return rows.map(({ revoked_at }) => revoked_at);
}

/** Returns what lets rows in again. */
async function refuseRowsOf(db: Database, table: string): Promise<() => Promise<void>> {
  if (isPostgres(db)) {
    await sql`create or replace function refuse() returns trigger language plpgsql
      as $$ begin raise exception 'no more rows'; end $$`.execute(db);
    await sql`create trigger refuse before insert on ${sql.table(table)}
      for each row execute function refuse()`.execute(db);
    return async () => void (await sql`drop trigger refuse on ${sql.table(table)}`.execute(db));
  }
  // Rows that were there before may be updated: a revocation must be undone, not refused.
  await sql`create trigger refuse before insert on ${sql.table(table)}
    begin select raise(abort, 'no more rows'); end`.execute(db);
  return async () => void (await sql`drop trigger refuse`.execute(db));
}

function assertNear(moment: Date | null | undefined, time: number) {
  assert.ok(moment && Math.abs(moment.getTime() - time) < 5 * 60_000, String(moment));
}

async function somebodyWaits(db: Database): Promise<boolean> {
  const { rows } = await sql`select 1 from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`.execute(db);
  return rows.length > 0;
}
