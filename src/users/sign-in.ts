/** Checks an e-mail address and a password. Every refusal looks alike and takes alike long. */
import type { Deps } from "../deps.ts";
import { findUserByEmail, normaliseEmail } from "./find-user.ts";
import { isPassword } from "./password.ts";
import { countAttempt, forgiveAttempt } from "./sign-in-attempts.ts";
import type { SignedInUser } from "./session.ts";
import { isActive, isInvitationPending } from "./user.ts";

export type SignIn =
  | { ok: true; user: SignedInUser }
  | { ok: false; reason: "refused" }
  /** Too many failures: `retryAfter` is in seconds. Nothing was checked. */
  | { ok: false; reason: "too_many_attempts"; retryAfter: number };

/** `address`: where the request comes from. The attempt is counted before the password is looked at. */
export async function signIn(
  deps: Deps,
  credentials: { email: string; password: string; address: string },
): Promise<SignIn> {
  const email = normaliseEmail(credentials.email);
  const attempt = { account: email, address: credentials.address };
  const retryAfter = await countAttempt(deps, attempt);
  if (retryAfter > 0) return { ok: false, reason: "too_many_attempts", retryAfter };

  // PostgreSQL refuses texts with NUL; nobody has such an address.
  const user = email.includes("\0") ? undefined : await findUserByEmail(deps.db, email);
  const rightPassword = await isPassword(
    credentials.password,
    user?.encrypted_password,
    deps.settings.passwordPepper,
  );
  if (!user || !rightPassword || !isActive(user) || isInvitationPending(user)) {
    return { ok: false, reason: "refused" };
  }
  await forgiveAttempt(deps, attempt);
  return { ok: true, user };
}
