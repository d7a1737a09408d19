/** The legacy token is nobody else's: one that somebody has already is not given again. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { findLegacyToken, regenerateLegacyToken } from "../../src/users/legacy-token.ts";
import { onEachDatabase } from "../support/databases.ts";
import { shareWorld } from "../support/shared-world.ts";

describe("a new legacy token", () => {
  onEachDatabase((open) => {
    const world = shareWorld(open);

    it("is made anew when another person has the same", async () => {
      const { deps, people } = world();
      const ben = await regenerateLegacyToken(deps, people.ben.id);
      const dice = [Buffer.from(ben.reveal(), "base64url"), Buffer.alloc(16, 7)];
      const loaded = { ...deps, randomBytes: () => dice.shift() ?? assert.fail("asked too often") };
      const ada = await regenerateLegacyToken(loaded, people.ada.id);
      assert.equal(ada.reveal(), "BwcHBwcHBwcHBwcHBwcHBw");
      const kept = await findLegacyToken(deps.db, people.ben.id);
      assert.equal(kept?.reveal(), ben.reveal());
    });
  });
});
