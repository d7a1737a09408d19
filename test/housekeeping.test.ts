/** What time has made meaningless is removed; tokens, their events and whatever still counts stay. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { revoke } from "../src/access-tokens/revoke.ts";
import { rotate } from "../src/access-tokens/rotate.ts";
import type { Database } from "../src/db/schema.ts";
import { tidy } from "../src/housekeeping.ts";
import { beginSession, findSession } from "../src/users/session.ts";
import { countAttempt, forgiveAttempt } from "../src/users/sign-in-attempts.ts";
import { onEachDatabase } from "./support/databases.ts";
import { dump } from "./support/dump.ts";
import { addNewcomer } from "./support/newcomers.ts";
import { shareWorld } from "./support/shared-world.ts";
import { inEachTimeZone } from "./support/time-zones.ts";
import type { World } from "./support/world.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe("tidying", () => {
  onEachDatabase((open) => {
    const shared = shareWorld(open);

    inEachTimeZone(() => {
      it("removes sessions that are older than they may get, and no other", async () => {
        const world = shared();
        const nia = { ...(await addNewcomer(world)), encrypted_password: null };
        const id = await beginSession(world.deps, nia);
        await tidy(later(world, 12 * hour));
        assert.ok(await findSession(world.deps, id));
        await tidy(later(world, 12 * hour + 1));
        assert.equal(await findSession(world.deps, id), undefined);
        assert.deepEqual((await dump(world.deps.db))["tollgate_sessions"], []);
      });

      it("removes failures to sign in after a day, not before", async () => {
        const world = shared();
        await countAttempt(world.deps, { account: "one@example.org", address: "192.0.2.1" });
        assert.equal(await countAttempts(world.deps.db), 3);
        await tidy(later(world, day));
        assert.equal(await countAttempts(world.deps.db), 3);
        await tidy(later(world, day + 1));
        assert.equal(await countAttempts(world.deps.db), 0);
      });

      it("remembers for 90 days where somebody has signed in from", async () => {
        const world = shared();
        const attempt = { account: "two@example.org", address: "192.0.2.2" };
        await countAttempt(world.deps, attempt);
        await forgiveAttempt(world.deps, attempt);
        await tidy(later(world, 90 * day));
        assert.equal(await countAttempts(world.deps.db), 1);
        await tidy(later(world, 90 * day + 1));
        assert.equal(await countAttempts(world.deps.db), 0);
      });
    });

    it("keeps used forms, however old: a session of Rails has no end, and may send one again", async () => {
      const world = shared();
      const nia = await addNewcomer(world);
      const form = { formId: "a-form-that-was-used" };
      await rotate(world.deps, nia.id, form);
      await tidy(later(world, 100 * 365 * day));
      await assert.rejects(rotate(world.deps, nia.id, form), { code: "form_already_used" });
    });

    it("never touches tokens and their events, however old", async () => {
      const world = shared();
      const nia = await addNewcomer(world);
      await rotate(world.deps, nia.id);
      await rotate(world.deps, nia.id);
      await revoke(world.deps, nia.id);
      const before = await dump(world.deps.db);
      await tidy(later(world, 100 * 365 * day));
      assert.deepEqual(await dump(world.deps.db), before);
    });
  });
});

function later({ deps }: World, milliseconds: number): Pick<World["deps"], "db" | "now"> {
  return { db: deps.db, now: () => new Date(deps.now().getTime() + milliseconds) };
}

async function countAttempts(db: Database): Promise<number> {
  return (await db.selectFrom("tollgate_sign_in_attempts").select("subject").execute()).length;
}
