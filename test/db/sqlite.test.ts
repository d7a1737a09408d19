/** SQLite keeps what was answered, lets one write at a time, and never blocks who reads. */
import assert from "node:assert/strict";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, before, describe, it, type TestContext } from "node:test";
import { sql } from "kysely";
import { databaseNow, openDatabase } from "../../src/db/database.ts";
import { CommitOutcomeUnknownError, isForeignKeyViolation } from "../../src/db/failures.ts";
import { migrate } from "../../src/db/migrate.ts";
import type { Database } from "../../src/db/schema.ts";
import { requireSafeVersion } from "../../src/db/sqlite.ts";
import { use, uses } from "../support/used-rows.ts";
import { within } from "../support/within.ts";

describe("SQLite", () => {
  let path: string;
  let db: Database;
  before(async () => {
    path = join(
      await mkdtemp(join(tmpdir(), "tollgate-sqlite-")),
      "new",
      "folder",
      "tollgate.sqlite3",
    );
    db = openDatabase(`sqlite:${path}`, () => {});
    await migrate(db);
  });
  after(async () => {
    await db.destroy();
    await rm(dirname(dirname(dirname(path))), { recursive: true });
  });

  /** A second process, as far as SQLite can tell: its own connections to the same file. */
  const openAgain = (t: TestContext) => {
    const other = openDatabase(`sqlite:${path}`, () => {});
    t.after(async () => await other.destroy());
    return other;
  };

  describe("whenever the file is opened, the first time or again", () => {
    for (const time of ["first", "second"]) {
      it(`writes to disk before it answers, the ${time} time`, async (t) => {
        const opened = time === "first" ? db : openAgain(t);
        assert.deepEqual(await pragmasOfWriter(opened), {
          journal_mode: "wal",
          synchronous: 2,
          foreign_keys: 1,
        });
        assert.deepEqual(await pragmasOfReader(opened), { synchronous: 2, foreign_keys: 1 });
      });

      it(`refuses a row that refers to nothing, the ${time} time`, async (t) => {
        const opened = time === "first" ? db : openAgain(t);
        await assert.rejects(
          opened
            .insertInto("oauth_access_tokens")
            .values({ application_id: 12_345, token: time, created_at: databaseNow(opened) })
            .execute(),
          isForeignKeyViolation,
        );
      });
    }

    it("has the write-ahead log, as any other program sees", () => {
      using file = new DatabaseSync(path, { readOnly: true });
      assert.equal(file.prepare("pragma journal_mode").get()?.["journal_mode"], "wal");
    });

    it("makes the folders that are missing", async () => {
      assert.ok((await stat(path)).isFile());
    });
  });

  describe("one write at a time", () => {
    it("makes a second process wait until the first one's transaction has ended", async (t) => {
      const other = openAgain(t);
      const events: string[] = [];
      const waited = stopwatch();
      const began = Promise.withResolvers<void>();
      const first = db.transaction().execute(async (transaction) => {
        began.resolve();
        await use(transaction, "one");
        // The other process tries many times meanwhile.
        while (waited() < 100) await nextTurn();
        events.push("first commits");
      });
      await began.promise;
      await other.transaction().execute(async (transaction) => {
        events.push("second begins");
        assert.equal(await uses(transaction, "one"), 1, "the second sees what the first committed");
      });
      await first;
      assert.deepEqual(events, ["first commits", "second begins"]);
    });

    it("lets transactions of one process follow each other", async () => {
      const increment = async () =>
        await db.transaction().execute(async (transaction) => {
          const earlier = await uses(transaction, "counted");
          await nextTurn();
          await use(transaction, "counted", earlier + 1);
        });
      await Promise.all(Array.from({ length: 20 }, increment));
      assert.equal(await uses(db, "counted"), 20);
    });

    it("lets transactions of two processes follow each other", async (t) => {
      const other = openAgain(t);
      const increment = async (opened: Database) =>
        await opened.transaction().execute(async (transaction) => {
          const earlier = await uses(transaction, "counted by two");
          await nextTurn();
          await use(transaction, "counted by two", earlier + 1);
        });
      await Promise.all(
        Array.from({ length: 20 }, (_, index) => increment(index % 2 ? db : other)),
      );
      assert.equal(await uses(db, "counted by two"), 20);
    });
  });

  describe("reading", () => {
    it("goes on while this process writes", async () => {
      await db.transaction().execute(async (transaction) => {
        await use(transaction, "half done");
        assert.equal(await within(10, uses(db, "half done")), 0);
      });
      assert.equal(await uses(db, "half done"), 1);
    });

    it("goes on while another process writes", async () => {
      using other = new DatabaseSync(path);
      other.exec("begin immediate");
      other.exec(`insert into tollgate_used_forms values (1, 'elsewhere', '2026-11-24 06:50:24')`);
      assert.equal(await uses(db, "elsewhere"), 0);
      other.exec("commit");
      assert.equal(await uses(db, "elsewhere"), 1);
    });

    it("sees at once what was committed, here or elsewhere", async (t) => {
      const other = openAgain(t);
      for (let count = 1; count <= 20; count += 1) {
        await use(count % 2 ? db : other, "at once", count);
        assert.equal(await uses(db, "at once"), count);
        assert.equal(await uses(other, "at once"), count);
      }
    });
  });

  describe("after an error", () => {
    it("goes on", async () => {
      await assert.rejects(sql`select no_such_column from users`.execute(db));
      await assert.rejects(sql`no such statement`.execute(db));
      await assert.rejects(
        db.transaction().execute(async (transaction) => {
          await sql`rollback`.execute(transaction); // as SQLite itself does when the disk is full
          throw new Error("the transaction is gone");
        }),
        /the transaction is gone/,
      );
      await use(db, "goes on");
      assert.equal(await uses(db, "goes on"), 1);
    });

    it("says that the outcome is unknown when neither COMMIT nor ROLLBACK reaches the disk", async (t) => {
      const other = openAgain(t);
      const lost: string[] = [];
      await assert.rejects(
        other.transaction().execute(async (transaction) => {
          await use(transaction, "never reaches the disk");
          t.mock.method(DatabaseSync.prototype, "exec", (statement: string) => {
            if (statement === "release member") return;
            lost.push(statement);
            throw Object.assign(new Error("disk I/O error"), { errcode: 10 });
          });
        }),
        CommitOutcomeUnknownError,
      );
      t.mock.restoreAll();
      assert.deepEqual(lost, ["commit", "rollback"]);
      assert.equal(await uses(db, "never reaches the disk"), 0);
    });

    it("goes on after a change of the tables", async () => {
      await sql`create table changed (id integer primary key)`.execute(db);
      await sql`insert into changed default values`.execute(db);
      const select = sql<object>`select * from changed`;
      assert.deepEqual(Object.keys((await select.execute(db)).rows[0] ?? {}), ["id"]);
      await sql`alter table changed add column name varchar`.execute(db);
      assert.deepEqual(Object.keys((await select.execute(db)).rows[0] ?? {}), ["id", "name"]);
      await sql`drop table changed`.execute(db);
    });
  });

  it("opens no file that is kept in no file", async () => {
    const memory = openDatabase("sqlite::memory:", () => {});
    await assert.rejects(migrate(memory), /journal_mode is memory/);
    await memory.destroy();
  });
});

