/** Guessing passwords gets slower and slower, and nobody can lock out the owner of an account by guessing. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { describe, it } from "node:test";
import { openDatabase } from "../../src/db/database.ts";
import { countAttempt, forgiveAttempt, type Attempt } from "../../src/users/sign-in-attempts.ts";
import { onEachDatabase } from "../support/databases.ts";
import { dump } from "../support/dump.ts";
import { shareWorld } from "../support/shared-world.ts";
import { inEachTimeZone } from "../support/time-zones.ts";
import type { World } from "../support/world.ts";

const hour = 3600;
const day = 24 * hour;

describe("attempts to sign in", () => {
  onEachDatabase((open) => {
    const shared = shareWorld(open);

    it("are free at first, then cost more and more time, up to a quarter of an hour", async () => {
      const guesser = createGuesser(shared());
      const attempt = randomAttempt();
      const waits: number[] = [];
      for (let failure = 0; failure < 20; failure += 1) waits.push(await guesser.fail(attempt));
      assert.deepEqual(waits.slice(0, 5), [0, 0, 0, 0, 0], "typing errors");
      assert.deepEqual(waits.slice(5, 10), [1, 2, 4, 8, 16]);
      assert.deepEqual(
        waits,
        waits.toSorted((one, other) => one - other),
      );
      assert.equal(waits.at(-1), 900);
    });

    it("are not counted while they are refused, so that waiting helps", async () => {
      const guesser = createGuesser(shared());
      const attempt = randomAttempt();
      for (let failure = 0; failure < 8; failure += 1) await guesser.fail(attempt);
      const wait = await guesser.try(attempt);
      assert.ok(wait > 0);
      for (let again = 0; again < 10; again += 1) assert.equal(await guesser.try(attempt), wait);
      guesser.pass(wait);
      assert.equal(await guesser.try(attempt), 0);
    });

    it("say how many whole seconds are left", async () => {
      const guesser = createGuesser(shared());
      const attempt = randomAttempt();
      for (let failure = 0; failure < 8; failure += 1) await guesser.fail(attempt);
      const wait = await guesser.try(attempt);
      assert.ok(wait > 2 && Number.isInteger(wait));
      guesser.pass(0.25);
      assert.equal(await guesser.try(attempt), wait);
      guesser.pass(1);
      assert.equal(await guesser.try(attempt), wait - 1);
    });

    it("are forgiven once the password was right", async () => {
      const guesser = createGuesser(shared());
      const attempt = randomAttempt();
      for (let failure = 0; failure < 8; failure += 1) await guesser.fail(attempt);
      await guesser.succeed(attempt);
      for (let failure = 0; failure < 5; failure += 1) {
        assert.equal(await guesser.fail(attempt), 0);
      }
    });

    inEachTimeZone(() => {
      it("are forgotten after a day", async () => {
        const guesser = createGuesser(shared());
        const attempt = randomAttempt();
        for (let failure = 0; failure < 8; failure += 1) await guesser.fail(attempt);
        guesser.pass(day + 1);
        for (let failure = 0; failure < 5; failure += 1) {
          assert.equal(await guesser.fail(attempt), 0);
        }
      });

      it("are remembered for a day", async () => {
        const guesser = createGuesser(shared());
        const attempt = randomAttempt();
        for (let failure = 0; failure < 8; failure += 1) await guesser.fail(attempt);
        guesser.pass(day - hour);
        assert.equal(await guesser.fail(attempt), 0, "the delay itself is over");
        assert.ok((await guesser.fail(attempt)) > 4, "the next one is long");
      });
    });

    it("of one account from everywhere add up", async () => {
      const guesser = createGuesser(shared());
      const account = randomAccount();
      const refused = await countRefused(40, async () => {
        return await guesser.try({ account, address: randomAddress() });
      });
      assert.ok(refused > 5, `only ${refused} of 40 were refused`);
    });

    it("of many accounts from one address add up", async () => {
      const guesser = createGuesser(shared());
      const address = randomAddress();
      const refused = await countRefused(40, async () => {
        return await guesser.try({ account: randomAccount(), address });
      });
      assert.ok(refused > 5, `only ${refused} of 40 were refused`);
    });

    it("from one IPv6 network are from one address", async () => {
      const guesser = createGuesser(shared());
      const account = randomAccount();
      const network = randomAddress().replace(/::1$/, "");
      const refused = await countRefused(20, async () => {
        const host = randomBytes(2).toString("hex");
        return await guesser.try({ account, address: `${network}:1:2:3:${host}` });
      });
      assert.ok(refused >= 14, `only ${refused} of 20 were refused`);
    });

    it("of strangers do not keep the owner out, where he has signed in before", async () => {
      const guesser = createGuesser(shared());
      const owner = randomAttempt();
      await guesser.try(owner);
      await guesser.succeed(owner);
      for (let stranger = 0; stranger < 40; stranger += 1) {
        await guesser.try({ account: owner.account, address: randomAddress() });
      }
      assert.ok((await guesser.try({ account: owner.account, address: randomAddress() })) > 0);
      assert.equal(await guesser.try(owner), 0);
    });

    it("of strangers keep the owner out for a minute at most, where he was never seen", async () => {
      const guesser = createGuesser(shared());
      const account = randomAccount();
      for (let stranger = 0; stranger < 45; stranger += 1) {
        guesser.pass(await guesser.try({ account, address: randomAddress() }));
      }
      await guesser.try({ account, address: randomAddress() });
      const wait = await guesser.try({ account, address: randomAddress() });
      assert.ok(wait > 0 && wait <= 60, `${wait} s`);
    });

    it("of a guesser who has an account himself are not forgiven by signing in to it", async () => {
      const guesser = createGuesser(shared());
      const address = randomAddress();
      const own = { account: randomAccount(), address };
      const refused = await countRefused(40, async () => {
        if ((await guesser.try(own)) === 0) await guesser.succeed(own);
        return await guesser.try({ account: randomAccount(), address });
      });
      assert.ok(refused > 5, `only ${refused} of 40 were refused`);
    });

    it("of neighbours do not slow down somebody else's address", async () => {
      const guesser = createGuesser(shared());
      const address = randomAddress();
      await countRefused(40, async () => await guesser.try({ account: randomAccount(), address }));
      assert.equal(await guesser.try(randomAttempt()), 0);
    });

    it("that come at once are counted one by one, by all processes together", async (t) => {
      const world = shared();
      const other = openDatabase(world.database.url, () => {});
      t.after(async () => await other.destroy());
      const attempt = randomAttempt();
      const waits = await Promise.all(
        Array.from({ length: 16 }, (_, index) =>
          countAttempt(index % 2 ? world.deps : { ...world.deps, db: other }, attempt),
        ),
      );
      assert.equal(waits.filter((wait) => wait === 0).length, 5);
    });

    it("that come at once, successes and failures, of the same accounts and addresses, block nobody", async () => {
      const world = shared();
      const accounts = Array.from({ length: 4 }, randomAccount);
      const addresses = Array.from({ length: 4 }, randomAddress);
      const attempts = accounts.flatMap((account) =>
        addresses.map((address) => ({ account, address })),
      );
      await Promise.all(
        attempts.flatMap((attempt) => [
          countAttempt(world.deps, attempt),
          forgiveAttempt(world.deps, attempt),
          countAttempt(world.deps, attempt),
        ]),
      );
    });

    it("are stored without a word about who and from where", async () => {
      const world = shared();
      const attempt = { account: "somebody.special@example.org", address: "192.0.2.177" };
      await countAttempt(world.deps, attempt);
      const rows = (await dump(world.deps.db))["tollgate_sign_in_attempts"] ?? [];
      assert.notEqual(rows.length, 0);
      assert.doesNotMatch(rows.join("\n"), /special|192\.0\.2/);
      for (const row of rows) assert.match(row, /"subject":"[0-9a-f]{64}"/);
    });
  });
});

/** Tries with a clock of his own, so that tests that share a world do not move each other's time. */
function createGuesser({ deps }: World) {
  let now = deps.now().getTime();
  const own = { ...deps, now: () => new Date(now) };
  const pass = (seconds: number) => {
    now += seconds * 1000;
  };
  return {
    pass,
    try: async (attempt: Attempt) => await countAttempt(own, attempt),
    succeed: async (attempt: Attempt) => await forgiveAttempt(own, attempt),
    /** Fails once more, as soon as that is possible; returns the seconds that it had to wait for it. */
    async fail(attempt: Attempt): Promise<number> {
      const wait = await countAttempt(own, attempt);
      if (wait === 0) return 0;
      pass(wait);
      assert.equal(await countAttempt(own, attempt), 0);
      return wait;
    },
  };
}

async function countRefused(times: number, attempt: () => Promise<number>): Promise<number> {
  let refused = 0;
  for (let count = 0; count < times; count += 1) if ((await attempt()) > 0) refused += 1;
  return refused;
}

function randomAttempt(): Attempt {
  return { account: randomAccount(), address: randomAddress() };
}

function randomAccount(): string {
  return `${randomBytes(6).toString("hex")}@example.org`;
}

/** In a /64 of its own. */
function randomAddress(): string {
  return `2001:db8:${randomBytes(2).toString("hex")}:${randomBytes(2).toString("hex")}::1`;
}
