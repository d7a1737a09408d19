/** Issues one access token: a row that holds only the digest, and the secret, which exists here and never again. */
import { databaseNow } from "../db/database.ts";
import { firstOf, prepareChange } from "../db/prepared-query.ts";
import type { DatabaseTransaction, OauthAccessTokenRow } from "../db/schema.ts";
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
  const rows = await insertToken(transaction, {
    application_id: grant.applicationId,
    resource_owner_id: grant.ownerId,
    token: digestSecret(secret),
    scopes: deps.settings.tokenScopes,
  });
  const token = firstOf(rows);
  await noteToken(transaction, { access_token_id: token.id, last_four: lastFour(secret) });
  return { ...token, secret };
}

const insertToken = prepareChange(
  (
    db,
    token: Pick<OauthAccessTokenRow, "application_id" | "resource_owner_id" | "token" | "scopes">,
  ) =>
    db
      .insertInto("oauth_access_tokens")
      .values({ ...token, expires_in: null, created_at: databaseNow(db) })
      .returning([
        "id",
        "application_id",
        "resource_owner_id",
        "scopes",
        "created_at",
        "expires_in",
        "revoked_at",
      ]),
);

const noteToken = prepareChange(
  (db, { access_token_id, last_four }: { access_token_id: number; last_four: string }) => {
    const note = { last_four, last_used_at: null, last_used_address: null };
    return (
      db
        .insertInto("tollgate_access_tokens")
        .values({ access_token_id, ...note })
        // Of a token whose row is gone: an emptied table may give out its ids again.
        .onConflict((conflict) => conflict.column("access_token_id").doUpdateSet(note))
    );
  },
);
