/** Sessions of signed-in people: the cookie holds an id, the database only its digest. */
import { prepareQuery } from "../db/prepared-query.ts";
import type { UserRow } from "../db/schema.ts";
import type { Deps } from "../deps.ts";
import { Secret } from "../secret.ts";
import { sha256Hex } from "../sha256.ts";
import { isActive, type User } from "./user.ts";

const minute = 60_000;
/** A session ends after this long without a request… */
export const idleLimit = 90 * minute;
/** …and in any case this long after sign-in. */
export const absoluteLimit = 12 * 60 * minute;
/** How often, at most, a session's last request is written down. */
const stampInterval = minute;

/** What a session of either kind reads of its user and his language. */
export const signedInColumns = [
  "users.id",
  "users.firstname",
  "users.surname",
  "users.email",
  "users.active",
  "users.org_id",
  "users.language_id",
  "users.encrypted_password",
  "languages.abbreviation as language",
] as const;

export type Session = {
  idDigest: string;
  user: User;
  /** The language that the user chose, such as `fr-CA`. */
  language: string | null;
  lastSeenAt: Date;
};

/** What beginning a session needs of whoever signs in. */
export type SignedInUser = Pick<UserRow, "id" | "encrypted_password">;

/** Begins a session with a new id, which is returned once. */
export async function beginSession(
  { db, now, randomBytes }: Deps,
  user: SignedInUser,
): Promise<Secret> {
  const id = new Secret(randomBytes(32).toString("base64url"));
  await db
    .insertInto("tollgate_sessions")
    .values({
      id_digest: digestOf(id),
      user_id: user.id,
      password_digest: passwordDigest(user),
      created_at: now(),
      last_seen_at: now(),
    })
    .execute();
  return id;
}

/** The live session that the id belongs to. A deactivated owner or a changed password ends it. */
export async function findSession(
  { db, now }: Pick<Deps, "db" | "now">,
  id: Secret,
): Promise<Session | undefined> {
  const idDigest = digestOf(id);
  const [row] = await selectSession(db, { idDigest });
  if (!row) return undefined;
  const { created_at, last_seen_at, password_digest, ...rest } = row;
  const { encrypted_password, language, ...user } = rest;
  const moment = now();
  const alive =
    isActive(user) &&
    password_digest === passwordDigest({ encrypted_password }) &&
    moment.getTime() < last_seen_at.getTime() + idleLimit &&
    moment.getTime() < created_at.getTime() + absoluteLimit;
  return alive ? { idDigest, user, language, lastSeenAt: last_seen_at } : undefined;
}

const selectSession = prepareQuery(
  (db, { idDigest }: { idDigest: string }) =>
    db
      .selectFrom("tollgate_sessions as session")
      .innerJoin("users", "users.id", "session.user_id")
      .leftJoin("languages", "languages.id", "users.language_id")
      .select(["session.created_at", "session.last_seen_at", "session.password_digest"])
      .select(signedInColumns)
      .where("session.id_digest", "=", idDigest),
  { letsIn: true },
);

/** Notes that the session is in use. Once a minute is enough, so most calls do not ask the database. */
export async function stampSession(
  { db, now }: Pick<Deps, "db" | "now">,
  session: Session,
): Promise<void> {
  const moment = now();
  if (moment.getTime() - session.lastSeenAt.getTime() < stampInterval) return;
  await db
    .updateTable("tollgate_sessions")
    .set({ last_seen_at: moment })
    .where("id_digest", "=", session.idDigest)
    .where("last_seen_at", "<", moment)
    .execute();
}

/** Ends the session: the id opens nothing from now on. */
export async function endSession({ db }: Pick<Deps, "db">, session: Session): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await transaction
      .deleteFrom("tollgate_sessions")
      .where("id_digest", "=", session.idDigest)
      .execute();
  });
}

function digestOf(id: Secret): string {
  return sha256Hex(id.reveal());
}

function passwordDigest({ encrypted_password }: Pick<UserRow, "encrypted_password">): string {
  return sha256Hex(encrypted_password ?? "");
}
