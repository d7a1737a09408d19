/** A person of the service, as far as tokens and sessions need to know him, and the small questions about him. */
import type { UserRow } from "../db/schema.ts";

export type User = Pick<
  UserRow,
  "id" | "firstname" | "surname" | "email" | "active" | "org_id" | "language_id"
>;

/** As Rails asks it: NULL is not active. */
export function isActive(user: Pick<UserRow, "active">): boolean {
  return user.active === true;
}

/** Invited, and has not accepted: such an account has no password of its own yet (devise_invitable). */
export function isInvitationPending(
  user: Pick<UserRow, "invitation_token" | "invitation_accepted_at">,
): boolean {
  return user.invitation_token !== null && user.invitation_accepted_at === null;
}

/** First name and surname, or the e-mail address of somebody who gave neither. */
export function fullName(user: Pick<UserRow, "firstname" | "surname" | "email">): string {
  return [user.firstname, user.surname].filter(Boolean).join(" ").trim() || user.email;
}
