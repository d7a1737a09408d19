/** People whom Rails has signed in: its session says who it is, and the user's row whether that still holds. */
import { createHash, timingSafeEqual } from "node:crypto";
import { anyId } from "../db/database.ts";
import { prepareQuery } from "../db/prepared-query.ts";
import type { Deps } from "../deps.ts";
import type { Secret } from "../secret.ts";
import { idleLimit, signedInColumns, type Session } from "./session.ts";
import { isActive, isInvitationPending } from "./user.ts";

/** What Devise notes in Rails' session. */
export type RailsClaim = {
  userId: number;
  /** The beginning of the password's hash at sign-in (`authenticatable_salt`); null for somebody without password. */
  salt: Secret | null;
  /** When Rails last saw this session, in milliseconds. */
  lastRequestAt: number;
};

/** It belongs to Rails, which alone can end it or note that it is in use. */
export type RailsSession = Pick<Session, "user" | "language">;

/** Devise's length of the salt: version, cost and salt of a bcrypt hash. */
const saltLength = 29;

/** Asked at each request, so that a deactivated owner or a changed password ends it, as in Rails. */
export async function findRailsSession(
  { db, now }: Pick<Deps, "db" | "now">,
  claim: RailsClaim,
): Promise<RailsSession | undefined> {
  // A moment to come is as wrong as one long gone, but for clocks that differ a little.
  if (Math.abs(now().getTime() - claim.lastRequestAt) >= idleLimit) return undefined;
  const [row] = await selectUser(db, { id: claim.userId });
  if (!row) return undefined;
  const { encrypted_password, invitation_token, invitation_accepted_at, language, ...user } = row;
  const alive =
    isActive(user) &&
    !isInvitationPending({ invitation_token, invitation_accepted_at }) &&
    isSaltOf(claim.salt, encrypted_password);
  return alive ? { user, language } : undefined;
}

const selectUser = prepareQuery(
  (db, { id }: { id: number }) =>
    db
      .selectFrom("users")
      .leftJoin("languages", "languages.id", "users.language_id")
      .select(signedInColumns)
      .select(["users.invitation_token", "users.invitation_accepted_at"])
      .where("users.id", "=", anyId(id)),
  { letsIn: true },
);

function isSaltOf(salt: Secret | null, encryptedPassword: string | null): boolean {
  if (salt === null || encryptedPassword === null) return salt === encryptedPassword;
  const stored = encryptedPassword.slice(0, saltLength);
  return timingSafeEqual(digestOf(salt.reveal()), digestOf(stored));
}

function digestOf(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
