/** The server killed at random moments while people press the button, and started again, over and over. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import pg from "pg";
import { openDatabase } from "../../src/db/database.ts";
import { Connection, signIn } from "../support/client.ts";
import { countConnections } from "../support/connections-in-use.ts";
import { onEachDatabase } from "../support/databases.ts";
import { eventually } from "../support/eventually.ts";
import { PressLedger, pressUntilDisaster, summarise } from "../support/press-ledger.ts";
import { createInhabitedDatabase, type InhabitedDatabase } from "../support/running-service.ts";
import { eventKey, startServer } from "../support/server-process.ts";
import { findFaults } from "../support/token-audit.ts";
import { times } from "../support/torture.ts";

describe("a server that is killed", () => {
  onEachDatabase((open) => {
    it("keeps what it answered, and what it did not answer is done wholly or not at all", async (test) => {
      await using stack = new AsyncDisposableStack();
      const database = stack.use(await createInhabitedDatabase(open));
      let server = await startServer(database.url);
      stack.defer(() => server.kill());
      const connect = () =>
        stack.adopt(new Connection(server.url), (connection) => connection.close());

      const ledgers: PressLedger[] = [];
      const { ada, ben, fay } = database.people;
      for (const person of [ada, ben, fay]) {
        ledgers.push(new PressLedger(await signIn(connect(), person)));
      }
      for (let round = 0; round < times({ normally: 3, torture: 150 }); round += 1) {
        await pressUntilDisaster(ledgers, connect, server.kill);
        await untilNobodyIsConnected(database);
        server = await startServer(database.url);
        await verify(ledgers, connect(), database.url);
      }
      test.diagnostic(summarise(ledgers));
    });
  });
});

/** PostgreSQL may still be at work for a client that is dead. */
async function untilNobodyIsConnected({ kind, url }: InhabitedDatabase) {
  if (kind === "SQLite") return;
  const watcher = new pg.Client({ connectionString: url });
  await watcher.connect();
  await eventually(
    "PostgreSQL notices that the server is gone",
    async () => (await countConnections(watcher)) === 0,
  );
  await watcher.end();
}

async function verify(ledgers: readonly PressLedger[], connection: Connection, url: string) {
  const db = openDatabase(url, () => {});
  try {
    for (const ledger of ledgers) await ledger.verify(connection, db);
    assert.deepEqual(await findFaults(db, eventKey), []);
  } finally {
    await db.destroy();
  }
}
