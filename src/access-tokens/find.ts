/** Finds the token that the owner's page tells about. */
import type { Deps } from "../deps.ts";
import { isExpired } from "./access-token.ts";

export type LiveAccessToken = {
  id: number;
  created_at: Date;
  last_four: string | null;
  last_used_at: Date | null;
  expires_in: number | null;
};

/** The owner's live token of these applications, the newest if Rails left several, or undefined. */
export async function findLiveAccessToken(
  { db, now }: Pick<Deps, "db" | "now">,
  ownerId: number,
  applications: readonly { id: number }[],
): Promise<LiveAccessToken | undefined> {
  if (applications.length === 0) return undefined;
  const tokens = await db
    .selectFrom("oauth_access_tokens as token")
    .leftJoin("tollgate_access_tokens as known", "known.access_token_id", "token.id")
    .select([
      "token.id",
      "token.created_at",
      "known.last_four",
      "known.last_used_at",
      "token.expires_in",
    ])
    .where("token.resource_owner_id", "=", ownerId)
    .where(
      "token.application_id",
      "in",
      applications.map(({ id }) => id),
    )
    .where("token.revoked_at", "is", null)
    .orderBy("token.id", "desc")
    .limit(10)
    .execute();
  return tokens.find((token) => !isExpired(token, now()));
}
