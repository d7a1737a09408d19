/** The one OAuth application that owns every token made here, found by its name as DMPRoadmap finds it. */
import { sql } from "kysely";
import { databaseNow, isPostgres, takeTurn } from "../db/database.ts";
import { prepareQuery } from "../db/prepared-query.ts";
import type { Database, DatabaseTransaction, OauthApplicationRow } from "../db/schema.ts";
import type { Deps } from "../deps.ts";
import { AppError } from "../errors.ts";
import { sha256Hex } from "../sha256.ts";

export type InternalApplication = Pick<OauthApplicationRow, "id" | "uid" | "name">;

/** Doorkeeper's stand-in for "no redirect", for older tables whose redirect_uri may not be NULL. */
const outOfBandUri = "urn:ietf:wg:oauth:2.0:oob";

/** Applications that bear the configured name, the one that mints first. There is no constraint: Rails may have two. */
export async function findInternalApplications(
  { settings }: Pick<Deps, "settings">,
  db: Database,
): Promise<InternalApplication[]> {
  return await selectByName(db, { name: settings.internalApplicationName });
}

const selectByName = prepareQuery((db, { name }: { name: string }) =>
  db
    .selectFrom("oauth_applications")
    .select(["id", "uid", "name"])
    .where("name", "=", name)
    .orderBy("id"),
);

/** The same, or throws `application_missing` and logs what an operator must do. */
export async function requireInternalApplications(
  deps: Pick<Deps, "settings" | "log">,
  db: Database,
): Promise<[InternalApplication, ...InternalApplication[]]> {
  const [first, ...others] = await findInternalApplications(deps, db);
  if (first) return [first, ...others];
  deps.log.error(
    { internalApplicationName: deps.settings.internalApplicationName },
    "the internal OAuth application is missing: run `tollgate ensure-internal-app`",
  );
  throw new AppError("application_missing");
}

/** Finds the application or creates it. Two at once leave one row. An existing row is never changed. */
export async function ensureInternalApplication(
  deps: Omit<Deps, "now">,
): Promise<InternalApplication> {
  return await deps.db.transaction().execute(async (transaction) => {
    await takeTurn(transaction, "internal application"); // no unique index keeps two creators apart
    const [found, ...others] = await findInternalApplications(deps, transaction);
    if (others.length > 0) {
      deps.log.warn(
        { internalApplications: [found, ...others] },
        "several OAuth applications bear the internal name: the lowest id mints, all are revoked from",
      );
    }
    return found ?? (await create(deps, transaction));
  });
}

/** uid and secret as Doorkeeper makes them; nobody ever needs the secret, so only its digest outlives this line. */
async function create(
  { randomBytes, settings }: Omit<Deps, "now">,
  transaction: DatabaseTransaction,
): Promise<InternalApplication> {
  const secret = randomBytes(32).toString("base64url");
  return await transaction
    .insertInto("oauth_applications")
    .values({
      name: settings.internalApplicationName,
      uid: randomBytes(32).toString("base64url"),
      secret: sha256Hex(secret),
      redirect_uri: (await mayRedirectUriBeNull(transaction)) ? null : outOfBandUri,
      scopes: settings.tokenScopes,
      confidential: true,
      created_at: databaseNow(transaction),
      updated_at: databaseNow(transaction),
    })
    .returning(["id", "uid", "name"])
    .executeTakeFirstOrThrow();
}

async function mayRedirectUriBeNull(transaction: DatabaseTransaction): Promise<boolean> {
  const { rows } = isPostgres(transaction)
    ? await sql<{ required: boolean }>`
        select attnotnull as required from pg_attribute
        where attrelid = 'oauth_applications'::regclass and attname = 'redirect_uri'`.execute(
        transaction,
      )
    : await sql<{ required: number }>`
        select "notnull" as required from pragma_table_info('oauth_applications')
        where name = 'redirect_uri'`.execute(transaction);
  return rows.every(({ required }) => !required);
}
