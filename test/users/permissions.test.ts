/** What DMPRoadmap's permissions mean for the legacy token. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { findPermissions } from "../../src/users/permissions.ts";
import { onEachDatabase } from "../support/databases.ts";
import { addNewcomer } from "../support/newcomers.ts";
import { madeAt } from "../support/plans.ts";
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

    for (const [perms, canUseApi, canRegenerateLegacyToken] of [
      [["use_api", "grant_permissions"], true, true],
      [["use_api", "modify_guidance"], true, true],
      [["use_api", "modify_templates"], true, true],
      [["use_api", "change_org_details"], true, true],
      [["use_api", "review_org_plans"], true, true],
      [["grant_permissions", "review_org_plans"], false, false],
      [["grant_api_to_orgs"], false, true],
      [["change_org_affiliation"], false, true],
      [["use_api", "something else"], true, false],
    ] as const) {
      it(`of somebody with ${perms.join(" and ")} are those that DMPRoadmap gives`, async () => {
        const { db } = world().deps;
        const { org_id } = await userOf("ben");
        const { id } = await addNewcomer(world(), { org_id });
        for (const name of perms) {
          const perm = await db
            .insertInto("perms")
            .values({ name, created_at: madeAt, updated_at: madeAt })
            .returning("id")
            .executeTakeFirstOrThrow();
          await db.insertInto("users_perms").values({ user_id: id, perm_id: perm.id }).execute();
        }
        const found = await findPermissions(db, { id, org_id });
        assert.deepEqual(found, { canUseApi, canRegenerateLegacyToken });
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
