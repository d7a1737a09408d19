/** PostgreSQL's connections come and go; what became of a transaction is never guessed. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { sql } from "kysely";
import { openDatabase } from "../../src/db/database.ts";
import { CommitOutcomeUnknownError, isDatabaseUnavailable } from "../../src/db/failures.ts";
import type { Database } from "../../src/db/schema.ts";
import { onPostgres, type TestDatabase } from "../support/databases.ts";
import { eventually } from "../support/eventually.ts";

const moment = new Date("2026-11-24T06:50:24.123Z");

describe("PostgreSQL", () => {
  onPostgres((open) => {
    let database: TestDatabase;
    let db: Database;
    let idleErrors: Error[];
    before(async () => {
      database = await open();
      idleErrors = [];
      db = openDatabase(database.url, (error) => void idleErrors.push(error));
    });
    after(async () => {
      await db.destroy();
      await database.remove();
    });

    /** Ends a connection as the fall of a server or of a network does. */
    const terminate = async (pid: number) =>
      await sql`select pg_terminate_backend(${pid})`.execute(database.db);

    it("is served by connections that name this program", async () => {
      const { rows } = await sql<{ name: string }>`
        select application_name as name from pg_stat_activity where pid = pg_backend_pid()`.execute(
        db,
      );
      assert.equal(rows[0]?.name, "tollgate");
    });

    it("lets no statement run for ever", async () => {
      const { rows } = await sql<{ statement_timeout: string }>`show statement_timeout`.execute(db);
      assert.equal(rows[0]?.statement_timeout, "15s");
      const idle = await sql<{ idle_in_transaction_session_timeout: string }>`
        show idle_in_transaction_session_timeout`.execute(db);
      assert.equal(idle.rows[0]?.idle_in_transaction_session_timeout, "15s");
    });

    it("tells of a connection that died while nobody used it, and goes on", async () => {
      const pid = await backendPid(db);
      await terminate(pid);
      await eventually("the dead connection is told of", async () => idleErrors.length > 0);
      assert.match(idleErrors[0]?.message ?? "", /terminat/);
      assert.notEqual(await backendPid(db), pid);
    });

    it("rolls back what a lost connection had begun, and says that the database was unavailable", async (t) => {
      const own = openDatabase(database.url, () => {});
      t.after(async () => await own.destroy());
      const work = own.transaction().execute(async (transaction) => {
        await addPerm(transaction, "lost");
        const pid = await backendPid(transaction);
        await terminate(pid);
        await eventually("the connection is gone", async () => !(await isConnected(db, pid)));
        await addPerm(transaction, "lost, too");
      });
      await assert.rejects(work, isDatabaseUnavailable);
      assert.ok(await backendPid(own), "the next one gets a connection that works");
      assert.equal(await countPerms(db, "lost%"), 0);
    });

    it("does not say that a transaction failed, or not, when the answer to COMMIT never came", async () => {
      // A deferred trigger runs inside COMMIT; while it sleeps the connection is ended.
      await slowDownCommit(database.db);
      const pid = Promise.withResolvers<number>();
      const work = db.transaction().execute(async (transaction) => {
        pid.resolve(await backendPid(transaction));
        await addPerm(transaction, "slow commit");
      });
      const rejection = assert.rejects(work, (error) => {
        assert.ok(error instanceof CommitOutcomeUnknownError);
        assert.ok(error.cause instanceof Error);
        assert.ok(!isDatabaseUnavailable(error), "that would say that nothing was changed");
        return true;
      });
      const committing = await pid.promise;
      await eventually(
        "COMMIT is under way",
        async () => await isRunning(db, committing, "commit"),
      );
      await terminate(committing);
      await rejection;
      assert.equal(await countPerms(db, "slow commit"), 0);
    });

    it("says that a transaction failed when PostgreSQL itself refused COMMIT", async () => {
      await sql`create table deferred (id int unique deferrable initially deferred)`.execute(db);
      const work = db.transaction().execute(async (transaction) => {
        await sql`insert into deferred values (1), (1)`.execute(transaction);
      });
      await assert.rejects(work, (error) => {
        assert.ok(error instanceof Error && "code" in error);
        assert.equal(error.code, "23505");
        return true;
      });
    });

    it("says that a transaction failed when an error in it was swallowed", async () => {
      const work = db.transaction().execute(async (transaction) => {
        await addPerm(transaction, "swallowed");
        await sql`select 1 / 0`.execute(transaction).catch(() => {});
      });
      await assert.rejects(work, (error) => !(error instanceof CommitOutcomeUnknownError));
      assert.equal(await countPerms(db, "swallowed"), 0);
    });

    it("gives every connection back, whatever happened on it", async () => {
      for (let round = 0; round < 20; round += 1) {
        await assert.rejects(
          db.transaction().execute(async (transaction) => {
            await sql`select 1 / 0`.execute(transaction);
          }),
        );
        await assert.rejects(sql`select 1 / 0`.execute(db));
      }
      assert.ok(await backendPid(db));
    });
  });
});

async function backendPid(db: Database): Promise<number> {
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
  return rows[0]?.pid ?? 0;
}

async function isRunning(db: Database, pid: number, statement: string): Promise<boolean> {
  const { rows } = await sql<{ query: string; state: string }>`
    select query, state from pg_stat_activity where pid = ${pid}`.execute(db);
  return rows[0]?.query === statement && rows[0]?.state === "active";
}

async function isConnected(db: Database, pid: number): Promise<boolean> {
  const { rows } = await sql`select 1 from pg_stat_activity where pid = ${pid}`.execute(db);
  return rows.length > 0;
}

async function slowDownCommit(db: Database) {
  await sql`create function wait() returns trigger language plpgsql
    as $$ begin perform pg_sleep(60); return null; end $$`.execute(db);
  await sql`create constraint trigger slow_commit after insert on perms
    deferrable initially deferred for each row when (new.name = 'slow commit')
    execute function wait()`.execute(db);
}

async function addPerm(db: Database, name: string) {
  await db.insertInto("perms").values({ name, created_at: moment, updated_at: moment }).execute();
}

async function countPerms(db: Database, pattern: string): Promise<number> {
  const rows = await db.selectFrom("perms").select("id").where("name", "like", pattern).execute();
  return rows.length;
}
