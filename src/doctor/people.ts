/** Looks at the table of people: does signing in stay quick. */
import { isPostgres } from "../db/database.ts";
import type { Database } from "../db/schema.ts";
import { estimateRows, readIndexes } from "./catalogue.ts";
import { hint, type Finding } from "./finding.ts";

/** Below this, reading all of them takes no time that anybody notices. */
const many = 20_000;

/** Rails' index on the address is of no use to find it whatever its capitals: src/users/find-user.ts */
export async function examinePeople(db: Database): Promise<Finding[]> {
  if (!isPostgres(db) || (await estimateRows(db, "users")) < many) return [];
  const indexes = await readIndexes(db, "users");
  if (indexes.some(({ columns }) => /^lower\(\(?email\b/.test(columns[0] ?? ""))) return [];
  return [
    hint(
      "Each sign-in reads all users. This keeps it quick: create index concurrently tollgate_users_by_address on users (lower(email));",
    ),
  ];
}
