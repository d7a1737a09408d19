/** What DMPRoadmap's permissions mean for the legacy token. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { findPermissions } from "../../src/users/permissions.ts";
import { onEachDatabase } from "../support/databases.ts";
import { shareWorld } from "../support/shared-world.ts";

describe("permissions", () => {
  onEachDatabase((open) => {
    const world = shareWorld(open);

    const expected = {
      ada: { canUseApi: true, canRegenerateLegacyToken: true },
      ben: { canUseApi: false, canRegenerateLegacyToken: false },
      fay: { canUseApi: true, canRegenerateLegacyToken: false },
      dev: { canUseApi: false, canRegenerateLegacyToken: true },
    } as const;

    for (const name of ["ada", "ben", "fay", "dev"] as const) {
      it(`of ${name} are those that DMPRoadmap gives`, async () => {
        const { db } = world().deps;
        const user = await userOf(name);
        assert.deepEqual(await findPermissions(db, user), expected[name]);
      });
    }

    it("of Ada end with her organisation's being managed", async () => {
      const { db } = world().deps;
      const ada = await userOf("ada");
      await db.updateTable("orgs").set({ managed: false }).execute();
      assert.deepEqual(await findPermissions(db, ada), {
        canUseApi: true,
        canRegenerateLegacyToken: false,
      });
      assert.deepEqual(await findPermissions(db, { ...ada, org_id: null }), {
        canUseApi: true,
        canRegenerateLegacyToken: false,
      });
    });

    async function userOf(name: keyof typeof expected) {
      return await world()
        .deps.db.selectFrom("users")
        .select(["id", "org_id"])
        .where("id", "=", world().people[name].id)
        .executeTakeFirstOrThrow();
    }
  });
});
