/** Tokens that real Doorkeeper stored in clear: refused on both sides, and good on both after `tollgate hash-plain-tokens`. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { hashPlainTokens } from "../../src/access-tokens/hash-plain-tokens.ts";
import { shareNeighbours, type Neighbours } from "../support/beside-doorkeeper.ts";
import { onEachDatabase } from "../support/databases.ts";
import { withoutDoorkeeper } from "../support/doorkeeper.ts";
import { askMe } from "../support/tokens.ts";

const hashed = false; // as Doorkeeper did before `hash_token_secrets`

describe("tokens that Doorkeeper stored in clear", { skip: withoutDoorkeeper }, () => {
  onEachDatabase((open) => {
    const shared = shareNeighbours(open, "Doorkeeper");

    it("are refused on both sides, and found by the same secret once they are hashed", async () => {
      const { people, atRails } = shared();
      const { application, secret, refresh_secret } = await makeInClear(shared(), people.ben.id);
      assert.equal(await opensApi(shared(), secret), false);
      assert.equal(await atRails((doorkeeper) => doorkeeper.find(secret)), null);
      assert.equal(
        await atRails((doorkeeper) => doorkeeper.refresh({ application, refresh_secret })),
        null,
      );

      await hash(shared());
      assert.equal(await opensApi(shared(), secret), true);
      const found = await atRails((doorkeeper) => doorkeeper.find(secret));
      assert.equal(found?.accessible, true);
      assert.equal(found.owner, people.ben.id);
      const next = await atRails((doorkeeper) =>
        doorkeeper.refresh({ application, refresh_secret }),
      );
      assert.equal(await opensApi(shared(), next?.secret ?? ""), true);
    });

    it("still end their predecessor when a refreshed one is used first after they are hashed", async () => {
      const { people, atRails } = shared();
      const { application, ...former } = await makeInClear(shared(), people.ada.id);
      const { refresh_secret } = former;
      const next = await atRails((doorkeeper) =>
        doorkeeper.refresh({ application, refresh_secret, hashed }),
      );
      await hash(shared());
      assert.equal(await opensApi(shared(), former.secret), true);
      assert.equal(await atRails((doorkeeper) => doorkeeper.use(next?.secret ?? "")), true);
      assert.equal(await opensApi(shared(), former.secret), false);
      assert.equal(await opensApi(shared(), next?.secret ?? ""), true);
    });
  });
});

/** A token with a refresh token, for an application of its own. */
async function makeInClear({ atRails }: Neighbours, user: number) {
  return await atRails(async (doorkeeper) => {
    const application = await doorkeeper.makeApplication(`notebook-${user}`);
    const token = { application: application.name, user, refreshable: true, hashed };
    return { application, ...(await doorkeeper.makeToken(token)) };
  });
}

async function hash({ atTollgate }: Neighbours) {
  await atTollgate(async ({ deps }) => await hashPlainTokens(deps));
}

async function opensApi({ atTollgate }: Neighbours, secret: string): Promise<boolean> {
  return await atTollgate(async (world) => (await askMe(world, secret)).statusCode === 200);
}
