/** What the page tells about somebody's live token. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { sql } from "kysely";
import { findLiveAccessToken, type LiveAccessToken } from "../../src/access-tokens/find.ts";
import { createLastUse } from "../../src/access-tokens/last-use.ts";
import { revoke } from "../../src/access-tokens/revoke.ts";
import { rotate } from "../../src/access-tokens/rotate.ts";
import { findInternalApplications } from "../../src/applications/internal-application.ts";
import { formatMoment } from "../../src/db/moments.ts";
import { onEachDatabase } from "../support/databases.ts";
import { addNewcomer } from "../support/newcomers.ts";
import type { Person } from "../support/people.ts";
import { findPlans } from "../support/query-plans.ts";
import { shareWorld } from "../support/shared-world.ts";
import { addApplication, authenticate, insertDoorkeeperToken } from "../support/tokens.ts";
import type { World } from "../support/world.ts";

describe("the live token", () => {
  onEachDatabase((open, kind) => {
    const shared = shareWorld(open);

    it("of somebody who has none is none", async () => {
      const world = shared();
      assert.equal(await findOf(world, await addNewcomer(world)), undefined);
    });

    it("is told by when it was made, its last four characters and its last use", async () => {
      const world = shared();
      const nia = await addNewcomer(world);
      const { id, secret, created_at } = await rotate(world.deps, nia.id);
      const told = {
        id,
        created_at,
        last_four: secret.reveal().slice(-4),
        last_used_at: null,
      };
      assert.deepEqual(tell(await findOf(world, nia)), told);

      const lastUse = createLastUse(world.deps);
      lastUse.note(id, "192.0.2.7");
      await lastUse.flush();
      const used = { ...told, last_used_at: world.clock.now() };
      assert.deepEqual(tell(await findOf(world, nia)), used);
    });

    it("is none once it is revoked", async () => {
      const world = shared();
      const nia = await addNewcomer(world);
      await rotate(world.deps, nia.id);
      await revoke(world.deps, nia.id);
      assert.equal(await findOf(world, nia), undefined);
    });

    it("of Rails has no last four characters; the newest of several is told", async () => {
      const world = shared();
      const nia = await addNewcomer(world);
      const resource_owner_id = nia.id;
      await insertDoorkeeperToken(world, { resource_owner_id });
      const older = await findOf(world, nia);
      assert.equal(older?.last_four, null);
      await insertDoorkeeperToken(world, { resource_owner_id });
      const newer = await findOf(world, nia);
      assert.ok(newer && newer.id > older.id);
    });

    it("is not another person's, nor another application's", async () => {
      const world = shared();
      const nia = await addNewcomer(world);
      await rotate(world.deps, world.people.ada.id);
      await insertDoorkeeperToken(world, {
        resource_owner_id: nia.id,
        application_id: await addApplication(world, "A laboratory notebook"),
      });
      assert.equal(await findOf(world, nia), undefined);
    });

    it("is not one that has expired: it opens nothing", async () => {
      const world = shared();
      const nia = await addNewcomer(world);
      const resource_owner_id = nia.id;
      await insertDoorkeeperToken(world, { resource_owner_id, expires_in: 0 });
      assert.equal(await findOf(world, nia), undefined);
      await insertDoorkeeperToken(world, { resource_owner_id, expires_in: 600 });
      const live = await findOf(world, nia);
      await insertDoorkeeperToken(world, { resource_owner_id, expires_in: 0 });
      assert.ok(live);
      assert.equal((await findOf(world, nia))?.id, live.id, "an expired one does not hide it");
    });

    it("is found behind any number of newer ones of Rails that have expired", async () => {
      const world = shared();
      const nia = await addNewcomer(world);
      const { id } = await rotate(world.deps, nia.id);
      for (let count = 0; count < 12; count++) {
        await insertDoorkeeperToken(world, { resource_owner_id: nia.id, expires_in: 0 });
      }
      assert.equal((await findOf(world, nia))?.id, id);
    });

    it("expires for the page at the millisecond at which it does for the API", async () => {
      const world = shared();
      const nia = await addNewcomer(world);
      const { clock, deps } = world;
      const secret = await insertDoorkeeperToken(world, {
        resource_owner_id: nia.id,
        expires_in: 7_200,
      });
      const withMicroseconds = formatMoment(clock.now()).replace(/000$/, "999"); // as Rails writes it
      await deps.db
        .updateTable("oauth_access_tokens")
        .set({ created_at: sql<Date>`${withMicroseconds}` })
        .where("resource_owner_id", "=", nia.id)
        .execute();
      clock.advance({ hours: 2, seconds: -0.001 });
      assert.equal((await authenticate(deps, secret)).ok, true);
      assert.ok(await findOf(world, nia));
      clock.advance({ seconds: 0.001 });
      assert.equal((await authenticate(deps, secret)).ok, false);
      assert.equal(await findOf(world, nia), undefined);
    });

    it("is none where there is no application", async () => {
      const { deps, people } = shared();
      assert.equal(await findLiveAccessToken(deps, people.ben.id, []), undefined);
    });

    if (kind === "PostgreSQL") return; // which decides by what its tables hold

    it("is found, and ended, among live tokens alone, however many are dead", async () => {
      const world = shared();
      const nia = await addNewcomer(world);
      const plans = await findPlans(world.deps.db, async (db) => {
        const watched = { ...world, deps: { ...world.deps, db } };
        await findOf(watched, nia);
        await rotate(watched.deps, nia.id);
      });
      const ofTokens = plans.filter((line) => /\b(token|oauth_access_tokens)\b/.test(line));
      assert.ok(ofTokens.length >= 2, plans.join("\n"));
      for (const line of ofTokens) assert.match(line, /USING INDEX tollgate_live_access_tokens/);
    });
  });
});

/** What the page shows of it. */
function tell(token: LiveAccessToken | undefined) {
  if (!token) return undefined;
  const { id, created_at, last_four, last_used_at } = token;
  return { id, created_at, last_four, last_used_at };
}

async function findOf({ deps }: World, { id }: Person) {
  return await findLiveAccessToken(deps, id, await findInternalApplications(deps, deps.db));
}
