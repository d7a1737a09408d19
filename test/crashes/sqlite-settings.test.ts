/** SQLite forgets some settings when a file is closed: what was answered must be on disk after each opening. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { sql } from "kysely";
import { openDatabase } from "../../src/db/database.ts";
import type { Database } from "../../src/db/schema.ts";
import { openSqlite } from "../support/databases.ts";

describe("a SQLite file", () => {
  it("is synchronous=FULL, write-ahead logged and keeps its foreign keys, however often it is opened", async () => {
    const { db, url, remove } = await openSqlite();
    await assertDurable(db);
    for (let opening = 0; opening < 2; opening += 1) {
      await db.destroy();
      const reopened = openDatabase(url, () => {});
      await assertDurable(reopened);
      await reopened.destroy();
    }
    await remove();
  });
});

/** The reading connection answers what is asked outside a transaction, the writing one what is asked inside. */
async function assertDurable(db: Database) {
  const expected = { synchronous: 2, journal_mode: "wal", foreign_keys: 1 };
  assert.deepEqual(await readSettings(db), expected);
  assert.deepEqual(await db.transaction().execute(readSettings), expected);
}

async function readSettings(db: Database) {
  const { synchronous, journal_mode, foreign_keys } = await db
    .selectNoFrom([
      sql`(select synchronous from pragma_synchronous)`.as("synchronous"),
      sql`(select journal_mode from pragma_journal_mode)`.as("journal_mode"),
      sql`(select foreign_keys from pragma_foreign_keys)`.as("foreign_keys"),
    ])
    .executeTakeFirstOrThrow();
  return { synchronous, journal_mode, foreign_keys };
}
