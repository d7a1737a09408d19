/** A role of PostgreSQL that may do nothing but connect, as an administrator makes it for Tollgate. */
import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import type { TestDatabase } from "./databases.ts";

export type DatabaseRole = {
  name: string;
  /** The database's address with this role's name in it. */
  url: string;
  /** Takes its rights and the role itself away. */
  remove: () => Promise<void>;
};

/** `settings`: what every session of the role begins with, such as `statement_timeout`. */
export async function createRole(
  { db, url }: TestDatabase,
  settings: Record<string, string> = {},
): Promise<DatabaseRole> {
  const name = `tollgate_role_${randomBytes(4).toString("hex")}`;
  await sql`create role ${sql.id(name)} login`.execute(db);
  for (const [setting, value] of Object.entries(settings)) {
    await sql`alter role ${sql.id(name)} set ${sql.id(setting)} to ${sql.lit(value)}`.execute(db);
  }
  const own = new URL(url);
  own.username = name;
  const remove = async () => {
    await sql`drop owned by ${sql.id(name)} cascade`.execute(db);
    await sql`drop role ${sql.id(name)}`.execute(db);
  };
  return { name, url: own.href, remove };
}