describe("the version of SQLite", () => {
  const safe = ["3.51.3", "3.51.10", "3.52.0", "3.53.4", "4.0.0", "10.0.0"];
  const unsafe = ["3.51.2", "3.51.0", "3.50.99", "3.9.0", "2.99.99", "3.51", "3", "", undefined];
  for (const version of safe) {
    it(`${version} is new enough`, () => requireSafeVersion(version));
  }
  for (const version of unsafe) {
    it(`${version} is refused`, () => {
      assert.throws(() => requireSafeVersion(version), /too old: 3\.51\.3 is needed/);
    });
  }

  it("of this Node is new enough", () => requireSafeVersion(process.versions["sqlite"]));

  it("is asked for before a file is opened", async (t) => {
    const folder = await mkdtemp(join(tmpdir(), "tollgate-sqlite-"));
    t.after(async () => await rm(folder, { recursive: true }));
    const real = Object.getOwnPropertyDescriptor(process.versions, "sqlite") ?? {};
    Object.defineProperty(process.versions, "sqlite", { ...real, value: "3.51.2" });
    t.after(() => Object.defineProperty(process.versions, "sqlite", real));
    const db = openDatabase(`sqlite:${join(folder, "tollgate.sqlite3")}`, () => {});
    await assert.rejects(migrate(db), /SQLite 3\.51\.2 is too old/);
    await assert.rejects(stat(join(folder, "tollgate.sqlite3")), { code: "ENOENT" });
  });
});

/** Statements that Kysely does not know as a select go to the connection that writes. */
async function pragmasOfWriter(db: Database): Promise<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  for (const name of ["journal_mode", "synchronous", "foreign_keys"]) {
    const { rows } = await sql<object>`pragma ${sql.raw(name)}`.execute(db);
    Object.assign(values, rows[0]);
  }
  return values;
}

async function pragmasOfReader(db: Database): Promise<object> {
  const rows = await db
    .selectFrom([sql`pragma_synchronous`.as("one"), sql`pragma_foreign_keys`.as("other")])
    .selectAll()
    .execute();
  return { ...rows[0] };
}

function stopwatch(): () => number {
  const start = performance.now();
  return () => performance.now() - start;
}

async function nextTurn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
