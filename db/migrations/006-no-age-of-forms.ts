/** Forms that were sent are kept for ever: nobody looks for old ones, and each press paid for the index. */
import type { Kysely } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropIndex("tollgate_used_forms_by_age").execute();
}
