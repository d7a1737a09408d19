/** A disk without room for another page: new tokens are refused, nothing is half done, and tokens go on working. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { openDatabase } from "../../src/db/database.ts";
import { Connection, signIn } from "../support/client.ts";
import { openSqlite } from "../support/databases.ts";
import { PressLedger } from "../support/press-ledger.ts";
import { createInhabitedDatabase } from "../support/running-service.ts";
import { eventKey, startServer } from "../support/server-process.ts";
import { findFaults } from "../support/token-audit.ts";

/** One mebibyte: the write-ahead log reaches it after some dozens of tokens. */
const fileSizeLimit = 2048;

describe("a full disk under SQLite", () => {
  it("costs Ben nothing that he was answered, and once there is room he gets new tokens", async () => {
    await using stack = new AsyncDisposableStack();
    const { url, people } = stack.use(await createInhabitedDatabase(openSqlite));
    const server = stack.use(await startServer(url, { fileSizeLimit }));
    const connection = stack.adopt(new Connection(server.url), (opened) => opened.close());
    const ben = new PressLedger(await signIn(connection, people.ben));
    for (let refusals = 0; refusals < 3; refusals += 1) {
      while (await ben.press(connection)) assert.ok(ben.answered < 5_000, "the disk gets full");
      await verify(connection);
    }
    assert.ok(server.isRunning());
    await server.kill();

    const later = stack.use(await startServer(url));
    const again = stack.adopt(new Connection(later.url), (opened) => opened.close());
    await verify(again);
    for (let press = 0; press < 3; press += 1) assert.ok(await ben.press(again), "there is room");
    await verify(again);

    async function verify(over: Connection) {
      const db = openDatabase(url, () => {});
      try {
        await ben.verify(over, db);
        assert.deepEqual(await findFaults(db, eventKey), []);
      } finally {
        await db.destroy();
      }
    }
  });
});
