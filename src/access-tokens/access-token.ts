/** An access token, and the small questions about its life. */
import type { OauthAccessTokenRow } from "../db/schema.ts";

export type AccessToken = Pick<
  OauthAccessTokenRow,
  | "id"
  | "application_id"
  | "resource_owner_id"
  | "scopes"
  | "created_at"
  | "expires_in"
  | "revoked_at"
>;

/** Any moment in `revoked_at` means revoked, even a future one: stricter than Doorkeeper on purpose. */
export function isRevoked(token: Pick<AccessToken, "revoked_at">): boolean {
  return token.revoked_at !== null;
}

/** The first moment at which the token is refused, or undefined if it never expires. */
export function expiryOf(token: Pick<AccessToken, "created_at" | "expires_in">): Date | undefined {
  if (token.expires_in === null) return undefined;
  return new Date(token.created_at.getTime() + token.expires_in * 1000);
}

/** The boundary moment itself is expired. */
export function isExpired(
  token: Pick<AccessToken, "created_at" | "expires_in">,
  now: Date,
): boolean {
  const expiry = expiryOf(token);
  return expiry !== undefined && now >= expiry;
}
