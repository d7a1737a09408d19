/** "Not now" is told from "never": each error here was really made by a database or by the way to it. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, before, describe, it } from "node:test";
import { sql } from "kysely";
import pg from "pg";
import { openDatabase } from "../../src/db/database.ts";
import {
  CommitOutcomeUnknownError,
  DatabaseUnavailableError,
  isDatabaseUnavailable,
  isForeignKeyViolation,
  isSqliteBusy,
} from "../../src/db/failures.ts";
import type { Database } from "../../src/db/schema.ts";
import { onEachDatabase, onPostgres, type TestDatabase } from "../support/databases.ts";

const moment = new Date("2026-11-24T06:50:24.123Z");

describe("a statement that is wrong", () => {
  onEachDatabase((open) => {
    let database: TestDatabase;
    let db: Database;
    before(async () => {
      database = await open();
      ({ db } = database);
    });
    after(async () => await database.remove());

    const wrong: Record<string, () => Promise<unknown>> = {
      "is not SQL": async () => await sql`selec 1`.execute(db),
      "names a table that is missing": async () => await sql`select * from nothing`.execute(db),
      "names a column that is missing": async () =>
        await sql`select nothing from users`.execute(db),
      "leaves out a column that is required": async () =>
        await sql`insert into perms (name) values ('x')`.execute(db),
      "repeats what is unique": async () => {
        const chain = { resource_owner_id: 1, length: 1, last_seal: "", seal: "" };
        await db.insertInto("tollgate_event_chains").values([chain, chain]).execute();
      },
      "refers to a row that is missing": async () => await insertTokenOfNobody(db),
    };
    for (const [what, run] of Object.entries(wrong)) {
      it(`is not excused by the database's state when it ${what}`, async () => {
        const error = await errorOf(run());
        assert.equal(isDatabaseUnavailable(error), false, String(error));
        assert.equal(isSqliteBusy(error), false);
      });
    }

    it("is a foreign key violation only when it refers to a row that is missing", async () => {
      for (const [what, run] of Object.entries(wrong)) {
        const expected = what === "refers to a row that is missing";
        assert.equal(isForeignKeyViolation(await errorOf(run())), expected, what);
      }
    });
  });
});

describe("PostgreSQL is unavailable", () => {
  onPostgres((open) => {
    let database: TestDatabase;
    let db: Database;
    before(async () => {
      database = await open();
      ({ db } = database);
    });
    after(async () => await database.remove());

    it("when somebody else holds the lock for too long", async () => {
      await addPerm(db);
      const error = await db.transaction().execute(async (holder) => {
        await sql`select * from perms for update`.execute(holder);
        return await errorOf(
          db.transaction().execute(async (waiting) => {
            await sql`set local lock_timeout = '20ms'`.execute(waiting);
            await sql`select * from perms for update`.execute(waiting);
          }),
        );
      });
      assertUnavailable(error, "55P03");
    });

    it("when a statement takes too long", async () => {
      const error = await errorOf(
        db.transaction().execute(async (transaction) => {
          await sql`set local statement_timeout = '20ms'`.execute(transaction);
          await sql`select pg_sleep(30)`.execute(transaction);
        }),
      );
      assertUnavailable(error, "57014");
    });

    it("when two transactions wait for each other", async () => {
      await sql`create table circle (id int primary key)`.execute(db);
      await sql`insert into circle values (1), (2)`.execute(db);
      const both = Promise.withResolvers<void>();
      let locked = 0;
      const lock = async (first: number, second: number) =>
        await db.transaction().execute(async (transaction) => {
          await sql`set local deadlock_timeout = '20ms'`.execute(transaction);
          await sql`select * from circle where id = ${first} for update`.execute(transaction);
          locked += 1;
          if (locked === 2) both.resolve();
          await both.promise;
          await sql`select * from circle where id = ${second} for update`.execute(transaction);
        });
      const results = await Promise.allSettled([lock(1, 2), lock(2, 1)]);
      const [error] = results.flatMap((result) =>
        result.status === "rejected" ? [result.reason as unknown] : [],
      );
      assertUnavailable(error, "40P01");
    });

    it("when it is a standby that only reads", async () => {
      const error = await errorOf(
        db
          .transaction()
          .setAccessMode("read only")
          .execute(async (transaction) => await addPerm(transaction)),
      );
      assertUnavailable(error, "25006");
    });

    it("when it ends the connection", async () => {
      const error = await errorOf(
        db.transaction().execute(async (transaction) => {
          await sql`select pg_terminate_backend(pg_backend_pid())`.execute(transaction);
        }),
      );
      assertUnavailable(error);
    });

    it("when a transaction was idle for too long", async () => {
      const error = await errorOf(
        db.transaction().execute(async (transaction) => {
          await sql`set local idle_in_transaction_session_timeout = '20ms'`.execute(transaction);
          const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(
            transaction,
          );
          await untilGone(db, rows[0]?.pid ?? 0);
          await addPerm(transaction);
        }),
      );
      assertUnavailable(error);
    });

    it("when the named database does not exist", async () => {
      const url = new URL(database.url);
      url.pathname = "/tollgate_test_nowhere";
      assertUnavailable(await errorOfOpening(url.href), "3D000");
    });

    it("when it does not know the user", async () => {
      const url = new URL(database.url);
      url.username = "tollgate_test_nobody";
      assertUnavailable(await errorOfOpening(url.href), "28000");
    });

    it("when it takes no more connections", async (t) => {
      const role = `tollgate_test_${randomBytes(6).toString("hex")}`;
      await sql`create role ${sql.ref(role)} login connection limit 0`.execute(db);
      t.after(async () => await sql`drop role ${sql.ref(role)}`.execute(db));
      const url = new URL(database.url);
      url.username = role;
      assertUnavailable(await errorOfOpening(url.href), "53300");
    });
  });

  it("when nothing listens there", async () => {
    const server = await listen(() => {});
    server.close();
    await once(server, "close");
    const error = await errorOfOpening(server.url);
    assert.match(String(error), /ECONNREFUSED/);
    assertUnavailable(error);
  });

  it("when nothing listens at any of a name's addresses", async () => {
    const server = await listen(() => {});
    server.close();
    await once(server, "close");
    assertUnavailable(await errorOfOpening(server.url.replace("127.0.0.1", "localhost")));
  });

  it("when its socket file is missing", async () => {
    assertUnavailable(await errorOfOpening("postgres:///test?host=/nowhere/at/all"));
  });

  it("when something hangs up at once", async (t) => {
    const server = await listen((socket) => socket.destroy());
    t.after(() => server.close());
    assertUnavailable(await errorOfOpening(server.url));
  });

  it("when it does not answer in time", async (t) => {
    const sockets = new Set<{ destroy: () => void }>();
    const server = await listen((socket) => sockets.add(socket));
    t.after(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    const pool = new pg.Pool({ connectionString: server.url, connectionTimeoutMillis: 20 });
    assertUnavailable(await errorOf(pool.query("select 1")));
    await pool.end();
    assertUnavailable(await errorOf(pool.query("select 1")));
  });
});

describe("SQLite is unavailable", () => {
  let folder: string;
  let path: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "tollgate-failures-"));
    path = join(folder, "one.sqlite3");
    using database = new DatabaseSync(path);
    database.exec("pragma journal_mode = wal; create table one (text)");
  });
  after(async () => await rm(folder, { recursive: true }));

  it("when another process keeps the write lock", () => {
    using holder = new DatabaseSync(path);
    using waiting = new DatabaseSync(path, { timeout: 0 });
    holder.exec("begin immediate");
    const error = errorIn(() => waiting.exec("begin immediate"));
    assertUnavailable(error);
    assert.equal(isSqliteBusy(error), true);
  });

  it("when another process has written since the transaction began to read", () => {
    using reading = new DatabaseSync(path, { timeout: 0 });
    using writing = new DatabaseSync(path);
    reading.exec("begin; select * from one");
    writing.exec("insert into one values ('x')");
    const error = errorIn(() => reading.exec("insert into one values ('y')"));
    assertUnavailable(error);
    assert.equal(isSqliteBusy(error), true);
  });

  it("when the file may only be read", () => {
    using database = new DatabaseSync(path, { readOnly: true });
    const error = errorIn(() => database.exec("insert into one values ('x')"));
    assertUnavailable(error);
    assert.equal(isSqliteBusy(error), false);
  });

  it("when the disk is full", () => {
    using database = new DatabaseSync(join(folder, "full.sqlite3"));
    database.exec("pragma max_page_count = 4; create table one (text)");
    const insert = database.prepare("insert into one values (?)");
    assertUnavailable(errorIn(() => insert.run("x".repeat(100_000))));
  });

  it("when the file is none of SQLite's", async () => {
    const other = join(folder, "other.sqlite3");
    await writeFile(other, "not a database, but long enough to be read as one ".repeat(100));
    assertUnavailable(await errorOfOpening(`sqlite:${other}`));
  });

  it("when the file cannot be opened", async () => {
    assertUnavailable(await errorOfOpening(`sqlite:${folder}`));
  });
});

describe("what has nothing to do with the database", () => {
  it("is not excused by its state", async () => {
    const errors: unknown[] = [
      new Error("a bug"),
      new TypeError("undefined is not a function"),
      "Connection terminated",
      undefined,
      null,
      { code: "ECONNREFUSED", syscall: "connect" },
      new CommitOutcomeUnknownError("that is another answer"),
      new AggregateError([new Error("a bug")]),
    ];
    for (const error of errors) assert.equal(isDatabaseUnavailable(error), false, String(error));
  });

  it("is not excused by its state when it is a missing file", async () => {
    const error = await errorOf(readFile("/nowhere/at/all"));
    assert.equal(isDatabaseUnavailable(error), false, String(error));
  });
});

it("our own word for it says that the database is unavailable", () => {
  assertUnavailable(new DatabaseUnavailableError("Too many writes are waiting"));
});

function assertUnavailable(error: unknown, sqlState?: string) {
  assert.equal(isDatabaseUnavailable(error), true, String(error));
  assert.equal(isForeignKeyViolation(error), false);
  if (sqlState) {
    assert.ok(error instanceof pg.DatabaseError);
    assert.equal(error.code, sqlState);
  }
}

async function errorOf(work: Promise<unknown>): Promise<unknown> {
  return await work.then(
    () => assert.fail("nothing was thrown"),
    (error: unknown) => error,
  );
}

function errorIn(work: () => void): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return assert.fail("nothing was thrown");
}

async function errorOfOpening(url: string): Promise<unknown> {
  const db = openDatabase(url, () => {});
  try {
    return await errorOf(sql`select 1`.execute(db));
  } finally {
    await db.destroy();
  }
}

/** A server on this machine that is no PostgreSQL. */
async function listen(
  onConnection: Parameters<typeof createServer>[1],
): Promise<Server & { url: string }> {
  const server = createServer(onConnection).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  assert.ok(address && typeof address === "object");
  return Object.assign(server, { url: `postgres://postgres@127.0.0.1:${address.port}/test` });
}

async function untilGone(db: Database, pid: number) {
  for (;;) {
    const { rows } = await sql`select 1 from pg_stat_activity where pid = ${pid}`.execute(db);
    if (rows.length === 0) return;
  }
}

async function addPerm(db: Database) {
  await db
    .insertInto("perms")
    .values({ name: "locked", created_at: moment, updated_at: moment })
    .execute();
}

async function insertTokenOfNobody(db: Database) {
  await db
    .insertInto("oauth_access_tokens")
    .values({ application_id: 12_345, token: "of no application", created_at: moment })
    .execute();
}
