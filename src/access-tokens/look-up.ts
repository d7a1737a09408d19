/**
 * Finds presented tokens in the database, those that arrive in the same turn of the event loop together.
 *
 * Nothing is remembered: an answer is never older than its question. A batch is closed before its statement is sent, so
 * that whoever asks later is answered by a later statement, which sees whatever was committed before he asked.
 */
import { setImmediate as endOfTurn } from "node:timers/promises";
import { isOneOf } from "../db/database.ts";
import { isDatabaseUnavailable } from "../db/failures.ts";
import type { Database, OauthApplicationRow } from "../db/schema.ts";
import type { User } from "../users/user.ts";
import type { AccessToken } from "./access-token.ts";

/** A token with its application and owner, as far as they still exist. */
export type FoundAccessToken = {
  token: AccessToken;
  application: Pick<OauthApplicationRow, "id" | "name" | "uid"> | undefined;
  owner: User | undefined;
};

/** `digest`: of the presented secret. Rejects if the database cannot be read. */
export type LookUp = (digest: string) => Promise<FoundAccessToken | undefined>;

export function createLookUp(db: Database): LookUp {
  let open: { digests: string[]; found: Promise<Map<string, FoundAccessToken>> } | undefined;

  async function findTogether(digests: readonly string[]) {
    await endOfTurn();
    open = undefined;
    return await findByDigests(db, digests);
  }

  return async (digest) => {
    if (!open) {
      const digests: string[] = [];
      open = { digests, found: findTogether(digests) };
    }
    open.digests.push(digest);
    const { digests, found } = open;
    try {
      return (await found).get(digest);
    } catch (error) {
      // A row that cannot be read is nobody's misfortune but its owner's.
      if (digests.length === 1 || isDatabaseUnavailable(error)) throw error;
      return (await findByDigests(db, [digest])).get(digest);
    }
  };
}

async function findByDigests(
  db: Database,
  digests: readonly string[],
): Promise<Map<string, FoundAccessToken>> {
  const rows = await db
    .selectFrom("oauth_access_tokens as token")
    .leftJoin("oauth_applications as application", "application.id", "token.application_id")
    .leftJoin("users as owner", "owner.id", "token.resource_owner_id")
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
    ])
    .where(isOneOf(db, "token.token", digests))
    .execute();
  return new Map(
    rows.map(({ digest, application_name, application_uid, owner_id, email, ...row }) => {
      const { firstname, surname, active, org_id, language_id, ...token } = row;
      const application =
        application_name !== null && application_uid !== null
          ? { id: token.application_id, name: application_name, uid: application_uid }
          : undefined;
      const owner =
        owner_id !== null && email !== null
          ? { id: owner_id, firstname, surname, email, active, org_id, language_id }
          : undefined;
      return [digest, { token, application, owner }];
    }),
  );
}
