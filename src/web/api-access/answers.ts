/** What the button's address answers to programs. */
import { Type, type Static } from "typebox";
import type { IssuedAccessToken } from "../../access-tokens/issue.ts";

/** As Doorkeeper answers token requests: moments in seconds since 1970, `expires_in` null for never. */
export const TokenAnswer = Type.Object(
  {
    token: Type.String(),
    token_type: Type.Literal("Bearer"),
    scope: Type.Union([Type.String(), Type.Null()]),
    created_at: Type.Integer(),
    expires_in: Type.Union([Type.Integer(), Type.Null()]),
  },
  { title: "Token" },
);

/** How many tokens that were live it ended. */
export const RevokedAnswer = Type.Object(
  { revoked: Type.Integer({ minimum: 0 }) },
  { title: "Revoked" },
);

/** The one JSON answer that holds a secret. */
export function toTokenAnswer(
  token: Pick<IssuedAccessToken, "secret" | "scopes" | "created_at" | "expires_in">,
): Static<typeof TokenAnswer> {
  return {
    token: token.secret.reveal(),
    token_type: "Bearer",
    scope: token.scopes,
    created_at: Math.floor(token.created_at.getTime() / 1000),
    expires_in: token.expires_in,
  };
}

export function toRevokedAnswer(tokens: readonly unknown[]): Static<typeof RevokedAnswer> {
  return { revoked: tokens.length };
}
