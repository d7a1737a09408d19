/** When and from where a token was last used: noted behind the answer, at most once a minute. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createLastUse } from "../../src/access-tokens/last-use.ts";
import { rotate } from "../../src/access-tokens/rotate.ts";
import { onEachDatabase } from "../support/databases.ts";
import { eventually } from "../support/eventually.ts";
import { createFlakyDatabase } from "../support/flaky-database.ts";
import { addNewcomer } from "../support/newcomers.ts";
import { shareWorld } from "../support/shared-world.ts";
import { inEachTimeZone } from "../support/time-zones.ts";
import { insertDoorkeeperToken, tokensOf } from "../support/tokens.ts";
import type { World } from "../support/world.ts";

describe("the last use of a token", () => {
  onEachDatabase((open) => {
    const shared = shareWorld(open);

    it("is written with its moment and its network, beside the last four characters", async () => {
      const world = shared();
      const { id, secret } = await rotate(world.deps, (await addNewcomer(world)).id);
      const lastUse = createLastUse(world.deps);
      lastUse.note(id, "192.0.2.77");
      await lastUse.flush();
      assert.deepEqual(await stored(world, id), {
        access_token_id: id,
        last_four: secret.reveal().slice(-4),
        last_used_at: world.clock.now(),
        last_used_address: "192.0.2.0",
      });
    });

    it("of an IPv6 address is kept by its /48", async () => {
      const world = shared();
      const { id } = await rotate(world.deps, (await addNewcomer(world)).id);
      const lastUse = createLastUse(world.deps);
      lastUse.note(id, "2001:db8:1:2:3:4:5:6");
      await lastUse.flush();
      assert.equal((await stored(world, id))?.last_used_address, "2001:db8:1::");
    });

    it("is written once a minute, however often the token is used", async () => {
      const world = shared();
      const { id } = await rotate(world.deps, (await addNewcomer(world)).id);
      const lastUse = createLastUse(world.deps);
      const first = world.clock.now();
      const note = async (address: string) => {
        lastUse.note(id, address);
        await lastUse.flush();
      };
      await note("192.0.2.1");
      await note("198.51.100.1");
      world.clock.advance({ seconds: 59 });
      await note("198.51.100.1");
      assert.deepEqual((await stored(world, id))?.last_used_at, first);
      assert.equal((await stored(world, id))?.last_used_address, "192.0.2.0");

      world.clock.advance({ seconds: 1 });
      await note("203.0.113.1");
      assert.deepEqual((await stored(world, id))?.last_used_at, world.clock.now());
      assert.equal((await stored(world, id))?.last_used_address, "203.0.113.0");
    });

    it("is written once a minute by several processes together", async () => {
      const world = shared();
      const { id } = await rotate(world.deps, (await addNewcomer(world)).id);
      const [one, other] = [createLastUse(world.deps), createLastUse(world.deps)];
      const first = world.clock.now();
      one.note(id, "192.0.2.1");
      await one.flush();
      world.clock.advance({ seconds: 59 });
      other.note(id, "198.51.100.1");
      await other.flush();
      assert.deepEqual((await stored(world, id))?.last_used_at, first);
    });

    it("never goes back: a process whose clock is behind changes nothing", async () => {
      const world = shared();
      const { id } = await rotate(world.deps, (await addNewcomer(world)).id);
      const lastUse = createLastUse(world.deps);
      lastUse.note(id, "192.0.2.1");
      await lastUse.flush();
      const behind = createLastUse({
        ...world.deps,
        now: () => new Date(world.clock.now().getTime() - 3_600_000),
      });
      behind.note(id, "198.51.100.1");
      await behind.flush();
      assert.deepEqual((await stored(world, id))?.last_used_at, world.clock.now());
    });

    it("of a token that Rails made gets a row of its own", async () => {
      const world = shared();
      const nia = await addNewcomer(world);
      await insertDoorkeeperToken(world, { resource_owner_id: nia.id });
      const [token] = await tokensOf(world, nia);
      assert.ok(token);
      assert.equal(await stored(world, token.id), undefined);
      const lastUse = createLastUse(world.deps);
      lastUse.note(token.id, "192.0.2.1");
      await lastUse.flush();
      assert.deepEqual((await stored(world, token.id))?.last_used_at, world.clock.now());
      assert.equal((await stored(world, token.id))?.last_four, null);
    });

    it("of many tokens is written for each", async () => {
      const world = shared();
      const lastUse = createLastUse(world.deps);
      const ids = Array.from({ length: 1_200 }, (_, index) => 1_000_000 + index);
      for (const id of ids.toReversed()) lastUse.note(id, "192.0.2.1");
      await lastUse.flush();
      const rows = await world.deps.db
        .selectFrom("tollgate_access_tokens")
        .select("access_token_id")
        .where("access_token_id", ">=", 1_000_000)
        .execute();
      assert.deepEqual(new Set(rows.map((row) => row.access_token_id)), new Set(ids));
    });

    it("is written by itself, soon", async () => {
      const world = shared();
      const { id } = await rotate(world.deps, (await addNewcomer(world)).id);
      createLastUse(world.deps).note(id, "192.0.2.1");
      await eventually("the use is written", async () => (await stored(world, id))?.last_used_at);
    });

    it("that cannot be written is a warning, and no more", async () => {
      const world = shared();
      const { id } = await rotate(world.deps, (await addNewcomer(world)).id);
      const flaky = createFlakyDatabase(world.deps.db);
      flaky.lose();
      const lastUse = createLastUse({ ...world.deps, db: flaky.db });
      lastUse.note(id, "192.0.2.1");
      await lastUse.flush();
      assert.equal((await stored(world, id))?.last_used_at, null);
      assert.match(world.logLines.at(-1) ?? "", /last use .*not written/);
    });

    inEachTimeZone(() => {
      it("is the real time", async () => {
        const world = shared();
        const { id } = await rotate(world.deps, (await addNewcomer(world)).id);
        const lastUse = createLastUse({ ...world.deps, now: () => new Date() });
        lastUse.note(id, "192.0.2.1");
        await lastUse.flush();
        const difference = Number((await stored(world, id))?.last_used_at) - Date.now();
        assert.ok(Math.abs(difference) < 5 * 60_000, `${difference} ms off`);
      });
    });

    it("is nothing to wait for when nothing was noted", async () => {
      await createLastUse(shared().deps).flush();
    });
  });
});

async function stored({ deps }: World, id: number) {
  const row = await deps.db
    .selectFrom("tollgate_access_tokens")
    .selectAll()
    .where("access_token_id", "=", id)
    .executeTakeFirst();
  return row && { ...row };
}
