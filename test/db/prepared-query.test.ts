/** Queries that are asked all the time: they mean what they meant, and wait for nobody's transaction. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { sql } from "kysely";
import pg from "pg";
import { prepareQuery } from "../../src/db/prepared-query.ts";
import type { Database } from "../../src/db/schema.ts";
import { countConnections } from "../support/connections-in-use.ts";
import { onEachDatabase, type TestDatabase } from "../support/databases.ts";
import { use, uses } from "../support/used-rows.ts";
import { eventually } from "../support/eventually.ts";
import { within } from "../support/within.ts";

const formsNamed = prepareQuery((db, { formId }: { formId: string }) =>
  db.selectFrom("tollgate_used_forms").select("form_id").where("form_id", "=", formId),
);

describe("a prepared query", () => {
  onEachDatabase((open, kind) => {
    let database: TestDatabase;
    let db: Database;
    before(async () => {
      database = await open();
      ({ db } = database);
    });
    after(async () => await database.remove());

    it("is asked with other parameters each time", async () => {
      await use(db, "one");
      await use(db, "other");
      for (const form_id of ["one", "other", "one"]) {
        const rows = await formsNamed(db, { formId: form_id });
        assert.deepEqual(
          rows.map((row) => row.form_id),
          [form_id],
        );
      }
      assert.deepEqual(await formsNamed(db, { formId: "neither" }), []);
    });

    it("sees in a transaction what that has written, and outside what is committed", async () => {
      await db.transaction().execute(async (transaction) => {
        await use(transaction, "half done");
        assert.equal((await formsNamed(transaction, { formId: "half done" })).length, 1);
        assert.equal((await formsNamed(db, { formId: "half done" })).length, 0);
      });
      assert.equal((await formsNamed(db, { formId: "half done" })).length, 1);
    });

    if (kind === "SQLite") return;

    it("is planned once for any parameters", async () => {
      for (let time = 0; time < 3; time += 1) await formsNamed(db, { formId: "one" });
      const statements = sql<{ statement: string; custom_plans: number }>`pg_prepared_statements`;
      const plansOf = prepareQuery((any, { part }: { part: string }) =>
        any
          .selectFrom(statements.as("statements"))
          .select("custom_plans")
          .where("statement", "like", part),
      );
      assert.deepEqual(await plansOf(db, { part: "%tollgate_used_forms%" }), [{ custom_plans: 0 }]);
    });

    it("is answered while every other connection is in a transaction, and others wait", async (t) => {
      const end = Promise.withResolvers<void>();
      t.after(() => end.resolve());
      const poolSize = 12;
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
        assert.equal((await within(30, formsNamed(db, { formId: "one" }))).length, 1);
      }
      assert.equal(isOver, false, "an ordinary query waits for a connection");
      end.resolve();
      await Promise.all([...holders, waiting]);
    });

    it("is answered after a column's type has changed, and is prepared anew", async (t) => {
      const own = await open();
      t.after(own.remove);
      await use(own.db, "one");
      await formsNamed(own.db, { formId: "one" });
      await sql`alter table tollgate_used_forms alter column form_id type text`.execute(own.db);
      for (let time = 0; time < 2; time += 1) {
        assert.equal((await formsNamed(own.db, { formId: "one" })).length, 1);
      }
    });

    it("closes its connections with the database", async (t) => {
      const other = await open();
      const watcher = new pg.Client(other.url);
      await watcher.connect();
      t.after(async () => await watcher.end());
      await formsNamed(other.db, { formId: "one" });
      await uses(other.db, "one");
      assert.equal(await countConnections(watcher), 2);
      await other.db.destroy();
      await eventually("they are gone", async () => (await countConnections(watcher)) === 0);
    });
  });
});
