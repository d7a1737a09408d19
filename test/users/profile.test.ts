/** What a person may see of himself. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { findProfile } from "../../src/users/profile.ts";
import { onEachDatabase } from "../support/databases.ts";
import { shareWorld } from "../support/shared-world.ts";

describe("a profile", () => {
  onEachDatabase((open) => {
    const shared = shareWorld(open);

    it("has Ben's names and address, his organisation and his language", async () => {
      const { deps, people } = shared();
      const ben = await deps.db
        .selectFrom("users")
        .selectAll()
        .where("id", "=", people.ben.id)
        .executeTakeFirstOrThrow();
      assert.deepEqual(await findProfile(deps, ben), {
        firstname: "Ben",
        surname: "Example",
        email: "ben@example.org",
        organisation: "Example University",
        language: "English (GB)",
      });
    });

    it("has no organisation and no language where there is none, or none any more", async () => {
      const { deps } = shared();
      const nobody = {
        id: 0,
        firstname: null,
        surname: null,
        email: "x@example.org",
        active: true,
      };
      for (const id of [null, 987_654]) {
        const profile = await findProfile(deps, { ...nobody, org_id: id, language_id: id });
        assert.equal(profile.organisation, null);
        assert.equal(profile.language, null);
      }
    });
  });
});
