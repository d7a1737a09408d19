/** Whether the database can be read at all. */
import { prepareQuery } from "./prepared-query.ts";
import type { Database } from "./schema.ts";

/** Reads what every request needs to read, on the connections of what lets somebody in; throws if that is impossible. */
export async function readAnything(db: Database): Promise<void> {
  await selectAny(db, {});
}

const selectAny = prepareQuery((db) => db.selectFrom("oauth_access_tokens").select("id").limit(1), {
  letsIn: true,
});
