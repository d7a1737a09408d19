/** Tokens that are presented together are looked up together, and no answer is older than its question. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setImmediate as endOfTurn } from "node:timers/promises";
import { sql, type KyselyPlugin } from "kysely";
import { createLookUp, type LookUp } from "../../src/access-tokens/look-up.ts";
import { revoke } from "../../src/access-tokens/revoke.ts";
import { rotate } from "../../src/access-tokens/rotate.ts";
import { digestSecret } from "../../src/access-tokens/secret.ts";
import type { Database } from "../../src/db/schema.ts";
import { onEachDatabase } from "../support/databases.ts";
import { eventually } from "../support/eventually.ts";
import { createFlakyDatabase } from "../support/flaky-database.ts";
import { addNewcomer } from "../support/newcomers.ts";
import { shareWorld } from "../support/shared-world.ts";
import { sha256 } from "../support/tokens.ts";
import { createWorld, type World } from "../support/world.ts";

describe("looking tokens up", () => {
  onEachDatabase((open) => {
    const shared = shareWorld(open);

    it("asks the database once for all that arrive in one turn, and gives each his own", async () => {
      const world = shared();
      const owners = await Promise.all([1, 2, 3].map(async () => await withToken(world)));
      const { db, queries } = createFlakyDatabase(world.deps.db);
      const lookUp = createLookUp(db);
      const found = await Promise.all(
        [...owners, { id: undefined, digest: sha256("unknown") }].map(async ({ digest }) => {
          const row = await lookUp(digest);
          return row?.owner?.id;
        }),
      );
      assert.deepEqual(found, [...owners.map(({ id }) => id), undefined]);
      assert.equal(queries(), 1);
    });

    it("gives two who present the same token the same answer", async () => {
      const world = shared();
      const { id, digest } = await withToken(world);
      const lookUp = createLookUp(world.deps.db);
      const both = await Promise.all([lookUp(digest), lookUp(digest)]);
      assert.deepEqual(
        both.map((found) => found?.owner?.id),
        [id, id],
      );
    });

    it("does not let in a newcomer once the question was sent: the token was revoked before he asked", async () => {
      const world = shared();
      const { id, digest } = await withToken(world);
      const held = holdFirstAnswer(world.deps.db);
      const lookUp = createLookUp(held.db);
      const early = lookUp(digest);
      await held.answered;
      await revoke(world.deps, id);
      const late = lookUp(digest);
      await endOfTurn();
      held.release();
      assert.equal(await isRevoked(early), false);
      assert.equal(await isRevoked(late), true);
    });

    it("lets in whoever comes while it waits for its turn: he is answered with what is true after he asked", async () => {
      const world = shared();
      const { id, digest } = await withToken(world);
      const busy = holdAnswers(world.deps.db);
      const lookUp = createLookUp(busy.db);
      const first: ReturnType<LookUp>[] = [];
      for (let statement = 0; statement < 4; statement += 1) {
        first.push(lookUp(digest));
        await eventually("it is asked", async () => busy.held() === statement + 1);
      }
      const before = lookUp(digest);
      for (let turn = 0; turn < 3; turn += 1) await endOfTurn();
      await revoke(world.deps, id);
      const late = lookUp(digest);
      for (let turn = 0; turn < 3; turn += 1) await endOfTurn();
      assert.equal(busy.held(), 4, "while four statements are under way, no fifth is sent");

      busy.release();
      for (const found of first) assert.equal(await isRevoked(found), false);
      assert.equal(await isRevoked(before), true);
      assert.equal(await isRevoked(late), true);
      assert.equal(busy.held(), 5, "and then one for both");
    });

    it("sees what was committed before it was asked, even where the turn has not ended yet", async () => {
      const world = shared();
      const { id, digest } = await withToken(world);
      const lookUp = createLookUp(world.deps.db);
      const first = lookUp(sha256("somebody else's"));
      await revoke(world.deps, id);
      assert.equal(await isRevoked(lookUp(digest)), true);
      await first;
    });

    it("answers everybody else when one row cannot be read", async () => {
      const world = shared();
      const whole = await withToken(world);
      const broken = await withToken(world);
      await sql`update oauth_access_tokens set created_at = ${sql.lit(unreadable(world))}
        where token = ${broken.digest}`.execute(world.deps.db);
      const lookUp = createLookUp(world.deps.db);
      const [found, failure] = await Promise.allSettled([
        lookUp(whole.digest),
        lookUp(broken.digest),
      ]);
      assert.ok(found.status === "fulfilled");
      assert.equal(found.value?.owner?.id, whole.id);
      assert.equal(failure.status, "rejected");
    });

    it("goes on when a column's type was changed", async () => {
      await using world = await createWorld(open);
      const { id, digest } = await withToken(world);
      const lookUp = createLookUp(world.deps.db);
      await lookUp(digest);
      if (world.database.kind === "PostgreSQL") {
        await sql`alter table users alter column firstname type text`.execute(world.deps.db);
      }
      for (let time = 0; time < 2; time += 1) assert.equal((await lookUp(digest))?.owner?.id, id);
    });

    it("fails for everybody when the database is gone, and works when it is back", async () => {
      const world = shared();
      const { id, digest } = await withToken(world);
      const flaky = createFlakyDatabase(world.deps.db);
      const lookUp = createLookUp(flaky.db);
      flaky.lose();
      const outcomes = await Promise.allSettled([lookUp(digest), lookUp(sha256("another"))]);
      assert.deepEqual(
        outcomes.map(({ status }) => status),
        ["rejected", "rejected"],
      );
      assert.equal(flaky.queries(), 1, "and does not ask a database that is gone again for each");
      flaky.find();
      assert.equal((await lookUp(digest))?.owner?.id, id);
    });
  });
});

async function withToken(world: World): Promise<{ id: number; digest: string }> {
  const { id } = await addNewcomer(world);
  const { secret } = await rotate(world.deps, id);
  return { id, digest: digestSecret(secret) };
}

async function isRevoked(found: ReturnType<LookUp>): Promise<boolean | undefined> {
  const row = await found;
  return row && row.token.revoked_at !== null;
}

/** A moment that the database holds and JavaScript's calendar does not. */
function unreadable({ database }: World): string {
  return database.kind === "SQLite" ? "the day after tomorrow" : "infinity";
}

/** The first query's answer is there, and is not handed over before `release`. */
function holdFirstAnswer(db: Database) {
  const { held, ...holding } = holdAnswers(db, 1);
  return { ...holding, answered: eventually("it is answered", async () => held() === 1) };
}

/** Queries are answered by the database, and the first `most` answers are not handed over before `release`. */
function holdAnswers(db: Database, most = Infinity) {
  const released = Promise.withResolvers<void>();
  let held = 0;
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      held += 1;
      if (held <= most) await released.promise;
      return result;
    },
  };
  return { db: db.withPlugin(plugin), held: () => held, release: released.resolve };
}
