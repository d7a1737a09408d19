/** Finds the token that the owner's page tells about. */
import { sql, type RawBuilder, type SqlBool } from "kysely";
import { isOneOf, isPostgres } from "../db/database.ts";
import { prepareQuery } from "../db/prepared-query.ts";
import type { Database } from "../db/schema.ts";
import type { Deps } from "../deps.ts";

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
  const applicationIds = applications.map(({ id }) => id);
  const [newest] = await selectLive(db, { ownerId, applicationIds, now: now() });
  return newest;
}

const selectLive = prepareQuery(
  (
    db,
    {
      ownerId,
      applicationIds,
      now,
    }: { ownerId: number; applicationIds: readonly number[]; now: Date },
  ) =>
    db
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
      .where(isOneOf(db, "token.application_id", applicationIds))
      .where("token.revoked_at", "is", null)
      .where(isUnexpired(db, now))
      // Not by the id alone: SQLite would read all tokens of the owner in that order, however many are dead.
      .orderBy(sql`token.id + 0`, "desc")
      .limit(1),
);

/** The question of `isExpired` (access-token.ts) to the database, where moments are exact to the microsecond. */
function isUnexpired(db: Database, now: Date): RawBuilder<SqlBool> {
  const expiry = isPostgres(db)
    ? sql`date_trunc('milliseconds', token.created_at) + token.expires_in * interval '1 second'`
    : sql`strftime('%Y-%m-%d %H:%M:%f', substr(token.created_at, 1, 23), token.expires_in || ' seconds') || '000'`;
  return sql<SqlBool>`(token.expires_in is null or ${expiry} > ${now})`;
}
