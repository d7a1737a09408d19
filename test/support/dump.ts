/** All that a database holds, to find what must not be in it, or to see that nothing has changed. */
import { sql } from "kysely";
import type { Database } from "../../src/db/schema.ts";

/** Every row of every table as JSON text, the rows in an order that does not depend on the database. */
export async function dump(db: Database): Promise<Record<string, string[]>> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  const contents: Record<string, string[]> = {};
  for (const { name } of tables) {
    const { rows } = await sql`select * from ${sql.table(name)}`.execute(db);
    contents[name] = rows.map((row) => JSON.stringify(row)).toSorted();
  }
  return contents;
}
