/**
 * Finds presented tokens in the database, those that arrive in the same turn of the event loop together.
 *
 * Nothing is remembered: an answer is never older than its question. A batch is closed before its statement is sent, so
 * that whoever asks later is answered by a later statement, which sees whatever was committed before he asked.
 */
import { setImmediate as endOfTurn } from "node:timers/promises";
import { isOneOf } from "../db/database.ts";
import { isDatabaseUnavailable } from "../db/failures.ts";
import { prepareQuery, type RowOf } from "../db/prepared-query.ts";
import type { Database, OauthApplicationRow } from "../db/schema.ts";
import type { Profile } from "../users/profile.ts";
import type { User } from "../users/user.ts";
import type { AccessToken } from "./access-token.ts";

/** How many statements are under way at most: while as many are, the next one gathers whoever comes. */
const most = 4;

/** A token with its application and owner, as far as they still exist. */
export type FoundAccessToken = {
  token: AccessToken;
  application: Pick<OauthApplicationRow, "id" | "name" | "uid"> | undefined;
  owner: (User & Profile) | undefined;
};

/** `digest`: of the presented secret. Rejects if the database cannot be read. */
export type LookUp = (digest: string) => Promise<FoundAccessToken | undefined>;

export function createLookUp(db: Database): LookUp {
  let open: { digests: string[]; found: Promise<Map<string, FoundAccessToken>> } | undefined;
  const underWay = new Set<Promise<unknown>>();

  async function findTogether(digests: readonly string[]) {
    await endOfTurn();
    while (underWay.size >= most) await Promise.race(underWay);
    open = undefined;
    const rows = selectByDigests(db, { digests });
    const ended = Promise.allSettled([rows]);
    underWay.add(ended);
    try {
      return new Map((await rows).map((row) => [row.digest, toFound(row)]));
    } finally {
      underWay.delete(ended);
    }
  }

  return async (digest) => {
    if (!open) {
      const digests: string[] = [];
      open = { digests, found: findTogether(digests) };
    }
    open.digests.push(digest);
    const { found } = open;
    try {
      return (await found).get(digest);
    } catch (error) {
      if (isDatabaseUnavailable(error)) throw error;
      // A row that cannot be read is nobody's misfortune but its owner's.
      const [row] = await selectByDigests(db, { digests: [digest] });
      return row && toFound(row);
    }
  };
}

const selectByDigests = prepareQuery(
  (db, { digests }: { digests: readonly string[] }) =>
    db
      .selectFrom("oauth_access_tokens as token")
      .leftJoin("oauth_applications as application", "application.id", "token.application_id")
      .leftJoin("users as owner", "owner.id", "token.resource_owner_id")
      .leftJoin("orgs", "orgs.id", "owner.org_id")
      .leftJoin("languages", "languages.id", "owner.language_id")
      .select([
        "token.token as digest",
        "token.id",
        "token.application_id",
        "token.resource_owner_id",
        "token.scopes",
        "token.created_at",
        "token.expires_in",
        "token.revoked_at",
        "application.name as application_name",
        "application.uid as application_uid",
        "owner.id as owner_id",
        "owner.firstname",
        "owner.surname",
        "owner.email",
        "owner.active",
        "owner.org_id",
        "owner.language_id",
        "orgs.name as organisation",
        "languages.name as language",
      ])
      .where(isOneOf(db, "token.token", digests)),
  { letsIn: true },
);

type Row = RowOf<typeof selectByDigests>;

/** Column by column: a copy with a rest would take longer than the look-up. */
function toFound(row: Row): FoundAccessToken {
  const { application_id, application_name, application_uid, owner_id, email } = row;
  return {
    token: {
      id: row.id,
      application_id,
      resource_owner_id: row.resource_owner_id,
      scopes: row.scopes,
      created_at: row.created_at,
      expires_in: row.expires_in,
      revoked_at: row.revoked_at,
    },
    application:
      application_name !== null && application_uid !== null
        ? { id: application_id, name: application_name, uid: application_uid }
        : undefined,
    owner:
      owner_id !== null && email !== null
        ? {
            id: owner_id,
            firstname: row.firstname,
            surname: row.surname,
            email,
            active: row.active,
            org_id: row.org_id,
            language_id: row.language_id,
            organisation: row.organisation,
            language: row.language,
          }
        : undefined,
  };
}
