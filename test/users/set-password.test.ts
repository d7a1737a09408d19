/** A new password lets in, and the old one no more. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { describe, it } from "node:test";
import { hashPassword } from "../../src/users/password.ts";
import { beginSession, findSession } from "../../src/users/session.ts";
import { setPassword } from "../../src/users/set-password.ts";
import { signIn } from "../../src/users/sign-in.ts";
import { onEachDatabase } from "../support/databases.ts";
import { addNewcomer } from "../support/newcomers.ts";
import { password } from "../support/people.ts";
import { shareWorld } from "../support/shared-world.ts";

describe("setting a password", () => {
  onEachDatabase((open) => {
    const shared = shareWorld(open);

    it("lets the new one in, and the old one no more", async () => {
      const world = shared();
      const { deps } = world;
      const encrypted_password = await hashPassword(password, "");
      const { id, email } = await addNewcomer(world, { encrypted_password });
      assert.equal(await setPassword(deps, ` ${email.toUpperCase()}`, "another-password"), id);
      const attempt = { email, address: randomNetwork() };
      assert.equal((await signIn(deps, { ...attempt, password })).ok, false);
      assert.equal((await signIn(deps, { ...attempt, password: "another-password" })).ok, true);
    });

    it("ends the sessions that began with the old one", async () => {
      const world = shared();
      const { deps } = world;
      const nia = await addNewcomer(world, { encrypted_password: "the old hash" });
      const session = await beginSession(deps, { id: nia.id, encrypted_password: "the old hash" });
      assert.ok(await findSession(deps, session));
      await setPassword(deps, nia.email, "another-password");
      assert.equal(await findSession(deps, session), undefined);
    });

    it("says that nobody has the address", async () => {
      assert.equal(
        await setPassword(shared().deps, "nobody@example.org", "another-password"),
        undefined,
      );
    });

    it("reaches the person whom signing in finds, whatever capitals the address has", async () => {
      const world = shared();
      const email = `nia-${randomBytes(6).toString("hex")}@example.org`;
      const { id } = await addNewcomer(world, { email: email.replace("nia", "Nia") });
      assert.equal(await setPassword(world.deps, email, "another-password"), id);
      const attempt = { email, password: "another-password", address: randomNetwork() };
      assert.equal((await signIn(world.deps, attempt)).ok, true);
    });

    it("leaves everybody else's alone", async () => {
      const world = shared();
      const other = await addNewcomer(world, { encrypted_password: "the hash of another" });
      const nia = await addNewcomer(world);
      await setPassword(world.deps, nia.email, "another-password");
      const row = await world.deps.db
        .selectFrom("users")
        .select("encrypted_password")
        .where("id", "=", other.id)
        .executeTakeFirst();
      assert.equal(row?.encrypted_password, "the hash of another");
    });
  });
});

/** So that the failures of one test do not slow down another. */
function randomNetwork(): string {
  return `2001:db8:${randomBytes(2).toString("hex")}:${randomBytes(2).toString("hex")}::1`;
}
