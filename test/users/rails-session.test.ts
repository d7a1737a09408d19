/** Whom Rails has signed in is signed in for as long as his row says what it said then, and Rails has seen him lately. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { UserRow } from "../../src/db/schema.ts";
import { Secret } from "../../src/secret.ts";
import { findRailsSession } from "../../src/users/rails-session.ts";
import { onEachDatabase } from "../support/databases.ts";
import { addNewcomer } from "../support/newcomers.ts";
import { shareWorld } from "../support/shared-world.ts";
import type { World } from "../support/world.ts";

const minute = 60_000;
const salt = "$2a$10$abcdefghijklmnopqrstuv";
const encrypted_password = `${salt}wxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0`;

describe("a session of Rails", () => {
  onEachDatabase((open) => {
    const shared = shareWorld(open);

    it("belongs to whom it names, with no password hash in it", async () => {
      const { world, nia, claim } = await signedIn(shared());
      const session = await findRailsSession(world.deps, claim);
      assert.equal(session?.user.id, nia.id);
      assert.equal(session.user.email, nia.email);
      assert.ok(!JSON.stringify(session).includes(salt));
      assert.deepEqual(Object.keys(session).toSorted(), ["language", "user"]);
    });

    it("lasts 90 minutes from the last request that Rails saw, not a moment longer", async () => {
      const { world, claim } = await signedIn(shared());
      const lives = async (milliseconds: number) => {
        const now = () => new Date(claim.lastRequestAt + milliseconds);
        return (await findRailsSession({ ...world.deps, now }, claim)) !== undefined;
      };
      assert.equal(await lives(90 * minute - 1), true);
      assert.equal(await lives(90 * minute), false);
      assert.equal(await lives(-5 * minute), true, "clocks differ a little");
      assert.equal(await lives(-90 * minute), false, "no clock differs that much");
    });

    const ends: [string, Partial<UserRow>][] = [
      ["is deactivated", { active: false }],
      ["has no active flag", { active: null }],
      ["has a pending invitation", { invitation_token: "not accepted yet" }],
      ["has another password", { encrypted_password: encrypted_password.replace("a", "b") }],
      ["has a shorter hash", { encrypted_password: salt.slice(0, 28) }],
      ["has an empty hash", { encrypted_password: "" }],
      ["has no password any more", { encrypted_password: null }],
    ];
    for (const [what, columns] of ends) {
      it(`is over once its owner ${what}`, async () => {
        const { world, nia, claim } = await signedIn(shared());
        assert.ok(await findRailsSession(world.deps, claim));
        await world.deps.db.updateTable("users").set(columns).where("id", "=", nia.id).execute();
        assert.equal(await findRailsSession(world.deps, claim), undefined);
      });
    }

    it("is over once its owner is gone, and nobody's whose id is too large for the column", async () => {
      const { world, nia, claim } = await signedIn(shared());
      await world.deps.db.deleteFrom("users").where("id", "=", nia.id).execute();
      for (const userId of [nia.id, 0, -1, 2 ** 31, 2 ** 53 - 1]) {
        assert.equal(await findRailsSession(world.deps, { ...claim, userId }), undefined);
      }
    });

    it("of somebody who accepted his invitation lives", async () => {
      const more = { invitation_token: "x", invitation_accepted_at: new Date() };
      const { world, claim } = await signedIn(shared(), { encrypted_password, ...more });
      assert.ok(await findRailsSession(world.deps, claim));
    });

    it("of somebody without password lives until he has one; null and empty are not the same", async () => {
      for (const [stored, right, wrong] of [
        [null, null, new Secret("")],
        ["", new Secret(""), null],
      ] as const) {
        const { world, nia, claim } = await signedIn(shared(), { encrypted_password: stored });
        assert.ok(await findRailsSession(world.deps, { ...claim, salt: right }));
        assert.equal(await findRailsSession(world.deps, { ...claim, salt: wrong }), undefined);
        await world.deps.db
          .updateTable("users")
          .set({ encrypted_password })
          .where("id", "=", nia.id)
          .execute();
        assert.equal(await findRailsSession(world.deps, { ...claim, salt: right }), undefined);
      }
    });
  });
});

async function signedIn(world: World, columns: Partial<UserRow> = { encrypted_password }) {
  const nia = await addNewcomer(world, columns);
  const lastRequestAt = world.clock.now().getTime();
  return { world, nia, claim: { userId: nia.id, salt: new Secret(salt), lastRequestAt } };
}
