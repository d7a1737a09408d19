/** Behind a pooler that hands connections out by transaction, nothing may belong to a connection for longer. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { sql } from "kysely";
import { me, rotate, secretOf, signIn } from "../support/client.ts";
import { onPostgres } from "../support/databases.ts";
import { type Pgbouncer, startPgbouncer, withoutPgbouncer } from "../support/pgbouncer.ts";
import { createRunningService } from "../support/running-service.ts";
import { eventKey, runTogether } from "../support/server-process.ts";
import { findFaults } from "../support/token-audit.ts";
import { times } from "../support/torture.ts";

describe("through PgBouncer", { skip: withoutPgbouncer }, () => {
  onPostgres((open) => {
    let pooler: Pgbouncer;
    before(async () => {
      pooler = await startPgbouncer(process.env["TEST_POSTGRES_URL"] ?? "");
    });
    after(() => pooler[Symbol.asyncDispose]());

    it("two processes migrate a database at once: one does it, and neither leaves a lock behind", async () => {
      for (let round = 0; round < times({ normally: 3, torture: 50 }); round += 1) {
        const { db, url, remove } = await open({ migrated: false });
        try {
          const results = await runTogether([["migrate"], ["migrate"]], pooler.url(url));
          for (const { exitCode, output } of results) assert.equal(exitCode, 0, output);
          const busy = results.filter(({ output }) => output.includes("001-dmproadmap-tables"));
          assert.equal(busy.length, 1, "one did it, and the other had nothing to do");
          const { rows } = await sql`
            select pid from pg_locks join pg_database on pg_database.oid = pg_locks.database
            where locktype = 'advisory' and datname = current_database()`.execute(db);
          assert.deepEqual(rows, []);
        } finally {
          await remove();
        }
      }
    });

    it("two servers give Ben one token at a time, however often he presses", async () => {
      await using service = await createRunningService(open, { databaseUrl: pooler.url });
      const ben = await signIn(service.connect(), service.people.ben);
      const connections = Array.from({ length: 16 }, service.connect);
      const presses = await Promise.all(connections.map((connection) => rotate(connection, ben)));
      const secrets = presses.map((press) => secretOf(press) ?? "");
      assert.equal(new Set(secrets).size, 16, "all are done");
      for (const connection of connections) {
        const uses = await Promise.all(secrets.map((secret) => me(connection, secret)));
        const accepted = uses.filter(({ status }) => status === 200);
        const refused = uses.filter(({ status }) => status === 401);
        assert.deepEqual([accepted.length, refused.length], [1, 15]);
      }
      assert.deepEqual(await findFaults(service.database.db, eventKey), []);
    });
  });
});
