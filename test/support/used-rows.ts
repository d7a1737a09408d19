/** Rows that tests of the databases make and count: any table would do, this one needs the fewest columns. */
import { databaseNow } from "../../src/db/database.ts";
import type { Database } from "../../src/db/schema.ts";

/** One more row of that name; `count` tells rows of one name apart. */
export async function use(db: Database, name: string, count = 1): Promise<void> {
  await db
    .insertInto("tollgate_used_forms")
    .values({ user_id: count, form_id: name, used_at: databaseNow(db) })
    .execute();
}

/** How many rows have that name. */
export async function uses(db: Database, name: string): Promise<number> {
  const rows = await db
    .selectFrom("tollgate_used_forms")
    .select("user_id")
    .where("form_id", "=", name)
    .execute();
  return rows.length;
}
