/** Queries that are asked all the time: they mean what they meant, and wait for nobody's transaction. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { sql, type Selectable } from "kysely";
import pg from "pg";
import { isOneOf } from "../../src/db/database.ts";
import { prepareChange, prepareQuery } from "../../src/db/prepared-query.ts";
import type { Database, TollgateUsedFormsTable } from "../../src/db/schema.ts";
import { countConnections } from "../support/connections-in-use.ts";
import { onEachDatabase, type TestDatabase } from "../support/databases.ts";
import { use, uses } from "../support/used-rows.ts";
import { eventually } from "../support/eventually.ts";
import { within } from "../support/within.ts";

const formsNamed = prepareQuery((db, { formId }: { formId: string }) =>
  db.selectFrom("tollgate_used_forms").select("form_id").where("form_id", "=", formId),
);

const plansOf = prepareQuery((db, { part }: { part: string }) =>
  db
    .selectFrom(
      sql<{ statement: string; custom_plans: number }>`pg_prepared_statements`.as("prepared"),
    )
    .select("custom_plans")
    .where("statement", "like", part),
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

    it("takes lists, and one value in several places", async () => {
      for (const form of ["a list's first", "its second", "another"]) await use(db, form);
      const amongButNot = prepareQuery(
        (any, { formIds, not }: { formIds: readonly string[]; not: string }) =>
          any
            .selectFrom("tollgate_used_forms")
            .select(["form_id", sql.val(not).as("not")])
            .where(isOneOf(any, "form_id", formIds))
            .where("form_id", "<>", not),
      );
      const ask = async (...formIds: string[]) =>
        (await amongButNot(db, { formIds, not: "its second" })).map((row) => row.form_id);
      assert.deepEqual(await ask("a list's first", "its second"), ["a list's first"]);
      assert.deepEqual(await ask("another", "its second", "nobody's"), ["another"]);
      assert.deepEqual(await ask(), []);
    });

    it("throws for a value that lacks, instead of taking it for NULL, whoever asks first", async () => {
      const prepareOne = () =>
        prepareQuery((any, { user, formId }: { user: number; formId?: string | undefined }) =>
          any
            .selectFrom("tollgate_used_forms")
            .select("form_id")
            .where("user_id", "=", user)
            .where(sql<boolean>`form_id = ${formId}`),
        );
      const formsOf = prepareOne();
      await formsOf(db, { user: 1, formId: "any" });
      await assert.rejects(formsOf(db, { user: 1 }), TypeError);
      await assert.rejects(formsOf(db, { user: 1, formId: undefined }), TypeError);
      const lacking = prepareOne();
      await assert.rejects(lacking(db, { user: 1, formId: undefined }), TypeError);
      await lacking(db, { user: 1, formId: "any" });
      const shorter = prepareOne();
      await shorter(db, { user: 1 }).catch(() => {});
      await assert.rejects(shorter(db, { user: 1, formId: "any" }), TypeError);
    });

    it("is built once, whoever asks", async () => {
      let built = 0;
      const counting = prepareQuery((any) => {
        built += 1;
        return any.selectFrom("tollgate_used_forms").select("form_id");
      });
      for (let time = 0; time < 3; time += 1) await counting(db, {});
      await db.transaction().execute(async (transaction) => await counting(transaction, {}));
      assert.equal(built, 1);
    });

    it("writes in a transaction", async () => {
      const insert = prepareChange((any, form: Selectable<TollgateUsedFormsTable>) =>
        any.insertInto("tollgate_used_forms").values(form).returning("form_id"),
      );
      const used_at = new Date();
      await db.transaction().execute(async (transaction) => {
        const [row] = await insert(transaction, { user_id: 1, form_id: "written", used_at });
        assert.equal(row?.form_id, "written");
      });
      assert.equal((await formsNamed(db, { formId: "written" })).length, 1);
    });

    if (kind === "SQLite") return;

    it("is planned once for any parameters", async () => {
      for (let time = 0; time < 3; time += 1) await formsNamed(db, { formId: "one" });
      const plans = await plansOf(db, { part: "%tollgate_used_forms%" });
      assert.deepEqual(new Set(plans.map((plan) => plan.custom_plans)), new Set([0]));
    });

    it("is answered while every other connection is in a transaction, and others wait", async (t) => {
      const end = Promise.withResolvers<void>();
      t.after(() => end.resolve());
      const poolSize = 8;
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

    it("that lets somebody in is answered while all others are slow", async () => {
      const sleep = prepareQuery((any, { seconds }: { seconds: number }) =>
        any.selectNoFrom(sql`pg_sleep(${seconds})`.as("slept")),
      );
      const readMine = prepareQuery((any) => any.selectNoFrom(sql<number>`1`.as("one")), {
        letsIn: true,
      });
      await readMine(db, {}); // so that it does not come late because it had to connect first
      const slow = Promise.all(Array.from({ length: 8 }, () => sleep(db, { seconds: 1.5 })));
      assert.deepEqual(await within(1, readMine(db, {})), [{ one: 1 }]);
      await slow;
    });

    it("is answered after a column's type has changed, and is prepared anew", async (t) => {
      const own = await open();
      t.after(own.remove);
      await use(own.db, "one");
      await formsNamed(own.db, { formId: "one" });
      assert.equal(await isPrepared(own.db), true);
      await sql`alter table tollgate_used_forms alter column form_id type text`.execute(own.db);
      assert.equal((await formsNamed(own.db, { formId: "one" })).length, 1);
      assert.equal(await isPrepared(own.db), false);
      assert.equal((await formsNamed(own.db, { formId: "one" })).length, 1);
      assert.equal(await isPrepared(own.db), true);
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

/** Whether a connection that is free knows the query. */
async function isPrepared(db: Database): Promise<boolean> {
  return (await plansOf(db, { part: "%tollgate_used_forms%" })).length > 0;
}
