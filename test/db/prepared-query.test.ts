/** Queries that are asked all the time: they mean what they meant, and wait for nobody's transaction. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { sql } from "kysely";
import pg from "pg";
import { prepareQuery, runPrepared, type PreparedQuery } from "../../src/db/prepared-query.ts";
import type { Database } from "../../src/db/schema.ts";
import { countConnections } from "../support/connections-in-use.ts";
import { onEachDatabase, type TestDatabase } from "../support/databases.ts";
import { use, uses } from "../support/used-rows.ts";
import { eventually } from "../support/eventually.ts";
import { within } from "../support/within.ts";

describe("a prepared query", () => {
  onEachDatabase((open, kind) => {
    let database: TestDatabase;
    let db: Database;
    let query: PreparedQuery<{ form_id: string }>;
    before(async () => {
      database = await open();
      ({ db } = database);
      query = prepareQuery(
        "form",
        db.selectFrom("tollgate_used_forms").select("form_id").where("form_id", "=", "any"),
      );
    });
    after(async () => await database.remove());

    it("is asked with other parameters each time", async () => {
      await use(db, "one");
      await use(db, "other");
      for (const form_id of ["one", "other", "one"]) {
        const rows = await runPrepared(db, query, [form_id]);
        assert.deepEqual(
          rows.map((row) => row.form_id),
          [form_id],
        );
      }
      assert.deepEqual(await runPrepared(db, query, ["neither"]), []);
    });

    it("sees in a transaction what that has written, and outside what is committed", async () => {
      await db.transaction().execute(async (transaction) => {
        await use(transaction, "half done");
        assert.equal((await runPrepared(transaction, query, ["half done"])).length, 1);
        assert.equal((await runPrepared(db, query, ["half done"])).length, 0);
      });
      assert.equal((await runPrepared(db, query, ["half done"])).length, 1);
    });

    if (kind === "SQLite") return;

    it("is planned once for any parameters", async () => {
      for (let time = 0; time < 3; time += 1) await runPrepared(db, query, ["one"]);
      const statements = sql<{ name: string; custom_plans: number }>`pg_prepared_statements`;
      const plans = prepareQuery(
        "plans",
        db.selectFrom(statements.as("statements")).select("custom_plans").where("name", "=", "any"),
      );
      assert.deepEqual(await runPrepared(db, plans, ["form"]), [{ custom_plans: 0 }]);
    });

    it("is answered while every other connection is in a transaction, and others wait", async () => {
      const end = Promise.withResolvers<void>();
      const poolSize = 16;
      let held = 0;
      const holders = Array.from({ length: poolSize }, () =>
        db.transaction().execute(async () => {
          held += 1;
          await end.promise;
        }),
      );
      await eventually("all are in a transaction", async () => held === poolSize);
      const waiting = uses(db, "waiting");
      let isOver = false;
      void waiting.then(() => (isOver = true));
      for (let time = 0; time < 50; time += 1) {
        assert.equal((await within(30, runPrepared(db, query, ["one"]))).length, 1);
      }
      assert.equal(isOver, false, "an ordinary query waits for a connection");
      end.resolve();
      await Promise.all([...holders, waiting]);
    });

    it("fails once on each connection when a column's type has changed, and is then prepared anew", async (t) => {
      const own = await open();
      t.after(own.remove);
      await use(own.db, "one");
      await runPrepared(own.db, query, ["one"]);
      await sql`alter table tollgate_used_forms alter column form_id type text`.execute(own.db);
      await assert.rejects(runPrepared(own.db, query, ["one"]), /cached plan/);
      assert.equal((await runPrepared(own.db, query, ["one"])).length, 1);
    });

    it("closes its connections with the database", async (t) => {
      const other = await open();
      const watcher = new pg.Client(other.url);
      await watcher.connect();
      t.after(async () => await watcher.end());
      await runPrepared(other.db, query, ["one"]);
      await uses(other.db, "one");
      assert.equal(await countConnections(watcher), 2);
      await other.db.destroy();
      await eventually("they are gone", async () => (await countConnections(watcher)) === 0);
    });
  });
});
