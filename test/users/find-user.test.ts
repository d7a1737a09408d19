/** Whom an e-mail address means. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { describe, it } from "node:test";
import { findUserByEmail, normaliseEmail } from "../../src/users/find-user.ts";
import { onEachDatabase } from "../support/databases.ts";
import { addNewcomer } from "../support/newcomers.ts";
import { shareWorld } from "../support/shared-world.ts";
import type { World } from "../support/world.ts";

describe("an e-mail address", () => {
  it("is trimmed and put in lower case, as Devise does", () => {
    assert.equal(normaliseEmail("  Ben.Bouvier@Example.ORG\n"), "ben.bouvier@example.org");
  });

  onEachDatabase((open) => {
    const shared = shareWorld(open);

    it("means the person who has it", async () => {
      const world = shared();
      const nia = await addNewcomer(world);
      const found = await findUserByEmail(world.deps.db, nia.email);
      assert.equal(found?.id, nia.id);
    });

    it("means nobody when nobody has it", async () => {
      const { deps } = shared();
      for (const email of ["nobody@example.org", "", "%", "_en@example.org", "ben@example.org "]) {
        assert.equal(await findUserByEmail(deps.db, email), undefined, email);
      }
    });

    it("means the person whose address has other capitals, if it is only one", async () => {
      const world = shared();
      const name = randomName();
      const id = await add(world, `${name.toUpperCase()}@Example.org`);
      assert.equal((await findUserByEmail(world.deps.db, `${name}@example.org`))?.id, id);

      await add(world, `${name}@Example.ORG`);
      assert.equal(await findUserByEmail(world.deps.db, `${name}@example.org`), undefined);
    });

    it("means who has it exactly, before all who have it with other capitals", async () => {
      const world = shared();
      const name = randomName();
      await add(world, `${name}@Example.org`);
      const exact = await add(world, `${name}@example.org`);
      assert.equal((await findUserByEmail(world.deps.db, `${name}@example.org`))?.id, exact);
    });

    it("means the first of several who have it exactly: the column is not unique", async () => {
      const world = shared();
      const email = `${randomName()}@example.org`;
      const first = await add(world, email);
      await add(world, email);
      assert.equal((await findUserByEmail(world.deps.db, email))?.id, first);
    });
  });
});

async function add(world: World, email: string): Promise<number> {
  return (await addNewcomer(world, { email })).id;
}

function randomName(): string {
  return `nia-${randomBytes(6).toString("hex")}`;
}
