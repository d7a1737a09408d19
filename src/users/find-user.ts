/** Finds the person whom an e-mail address means. */
import { sql } from "kysely";
import type { Database, UserRow } from "../db/schema.ts";

/** Addresses as people type them and as Devise stores them: trimmed, lower case. */
export function normaliseEmail(email: string): string {
  return email.trim().toLowerCase();
}

/**
 * The exact address, the lowest id of several; else the same letters in another case, if only one person has them.
 * `email`: normalised.
 */
export async function findUserByEmail(db: Database, email: string): Promise<UserRow | undefined> {
  const exact = await db
    .selectFrom("users")
    .selectAll()
    .where("email", "=", email)
    .orderBy("id")
    .executeTakeFirst();
  if (exact) return exact;
  const similar = await db
    .selectFrom("users")
    .selectAll()
    .where(sql<string>`lower(email)`, "=", email)
    .limit(2)
    .execute();
  return similar.length === 1 ? similar[0] : undefined;
}
