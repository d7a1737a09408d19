/** Issues one access token: a row that holds only the digest, and the secret, which exists here and never again. */
import { databaseNow } from "../db/database.ts";
import type { DatabaseTransaction } from "../db/schema.ts";
import type { Deps } from "../deps.ts";
import type { Secret } from "../secret.ts";
import type { AccessToken } from "./access-token.ts";
import { digestSecret, lastFour, makeSecret } from "./secret.ts";

export type IssuedAccessToken = AccessToken & { secret: Secret };

/** Call it with the owner locked. The token never expires and has the scopes that the operator chose. */
export async function issue(
  deps: Pick<Deps, "randomBytes" | "settings">,
  transaction: DatabaseTransaction,
  grant: { applicationId: number; ownerId: number },
): Promise<IssuedAccessToken> {
  const secret = makeSecret(deps.randomBytes, deps.settings.tokenPrefixes[0]);
  const token = await transaction
    .insertInto("oauth_access_tokens")
    .values({
      application_id: grant.applicationId,
      resource_owner_id: grant.ownerId,
      token: digestSecret(secret),
      scopes: deps.settings.tokenScopes,
      expires_in: null,
      created_at: databaseNow(transaction),
    })
    .returning([
      "id",
      "application_id",
      "resource_owner_id",
      "scopes",
      "created_at",
      "expires_in",
      "revoked_at",
    ])
    .executeTakeFirstOrThrow();
  const note = { last_four: lastFour(secret), last_used_at: null, last_used_address: null };
  await transaction
    .insertInto("tollgate_access_tokens")
    .values({ access_token_id: token.id, ...note })
    // Of a token whose row is gone: an emptied table may give out its ids again.
    .onConflict((conflict) => conflict.column("access_token_id").doUpdateSet(note))
    .execute();
  return { ...token, secret };
}
