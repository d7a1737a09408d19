/** Fills tables with very many rows, on both databases. */
import { sql, type RawBuilder } from "kysely";
import { isPostgres } from "../../src/db/database.ts";
import type { Database } from "../../src/db/schema.ts";

/** As many in one statement, or PostgreSQL would find it too slow and end it. */
const together = 50_000;

/** `rows`: a query of `numbers`, whose column `n` goes from 1 to `count`. */
export async function insertMany(
  db: Database,
  { into, count, rows }: { into: string; count: number; rows: RawBuilder<unknown> },
): Promise<void> {
  for (let done = 0; done < count; done += together) {
    const [first, last] = [done + 1, Math.min(done + together, count)];
    await sql`insert into ${sql.raw(into)}
      with recursive numbers (n) as (
        select ${sql.lit(first)} union all select n + 1 from numbers where n < ${sql.lit(last)})
      ${rows} from numbers`.execute(db);
  }
}

/** Some moment. */
export function moment(db: Database): RawBuilder<unknown> {
  const text = sql.lit("2026-02-13 19:47:04.123000");
  return isPostgres(db) ? sql`${text}::timestamp` : text;
}
