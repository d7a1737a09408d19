/** Makes an account that can sign in with a password, for a service that has no Rails beside it. */
import { sql } from "kysely";
import { databaseNow, takeTurn } from "../db/database.ts";
import type { DatabaseTransaction, NewUserRow } from "../db/schema.ts";
import type { Deps } from "../deps.ts";
import { normaliseEmail } from "./find-user.ts";
import { hashPassword } from "./password.ts";

export type NewUser = Pick<
  NewUserRow,
  "firstname" | "surname" | "active" | "org_id" | "language_id"
> & {
  email: string;
  password: string;
  /** Names of permissions, which are made if they do not exist. */
  perms?: readonly string[];
};

/** Returns the user's id, or undefined if somebody has that e-mail address already; then nothing has changed. */
export async function addUser(deps: Deps, user: NewUser): Promise<number | undefined> {
  const { password, ...person } = user;
  const encrypted_password = await hashPassword(password, deps.settings.passwordPepper);
  return await deps.db.transaction().execute(async (transaction) => {
    await takeTurn(transaction, "add user"); // no unique index keeps two equal addresses apart
    const taken = await transaction
      .selectFrom("users")
      .select("id")
      .where(sql<string>`lower(email)`, "=", normaliseEmail(user.email))
      .executeTakeFirst();
    return taken ? undefined : await insertUser(transaction, { ...person, encrypted_password });
  });
}

/** Call it where nobody can be adding the same e-mail address. Returns the new user's id. */
export async function insertUser(
  transaction: DatabaseTransaction,
  { email, perms = [], ...columns }: Omit<NewUser, "password"> & { encrypted_password: string },
): Promise<number> {
  const now = databaseNow(transaction);
  const { id } = await transaction
    .insertInto("users")
    .values({
      ...columns,
      email: normaliseEmail(email),
      created_at: now,
      updated_at: now,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  for (const name of new Set(perms)) {
    const perm_id = await ensurePerm(transaction, name);
    await transaction.insertInto("users_perms").values({ user_id: id, perm_id }).execute();
  }
  return id;
}

async function ensurePerm(transaction: DatabaseTransaction, name: string): Promise<number> {
  const found = await transaction
    .selectFrom("perms")
    .select("id")
    .where("name", "=", name)
    .executeTakeFirst();
  if (found) return found.id;
  const now = databaseNow(transaction);
  const { id } = await transaction
    .insertInto("perms")
    .values({ name, created_at: now, updated_at: now })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}
