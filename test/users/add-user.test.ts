/** Accounts for a service that has no Rails beside it. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { describe, it } from "node:test";
import { addUser } from "../../src/users/add-user.ts";
import { signIn } from "../../src/users/sign-in.ts";
import { onEachDatabase } from "../support/databases.ts";
import { addNewcomer, withSettings } from "../support/newcomers.ts";
import { shareWorld } from "../support/shared-world.ts";
import type { World } from "../support/world.ts";

const password = "let-me-through-please";

describe("adding a user", () => {
  onEachDatabase((open) => {
    const shared = shareWorld(open);

    it("makes an account that can sign in, with its address in lower case", async () => {
      const { deps } = shared();
      const email = randomAddress();
      const id = await addUser(deps, {
        email: ` ${email.toUpperCase()} `,
        password,
        firstname: "Nia",
        surname: "Newcomer",
      });
      const row = await deps.db
        .selectFrom("users")
        .select(["id", "email", "firstname", "surname", "active", "api_token"])
        .where("email", "=", email)
        .executeTakeFirstOrThrow();
      assert.deepEqual(
        { ...row },
        { id, email, firstname: "Nia", surname: "Newcomer", active: true, api_token: null },
      );
      const result = await signIn(deps, { email, password, address: randomAddressOfNetwork() });
      assert.ok(result.ok);
      assert.equal(result.user.id, id);
    });

    it("uses the pepper", async () => {
      const deps = withSettings(shared().deps, { passwordPepper: "pepper" });
      const email = randomAddress();
      await addUser(deps, { email, password });
      const attempt = { email, password, address: randomAddressOfNetwork() };
      assert.equal((await signIn(deps, attempt)).ok, true);
      assert.equal((await signIn(shared().deps, attempt)).ok, false);
    });

    it("gives the named permissions, and makes those that do not exist, once each", async () => {
      const world = shared();
      const perms = ["use_api", "review_org_plans"];
      const first = await addUser(world.deps, { email: randomAddress(), password, perms });
      const second = await addUser(world.deps, { email: randomAddress(), password, perms });
      assert.deepEqual(await permsOf(world, first), perms.toReversed());
      assert.deepEqual(await permsOf(world, second), perms.toReversed());
      const rows = await world.deps.db
        .selectFrom("perms")
        .select("id")
        .where("name", "=", "review_org_plans")
        .execute();
      assert.equal(rows.length, 1);
    });

    it("gives a permission once, though it is named twice", async () => {
      const world = shared();
      const perms = ["use_api", "use_api"];
      const id = await addUser(world.deps, { email: randomAddress(), password, perms });
      assert.deepEqual(await permsOf(world, id), ["use_api"]);
    });

    it("gives no permission that was not named", async () => {
      const world = shared();
      const id = await addUser(world.deps, { email: randomAddress(), password });
      assert.deepEqual(await permsOf(world, id), []);
    });

    it("changes nothing when somebody has the address already", async () => {
      const world = shared();
      const { email, id } = await addNewcomer(world);
      assert.equal(
        await addUser(world.deps, { email, password, perms: ["never_made"] }),
        undefined,
      );
      assert.deepEqual(await idsOf(world, email), [id]);
      const perms = await world.deps.db
        .selectFrom("perms")
        .select("id")
        .where("name", "=", "never_made")
        .execute();
      assert.deepEqual(perms, []);
    });

    it("changes nothing when somebody has the address with other capitals, whom it would lock out", async () => {
      const world = shared();
      const email = randomAddress();
      const { id } = await addNewcomer(world, { email: email.replace("nia", "Nia") });
      assert.equal(await addUser(world.deps, { email, password }), undefined);
      assert.deepEqual(await idsOf(world, email), [id]);
    });

    it("makes one account when two are asked for at the same time", async () => {
      const world = shared();
      const email = randomAddress();
      const ids = await Promise.all(
        Array.from({ length: 4 }, () => addUser(world.deps, { email, password })),
      );
      assert.equal(ids.filter((id) => id !== undefined).length, 1);
      assert.equal((await idsOf(world, email)).length, 1);
    });

    it("stamps the account with the real time", async () => {
      const { deps } = shared();
      const email = randomAddress();
      await addUser(deps, { email, password });
      const row = await deps.db
        .selectFrom("users")
        .select(["created_at", "updated_at"])
        .where("email", "=", email)
        .executeTakeFirstOrThrow();
      for (const moment of [row.created_at, row.updated_at]) {
        assert.ok(Math.abs(moment.getTime() - Date.now()) < 5 * 60_000, String(moment));
      }
    });
  });
});

async function permsOf({ deps }: World, userId: number | undefined) {
  const rows = await deps.db
    .selectFrom("users_perms")
    .innerJoin("perms", "perms.id", "users_perms.perm_id")
    .select("perms.name")
    .where("users_perms.user_id", "=", userId ?? 0)
    .orderBy("perms.name")
    .execute();
  return rows.map(({ name }) => name);
}

/** Of everybody with the address, in whatever capitals. */
async function idsOf({ deps }: World, email: string): Promise<number[]> {
  const rows = await deps.db.selectFrom("users").select(["id", "email"]).execute();
  return rows.filter((row) => row.email.toLowerCase() === email).map(({ id }) => id);
}

function randomAddress(): string {
  return `nia-${randomBytes(6).toString("hex")}@example.org`;
}

/** So that the failures of one test do not slow down another. */
function randomAddressOfNetwork(): string {
  return `2001:db8:${randomBytes(2).toString("hex")}:${randomBytes(2).toString("hex")}::1`;
}
