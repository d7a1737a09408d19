/** Finds the person whom an e-mail address means. */
import { sql } from "kysely";
import type { Database, UserRow } from "../db/schema.ts";

/** Addresses as people type them and as Devise stores them: trimmed, lower case. */
export function normaliseEmail(email: string): string {
  return email.trim().toLowerCase();
}

/** What signing in and importing plans need to know. */
export type FoundUser = Pick<
  UserRow,
  | "id"
  | "email"
  | "org_id"
  | "encrypted_password"
  | "active"
  | "invitation_token"
  | "invitation_accepted_at"
>;

/**
 * The exact address, the lowest id of several; else the same letters in another case, if only one person has them.
 * One look-up whatever it finds, so that its time does not tell who has an account. `email`: normalised.
 */
export async function findUserByEmail(db: Database, email: string): Promise<FoundUser | undefined> {
  const [first, ...others] = await db
    .selectFrom("users")
    .select([
      "id",
      "email",
      "org_id",
      "encrypted_password",
      "active",
      "invitation_token",
      "invitation_accepted_at",
    ])
    .where(sql<string>`lower(email)`, "=", email)
    .orderBy((sort) => sort.case().when("email", "=", email).then(0).else(1).end())
    .orderBy("id")
    .limit(2)
    .execute();
  return first?.email === email || others.length === 0 ? first : undefined;
}
