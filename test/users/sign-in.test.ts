/** Signing in: one right way, and every other looks the same from outside. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { describe, it } from "node:test";
import { hash } from "bcrypt";
import { signIn } from "../../src/users/sign-in.ts";
import { onEachDatabase } from "../support/databases.ts";
import { dump } from "../support/dump.ts";
import { createFlakyDatabase } from "../support/flaky-database.ts";
import { addNewcomer } from "../support/newcomers.ts";
import { password } from "../support/people.ts";
import { shareWorld } from "../support/shared-world.ts";
import type { World } from "../support/world.ts";

describe("signing in", () => {
  onEachDatabase((open, kind) => {
    const shared = shareWorld(open);

    it("lets Ben in with his password", async () => {
      const world = shared();
      const result = await attempt(world, "ben@example.org", password);
      assert.ok(result.ok);
      assert.equal(result.user.id, world.people.ben.id);
    });

    it("lets Ben in however he types his address", async () => {
      for (const typed of [" ben@example.org ", "BEN@example.org", "Ben@Example.Org\n"]) {
        assert.equal((await attempt(shared(), typed, password)).ok, true, typed);
      }
    });

    it("lets somebody in who accepted his invitation", async () => {
      const world = shared();
      const { ivy } = world.people;
      await world.deps.db
        .updateTable("users")
        .set({ invitation_accepted_at: new Date() })
        .where("id", "=", ivy.id)
        .execute();
      assert.equal((await attempt(world, ivy.email, password)).ok, true);
      await world.deps.db
        .updateTable("users")
        .set({ invitation_accepted_at: null })
        .where("id", "=", ivy.id)
        .execute();
    });

    const refused: Record<string, [email: string, password: string]> = {
      "a wrong password": ["ben@example.org", "let-me-through"],
      "an empty password": ["ben@example.org", ""],
      "a password with a NUL in it": ["ben@example.org", `${password}\0`],
      "an unknown address": ["cleo@example.org", password],
      "an empty address": ["", password],
      "an address with a NUL in it": ["ben@example.org\0", password],
      "an address with half a character in it": ["ben\ud800@example.org", password],
      "an address that is a pattern": ["ben@example.or_", password],
      "a very long address": [`${"x".repeat(10_000)}@example.org`, password],
      "Eve, who is deactivated": ["eve@example.org", password],
      "Ivy, who has not accepted her invitation": ["ivy@example.org", password],
    };
    for (const [who, [email, typed]] of Object.entries(refused)) {
      it(`refuses ${who}, and says no more`, async () => {
        assert.deepEqual(await attempt(shared(), email, typed), { ok: false, reason: "refused" });
      });
    }

    it("refuses somebody who has no password, whatever is typed", async () => {
      const world = shared();
      for (const encrypted_password of [null, ""]) {
        const nia = await addNewcomer(world, { encrypted_password });
        for (const typed of ["", password, "nobody has this password"]) {
          assert.equal((await attempt(world, nia.email, typed)).ok, false);
        }
      }
    });

    it("refuses who was never active", async () => {
      const world = shared();
      const nia = await addNewcomer(world, {
        encrypted_password: await hash(password, 4),
        active: null,
      });
      assert.equal((await attempt(world, nia.email, password)).ok, false);
    });

    it("asks the database equally often for every refusal", async () => {
      const world = shared();
      const counts = [];
      for (const email of ["ben@example.org", "eve@example.org", "ivy@example.org"]) {
        counts.push(await countQueries(world, email, "a wrong password"));
        if (email !== "ben@example.org") counts.push(await countQueries(world, email, password));
      }
      assert.equal(new Set(counts).size, 1, counts.join(" "));
    });

    it("asks for a pause after many failures, and does not look at the password then", async () => {
      const world = shared();
      const { email } = await addNewcomer(world, { encrypted_password: await hash(password, 4) });
      const address = randomAddress();
      const tryAs = async (typed: string) =>
        await signIn(world.deps, { email, password: typed, address });
      for (let failure = 0; failure < 5; failure += 1) {
        assert.deepEqual(await tryAs("wrong"), { ok: false, reason: "refused" });
      }
      assert.deepEqual(await tryAs(password), {
        ok: false,
        reason: "too_many_attempts",
        retryAfter: 1,
      });
      world.clock.advance({ seconds: 1 });
      assert.equal((await tryAs(password)).ok, true);
    });

    it("asks for a pause for an address that nobody has, just the same", async () => {
      const world = shared();
      const address = randomAddress();
      const email = "nobody@example.org";
      const results = [];
      for (let failure = 0; failure < 6; failure += 1) {
        results.push(await signIn(world.deps, { email, password: "wrong", address }));
      }
      assert.deepEqual(results.at(-1), { ok: false, reason: "too_many_attempts", retryAfter: 1 });
    });

    it("counts however the address is typed", async () => {
      const world = shared();
      const { email } = await addNewcomer(world, { encrypted_password: await hash(password, 4) });
      const address = randomAddress();
      const ways = [
        email,
        email.toUpperCase(),
        ` ${email}`,
        email.replace("nia", "Nia"),
        `${email}\n`,
      ];
      for (const typed of ways) {
        await signIn(world.deps, { email: typed, password: "wrong", address });
      }
      const sixth = await signIn(world.deps, { email, password: "wrong", address });
      assert.ok(!sixth.ok && sixth.reason === "too_many_attempts");
    });

    it("leaves the password in no table and in no log line", async () => {
      const world = shared();
      await attempt(world, "ben@example.org", "a-password-that-is-wrong");
      await attempt(world, "ben@example.org", password);
      const traces = JSON.stringify(await dump(world.deps.db)) + world.logLines.join("");
      assert.doesNotMatch(traces, /a-password-that-is-wrong|let-me-through-please/);
    });

    if (kind === "PostgreSQL") return; // time is told where there is no network

    it("takes as long for an address that nobody has as for a wrong password", async () => {
      const world = shared();
      const time = async (email: string) => {
        const start = performance.now();
        await attempt(world, email, "a wrong password");
        return performance.now() - start;
      };
      const known: number[] = [];
      const unknown: number[] = [];
      await time("ben@example.org");
      for (let round = 0; round < 4; round += 1) {
        known.push(await time("ben@example.org"));
        unknown.push(await time(`${randomBytes(6).toString("hex")}@example.org`));
      }
      const ratio = Math.min(...unknown) / Math.min(...known);
      assert.ok(ratio > 0.3 && ratio < 3, `${ratio} times as long`);
    });
  });
});

async function attempt({ deps }: World, email: string, typed: string) {
  return await signIn(deps, { email, password: typed, address: randomAddress() });
}

async function countQueries(world: World, email: string, typed: string): Promise<number> {
  const flaky = createFlakyDatabase(world.deps.db);
  await signIn(
    { ...world.deps, db: flaky.db },
    { email, password: typed, address: randomAddress() },
  );
  return flaky.queries();
}

/** In a /64 of its own, so that the failures of one test do not slow down another. */
function randomAddress(): string {
  return `2001:db8:${randomBytes(2).toString("hex")}:${randomBytes(2).toString("hex")}::1`;
}
