/** Issuing writes the digest, never the secret, and nothing before its transaction is committed. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { issue } from "../../src/access-tokens/issue.ts";
import { rotate } from "../../src/access-tokens/rotate.ts";
import { onEachDatabase } from "../support/databases.ts";
import { dump } from "../support/dump.ts";
import { addNewcomer, withSettings } from "../support/newcomers.ts";
import { shareWorld } from "../support/shared-world.ts";
import { internalApplicationId, sha256, tokensOf } from "../support/tokens.ts";

describe("issuing", () => {
  onEachDatabase((open) => {
    const shared = shareWorld(open);

    it("gives a secret with the first prefix, and remembers its digest and last four characters", async () => {
      const world = shared();
      const nia = await addNewcomer(world);
      const applicationId = await internalApplicationId(world);
      const deps = withSettings(world.deps, { tokenPrefixes: ["new_", "dmp_"] });
      const { id, secret } = await deps.db
        .transaction()
        .execute(
          async (transaction) => await issue(deps, transaction, { applicationId, ownerId: nia.id }),
        );

      assert.match(secret.reveal(), /^new_[0-9A-Za-z]{49}$/);
      const [row] = await tokensOf(world, nia);
      assert.equal(row?.id, id);
      assert.equal(row.token, sha256(secret.reveal()));
      const known = await deps.db
        .selectFrom("tollgate_access_tokens")
        .selectAll()
        .where("access_token_id", "=", id)
        .executeTakeFirstOrThrow();
      assert.deepEqual(
        { ...known },
        {
          access_token_id: id,
          last_four: secret.reveal().slice(-4),
          last_used_at: null,
          last_used_address: null,
        },
      );
    });

    it("takes over what is still noted of a token that had the same id, whose table was emptied", async () => {
      const world = shared();
      const { db } = world.deps;
      const nia = await addNewcomer(world);
      const { id: before } = await rotate(world.deps, nia.id);
      const note = { last_four: "gone", last_used_at: new Date(0), last_used_address: "192.0.2.0" };
      await db
        .insertInto("tollgate_access_tokens")
        .values({ access_token_id: before + 1, ...note })
        .execute();
      const { id, secret } = await rotate(world.deps, nia.id);
      assert.equal(id, before + 1);
      const known = await db
        .selectFrom("tollgate_access_tokens")
        .select(["last_four", "last_used_at", "last_used_address"])
        .where("access_token_id", "=", id)
        .executeTakeFirstOrThrow();
      const last_four = secret.reveal().slice(-4);
      assert.deepEqual({ ...known }, { last_four, last_used_at: null, last_used_address: null });
    });

    it("leaves nothing when the transaction fails afterwards", async () => {
      const world = shared();
      const nia = await addNewcomer(world);
      const applicationId = await internalApplicationId(world);
      const before = await dump(world.deps.db);
      const work = world.deps.db.transaction().execute(async (transaction) => {
        await issue(world.deps, transaction, { applicationId, ownerId: nia.id });
        throw new Error("afterwards");
      });
      await assert.rejects(work, /afterwards/);
      assert.deepEqual(await dump(world.deps.db), before);
    });
  });
});
