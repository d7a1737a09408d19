/** Gives an account a new password, for a service that has no Rails beside it. */
import { databaseNow } from "../db/database.ts";
import type { Deps } from "../deps.ts";
import { findUserByEmail, normaliseEmail } from "./find-user.ts";
import { hashPassword } from "./password.ts";

/**
 * Ends the account's sessions too, since they began with the old one; its tokens live on. Returns the account's id, or
 * undefined if there is no such account.
 */
export async function setPassword(
  deps: Deps,
  email: string,
  password: string,
): Promise<number | undefined> {
  const user = await findUserByEmail(deps.db, normaliseEmail(email));
  if (!user) return undefined;
  const encrypted_password = await hashPassword(password, deps.settings.passwordPepper);
  await deps.db.transaction().execute(async (transaction) => {
    await transaction
      .updateTable("users")
      .set({ encrypted_password, updated_at: databaseNow(transaction) })
      .where("id", "=", user.id)
      .execute();
  });
  return user.id;
}
