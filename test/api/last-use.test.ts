/** When a token was last used: noted after success only, shortened, once a minute, and not lost at the end. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { onEachDatabase } from "../support/databases.ts";
import { eventually } from "../support/eventually.ts";
import { askMe, insertDoorkeeperToken, sha256 } from "../support/tokens.ts";
import { createWorld, type World } from "../support/world.ts";

async function findUse({ deps }: World, secret: string) {
  return await deps.db
    .selectFrom("tollgate_access_tokens as known")
    .innerJoin("oauth_access_tokens as token", "token.id", "known.access_token_id")
    .select(["known.last_used_at", "known.last_used_address", "known.last_four"])
    .where("token.token", "=", sha256(secret))
    .executeTakeFirst();
}

describe("the last use of a token", () => {
  onEachDatabase((open) => {
    it("is noted soon after the answer, without the end of the address", async () => {
      await using world = await createWorld(open);
      const callers = {
        "192.0.2.77": "192.0.2.0",
        "::ffff:198.51.100.9": "198.51.100.0",
        "2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff": "2001:db8:aaaa::",
      };
      const secrets = new Map<string, string>();
      for (const [remoteAddress, kept] of Object.entries(callers)) {
        const secret = await insertDoorkeeperToken(world);
        assert.equal((await askMe(world, secret, { remoteAddress })).statusCode, 200);
        secrets.set(secret, kept);
      }
      for (const [secret, kept] of secrets) {
        const use = await eventually("a use is written", async () => await findUse(world, secret));
        assert.deepEqual(
          { ...use },
          {
            last_used_at: world.clock.now(),
            last_used_address: kept,
            last_four: null,
          },
        );
      }
    });

    it("is noted once a minute at most", async () => {
      await using world = await createWorld(open);
      const begun = world.clock.now().getTime();
      const [soon, later] = [
        await insertDoorkeeperToken(world),
        await insertDoorkeeperToken(world),
      ];
      const lastUse = async (secret: string) =>
        (await findUse(world, secret))?.last_used_at?.getTime();
      for (const secret of [soon, later]) await askMe(world, secret);
      for (const secret of [soon, later]) {
        await eventually("the first use is written", async () => await lastUse(secret));
      }
      world.clock.advance({ seconds: 59 });
      await askMe(world, soon);
      world.clock.advance({ seconds: 1 });
      await askMe(world, later);
      await world.app.close(); // which writes what is not written yet
      assert.equal(await lastUse(soon), begun);
      assert.equal(await lastUse(later), begun + 60_000);
    });

    it("is not noted for a token that was refused", async () => {
      const world = await createWorld(open);
      const refused = [
        await insertDoorkeeperToken(world, { revoked_at: world.clock.now() }),
        await insertDoorkeeperToken(world, { expires_in: 0 }),
        await insertDoorkeeperToken(world, { scopes: "write" }),
        await insertDoorkeeperToken(world, { resource_owner_id: world.people.eve.id }),
      ];
      const used = await insertDoorkeeperToken(world);
      for (const secret of refused) assert.notEqual((await askMe(world, secret)).statusCode, 200);
      await askMe(world, used);
      await world.app.close();
      assert.ok(await findUse(world, used), "closing writes what is not yet written");
      for (const secret of refused) assert.equal(await findUse(world, secret), undefined);
      await world.database.remove();
    });

    it("moves nothing of Doorkeeper's own row", async () => {
      await using world = await createWorld(open);
      const secret = await insertDoorkeeperToken(world);
      const row = async () =>
        await world.deps.db
          .selectFrom("oauth_access_tokens")
          .selectAll()
          .where("token", "=", sha256(secret))
          .executeTakeFirstOrThrow();
      const before = await row();
      await askMe(world, secret);
      await eventually("the use is written", async () => await findUse(world, secret));
      assert.deepEqual(await row(), before);
    });
  });
});
