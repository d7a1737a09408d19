/** Sessions: an id that only the cookie holds, which ends by idling, by age, by sign-out and by a changed password. */
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { describe, it } from "node:test";
import { Secret } from "../../src/secret.ts";
import {
  absoluteLimit,
  beginSession,
  endSession,
  findSession,
  idleLimit,
  stampSession,
} from "../../src/users/session.ts";
import { onEachDatabase } from "../support/databases.ts";
import { dump } from "../support/dump.ts";
import { addNewcomer } from "../support/newcomers.ts";
import { shareWorld } from "../support/shared-world.ts";
import { inEachTimeZone } from "../support/time-zones.ts";
import type { World } from "../support/world.ts";

const minute = 60_000;

describe("a session", () => {
  it("lasts 90 minutes without a request, and 12 hours at most", () => {
    assert.equal(idleLimit, 90 * minute);
    assert.equal(absoluteLimit, 12 * 60 * minute);
  });

  onEachDatabase((open) => {
    const shared = shareWorld(open);

    it("belongs to who signed in", async () => {
      const world = shared();
      const { nia, id } = await signedIn(world);
      const session = await findSession(world.deps, id);
      assert.equal(session?.user.id, nia.id);
      assert.equal(session.user.email, nia.email);
    });

    it("hands over no password hash and no legacy token", async () => {
      const world = shared();
      const { id } = await signedIn(world);
      const session = JSON.stringify(await findSession(world.deps, id));
      assert.doesNotMatch(session, /hash of a password|a legacy token/);
    });

    it("has an id of 256 random bits, whose digest alone is stored", async () => {
      const world = shared();
      const { id } = await signedIn(world);
      assert.match(id.reveal(), /^[\w-]{43}$/);
      const traces = JSON.stringify(await dump(world.deps.db)) + world.logLines.join("");
      assert.ok(!traces.includes(id.reveal()));
      assert.ok(traces.includes(createHash("sha256").update(id.reveal()).digest("hex")));
    });

    it("has a new id each time", async () => {
      const world = shared();
      const { nia, id } = await signedIn(world);
      const again = await beginSession(world.deps, nia);
      assert.notEqual(again.reveal(), id.reveal());
      assert.ok(await findSession(world.deps, id), "the one of before lives on: another browser's");
    });

    it("is not opened by another id, by its digest, or by none", async () => {
      const world = shared();
      const { id } = await signedIn(world);
      const digest = createHash("sha256").update(id.reveal()).digest("hex");
      for (const other of [randomBytes(32).toString("base64url"), digest, "", "\0", "'"]) {
        assert.equal(await findSession(world.deps, new Secret(other)), undefined);
      }
    });

    it("is over after sign-out, for this id alone", async () => {
      const world = shared();
      const { nia, id } = await signedIn(world);
      const other = await beginSession(world.deps, nia);
      const session = await findSession(world.deps, id);
      assert.ok(session);
      await endSession(world.deps, session);
      assert.equal(await findSession(world.deps, id), undefined);
      assert.ok(await findSession(world.deps, other));
      await endSession(world.deps, session);
    });

    it("is over once its owner is deactivated or gone", async () => {
      const world = shared();
      for (const active of [false, null]) {
        const { nia, id } = await signedIn(world);
        await world.deps.db.updateTable("users").set({ active }).where("id", "=", nia.id).execute();
        assert.equal(await findSession(world.deps, id), undefined);
      }
      const { nia, id } = await signedIn(world);
      await world.deps.db.deleteFrom("users").where("id", "=", nia.id).execute();
      assert.equal(await findSession(world.deps, id), undefined);
    });

    it("is over once the password is changed, here or by Rails", async () => {
      const world = shared();
      const { nia, id } = await signedIn(world);
      for (const encrypted_password of ["another hash", null]) {
        await world.deps.db
          .updateTable("users")
          .set({ encrypted_password })
          .where("id", "=", nia.id)
          .execute();
        assert.equal(await findSession(world.deps, id), undefined);
      }
    });

    it("is not stamped more often than once a minute", async () => {
      const world = shared();
      const { id } = await signedIn(world);
      const session = await findSession(world.deps, id);
      assert.ok(session);
      const start = world.clock.now();
      world.clock.advance({ seconds: 59 });
      await stampSession(world.deps, session);
      assert.deepEqual(await lastSeen(world, id), start);
      world.clock.advance({ seconds: 1 });
      await stampSession(world.deps, session);
      assert.deepEqual(await lastSeen(world, id), world.clock.now());
    });

    inEachTimeZone(() => {
      it("is over after 90 minutes without a request, not a moment before", async () => {
        const world = shared();
        const { id } = await signedIn(world);
        const start = world.clock.now();
        assert.ok(await findSession(later(world, start, 90 * minute - 1), id));
        assert.equal(await findSession(later(world, start, 90 * minute), id), undefined);
      });

      it("is over after 12 hours, however often it is used", async () => {
        const world = shared();
        const { id } = await signedIn(world);
        const start = world.clock.now();
        for (let hours = 1; hours < 12; hours += 1) {
          const deps = later(world, start, hours * 60 * minute);
          const session = await findSession(deps, id);
          assert.ok(session, `after ${hours} hours`);
          await stampSession(deps, session);
        }
        assert.ok(await findSession(later(world, start, 12 * 60 * minute - 1), id));
        assert.equal(await findSession(later(world, start, 12 * 60 * minute), id), undefined);
      });

      it("lives through the night in which clocks are put forward or back", async () => {
        const world = shared();
        for (const night of ["2026-03-08T09:30:00Z", "2026-11-01T08:30:00Z"]) {
          const start = new Date(night);
          const { nia } = await signedIn(world);
          const id = await beginSession(later(world, start, 0), nia);
          assert.ok(await findSession(later(world, start, 89 * minute), id), night);
          assert.equal(await findSession(later(world, start, 91 * minute), id), undefined, night);
        }
      });
    });
  });
});

async function signedIn(world: World) {
  const encrypted_password = "the hash of a password";
  const newcomer = await addNewcomer(world, { encrypted_password, api_token: "a legacy token" });
  const nia = { ...newcomer, encrypted_password };
  return { nia, id: await beginSession(world.deps, nia) };
}

function later({ deps }: World, start: Date, milliseconds: number): World["deps"] {
  return { ...deps, now: () => new Date(start.getTime() + milliseconds) };
}

async function lastSeen({ deps }: World, id: Secret): Promise<Date | undefined> {
  const row = await deps.db
    .selectFrom("tollgate_sessions")
    .select("last_seen_at")
    .where("id_digest", "=", createHash("sha256").update(id.reveal()).digest("hex"))
    .executeTakeFirst();
  return row?.last_seen_at;
}
