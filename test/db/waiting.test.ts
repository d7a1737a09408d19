/** Whoever must wait for a database does so for some seconds, not for ever, and holds up nobody else meanwhile. */
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { describe, it, type TestContext } from "node:test";
import { DatabaseUnavailableError } from "../../src/db/failures.ts";
import type { DatabaseTransaction } from "../../src/db/schema.ts";
import { onEachDatabase, openSqlite } from "../support/databases.ts";
import { use, uses } from "../support/used-rows.ts";
import { within } from "../support/within.ts";

describe("waiting", { concurrency: true }, () => {
  onEachDatabase((open, kind) => {
    it("ends for a function that uses the outer database inside a transaction", async (t) => {
      const { db, remove } = await open();
      t.after(remove);
      const careless = (caller: number) => async (transaction: DatabaseTransaction) => {
        await use(transaction, "inner", caller);
        await within(60, use(db, "outer", caller));
      };
      // PostgreSQL gives the inner one a connection of its own, until all of them are in such functions.
      const callers = kind === "SQLite" ? 1 : 64;
      const results = await Promise.allSettled(
        Array.from({ length: callers }, (_, caller) => db.transaction().execute(careless(caller))),
      );
      const failed = results.filter((result) => result.status === "rejected");
      assert.notEqual(failed.length, 0);
      if (kind === "SQLite") assert.ok(failed[0]?.reason instanceof DatabaseUnavailableError);

      await use(db, "afterwards");
      assert.equal(await uses(db, "afterwards"), 1);
      assert.equal(await uses(db, "inner"), results.length - failed.length);
    });
  });

  it("ends when another process keeps SQLite locked", async (t) => {
    const { db, url, remove } = await openSqlite();
    t.after(remove);
    using other = new DatabaseSync(url.slice("sqlite:".length));
    other.exec("begin immediate");
    const turns = countTurns(t);
    await assert.rejects(use(db, "never"), DatabaseUnavailableError);
    assert.ok(turns() > 10, `the event loop was blocked: only ${turns()} turns`);
    other.exec("rollback");
    await use(db, "afterwards");
    assert.equal(await uses(db, "afterwards"), 1);
    assert.equal(await uses(db, "never"), 0);
  });
});

/** How often the event loop has turned since. */
function countTurns(t: TestContext): () => number {
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 10);
  t.after(() => clearInterval(timer));
  return () => turns;
}
