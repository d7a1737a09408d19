/** How SQLite answers queries: which indexes it goes through. */
import { CompiledQuery } from "kysely";
import type { Database } from "../../src/db/schema.ts";
import { createFlakyDatabase } from "./flaky-database.ts";

/** The lines of the plans of all queries that `work` asks of the database it is given. */
export async function findPlans(
  db: Database,
  work: (watched: Database) => Promise<unknown>,
): Promise<string[]> {
  const watched = createFlakyDatabase(db);
  await work(watched.db);
  const plans = await Promise.all(
    watched.asked.map(async ({ sql, parameters }) => {
      const explain = CompiledQuery.raw(`explain query plan ${sql}`, [...parameters]);
      const { rows } = await db.executeQuery<{ detail: string }>(explain);
      return rows.map(({ detail }) => detail);
    }),
  );
  return plans.flat();
}
