/** Both databases give and take the same values, and a transaction is all or nothing. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import {
  databaseNow,
  describeDatabase,
  findWeakDurability,
  hasColumn,
  hasTable,
  isPostgres,
  openDatabase,
  takeTurn,
} from "../../src/db/database.ts";
import { readAnything } from "../../src/db/read-anything.ts";
import type { Database } from "../../src/db/schema.ts";
import { onEachDatabase, type TestDatabase } from "../support/databases.ts";
import { within } from "../support/within.ts";

const moment = new Date("2026-11-24T06:50:24.123Z");
const moments = { created_at: moment, updated_at: moment };

describe("a database", () => {
  onEachDatabase((open, kind) => {
    let database: TestDatabase;
    let db: Database;
    before(async () => {
      database = await open();
      ({ db } = database);
    });
    after(async () => await database.remove());

    it("is known for what it is", () => {
      assert.equal(isPostgres(db), kind === "PostgreSQL");
    });

    it("gives back what an insert stored, ids as numbers, moments as dates, yes and no as booleans", async () => {
      const inserted = await db
        .insertInto("orgs")
        .values({ name: "Example University", managed: true, feedback_enabled: null, ...moments })
        .returning(["id", "name", "managed", "is_other", "feedback_enabled", "created_at", "links"])
        .executeTakeFirstOrThrow();
      assert.equal(typeof inserted.id, "number");
      const expected = {
        id: inserted.id,
        name: "Example University",
        managed: true,
        is_other: false, // the column's default
        feedback_enabled: null,
        created_at: moment,
        links: null,
      };
      assert.deepEqual({ ...inserted }, expected);
      const found = await db
        .selectFrom("orgs")
        .select(["id", "name", "managed", "is_other", "feedback_enabled", "created_at", "links"])
        .where("id", "=", inserted.id)
        .executeTakeFirstOrThrow();
      assert.deepEqual({ ...found }, expected);
    });

    it("gives back what an update changed, and counts its rows", async () => {
      const ids = await addPerms(db, ["updated one", "updated two"]);
      const update = db.updateTable("perms").set({ name: "updated" }).where("id", "in", ids);
      const { numUpdatedRows } = await update.executeTakeFirstOrThrow();
      assert.equal(numUpdatedRows, 2n);
      const returned = await update.returning(["name", "created_at"]).execute();
      assert.deepEqual(
        returned.map(({ name, created_at }) => [name, created_at]),
        [
          ["updated", moment],
          ["updated", moment],
        ],
      );
      const { numDeletedRows } = await db
        .deleteFrom("perms")
        .where("id", "in", ids)
        .executeTakeFirstOrThrow();
      assert.equal(numDeletedRows, 2n);
    });

    it("finds rows by a boolean, by a moment and by an id", async () => {
      const { id } = await db
        .insertInto("orgs")
        .values({ name: "found", managed: false, ...moments })
        .returning("id")
        .executeTakeFirstOrThrow();
      const found = await db
        .selectFrom("orgs")
        .select("id")
        .where("id", "=", id)
        .where("managed", "=", false)
        .where("created_at", "=", moment)
        .execute();
      assert.deepEqual(
        found.map((row) => row.id),
        [id],
      );
    });

    it("counts with numbers", async () => {
      await addPerms(db, ["counted", "counted"]);
      const { count, most } = await db
        .selectFrom("perms")
        .select(({ fn }) => [fn.countAll().as("count"), fn.max("id").as("most")])
        .where("name", "=", "counted")
        .executeTakeFirstOrThrow();
      assert.equal(count, 2);
      assert.equal(typeof most, "number");
    });

    it("keeps every character of a text, and tells an empty one from none", async () => {
      const texts = [
        "",
        " ",
        "O'Brien; drop table users --",
        '"\\',
        "a\nb\tc",
        "Ünïcødé 漢字 🔑",
        "%_",
      ];
      const ids = await addPerms(db, texts);
      const rows = await db
        .selectFrom("perms")
        .select(["id", "name"])
        .where("id", "in", ids)
        .execute();
      assert.deepEqual(
        ids.map((id) => rows.find((row) => row.id === id)?.name),
        texts,
      );
    });

    it("gives the largest exact id, and an error instead of an inexact one", async () => {
      await useForm(db, "exact", "9007199254740991");
      assert.equal(await userOfForm(db, "exact"), Number.MAX_SAFE_INTEGER);
      for (const id of ["9007199254740993", "-9007199254740993", "9223372036854775807"]) {
        await useForm(db, `inexact ${id}`, id);
        await assert.rejects(userOfForm(db, `inexact ${id}`), RangeError, id);
      }
    });

    it("keeps nothing of a transaction that failed", async () => {
      const failure = new Error("in the middle");
      const work = db.transaction().execute(async (transaction) => {
        await addPerms(transaction, ["never"]);
        await transaction.updateTable("perms").set({ name: "never" }).execute();
        throw failure;
      });
      await assert.rejects(work, failure);
      assert.equal(await countPerms(db, "never"), 0);
    });

    it("keeps nothing of a transaction whose last statement was refused", async () => {
      const work = db.transaction().execute(async (transaction) => {
        await addPerms(transaction, ["refused"]);
        await transaction
          .insertInto("oauth_access_tokens")
          .values({ application_id: 987_654, token: "of no application", created_at: moment })
          .execute();
      });
      await assert.rejects(work, /foreign key/i);
      assert.equal(await countPerms(db, "refused"), 0);
    });

    it("keeps all of a transaction that ended well, and goes on after one that did not", async () => {
      await db.transaction().execute(async (transaction) => {
        await addPerms(transaction, ["kept", "kept"]);
      });
      assert.equal(await countPerms(db, "kept"), 2);
    });

    it("shows a transaction's rows to nobody else before it is committed", async () => {
      await db.transaction().execute(async (transaction) => {
        await addPerms(transaction, ["hidden"]);
        assert.equal(await countPerms(transaction, "hidden"), 1);
        assert.equal(await within(10, countPerms(db, "hidden")), 0);
      });
      assert.equal(await countPerms(db, "hidden"), 1);
    });

    it("lets everybody wait who needs the same turn", async (t) => {
      const other = openDatabase(database.url, () => {});
      t.after(async () => await other.destroy());
      await readAnything(other); // so that it does not come late because it had to connect first
      const events: string[] = [];
      const second = await db.transaction().execute(async (transaction) => {
        await takeTurn(transaction, "the same");
        const waiting = other.transaction().execute(async (otherTransaction) => {
          await takeTurn(otherTransaction, "the same");
          events.push("second begins");
        });
        // Long enough for the second to get through, if there were nothing to wait for.
        for (let step = 0; step < 20; step += 1) await countPerms(transaction, "any");
        await sleep(100);
        events.push("first ends");
        return { waiting };
      });
      await second.waiting;
      assert.deepEqual(events, ["first ends", "second begins"]);
    });

    it("is readable when it has the tables", async () => {
      await readAnything(db);
    });

    it("is not readable when it has none", async (t) => {
      const empty = await open({ migrated: false });
      t.after(empty.remove);
      await assert.rejects(readAnything(empty.db), /oauth_access_tokens/);
    });

    it("knows which tables it has", async () => {
      assert.equal(await hasTable(db, "users"), true);
      assert.equal(await hasTable(db, "nothing"), false);
    });

    it("knows which columns its tables have", async () => {
      assert.equal(await hasColumn(db, "users", "email"), true);
      assert.equal(await hasColumn(db, "users", "nothing"), false);
      assert.equal(await hasColumn(db, "nothing", "email"), false);
    });

    it("is durable", async () => {
      assert.deepEqual(await findWeakDurability(db), []);
    });

    it("refuses all work once it is closed", async () => {
      const closed = openDatabase(database.url, () => {});
      await readAnything(closed);
      await closed.destroy();
      await assert.rejects(readAnything(closed), /closed|destroyed|after calling end/);
    });

    if (kind === "SQLite") return;

    it("tells which durability settings are off", async (t) => {
      await sql`do $$ begin
        execute format('alter database %I set synchronous_commit = off', current_database());
      end $$`.execute(database.db);
      const careless = openDatabase(database.url, () => {});
      t.after(async () => await careless.destroy());
      assert.deepEqual(await findWeakDurability(careless), ["synchronous_commit"]);
    });

    it("lets others pass who need another turn", async () => {
      await db.transaction().execute(async (transaction) => {
        await takeTurn(transaction, "one");
        await db.transaction().execute(async (other) => await takeTurn(other, "another"));
      });
    });
  });
});

describe("a database's address for people", () => {
  it("is the file's whole path", () => {
    assert.equal(describeDatabase("sqlite:/var/lib/x.sqlite3"), "sqlite:/var/lib/x.sqlite3");
    assert.match(describeDatabase("sqlite:./x.sqlite3"), /^sqlite:\/.*\/x\.sqlite3$/);
  });

  it("has no password in it, nor a user", () => {
    const url =
      "postgres://me:hunter2@db.example.org:5433/roadmap?password=hunter2&sslmode=require";
    assert.equal(describeDatabase(url), "postgres://db.example.org:5433/roadmap");
  });
});

async function addPerms(db: Database, names: readonly string[]): Promise<number[]> {
  const rows = await db
    .insertInto("perms")
    .values(names.map((name) => ({ name, created_at: moment, updated_at: databaseNow(db) })))
    .returning("id")
    .execute();
  return rows.map(({ id }) => id);
}

async function countPerms(db: Database, name: string): Promise<number> {
  const rows = await db.selectFrom("perms").select("id").where("name", "=", name).execute();
  return rows.length;
}

/** The id as text: this process could not even write an inexact one. */
async function useForm(db: Database, name: string, userId: string) {
  await sql`insert into tollgate_used_forms (user_id, form_id, used_at)
    values (${sql.raw(userId)}, ${name}, ${moment})`.execute(db);
}

async function userOfForm(db: Database, name: string): Promise<number | undefined> {
  const row = await db
    .selectFrom("tollgate_used_forms")
    .select("user_id")
    .where("form_id", "=", name)
    .executeTakeFirst();
  return row?.user_id;
}
