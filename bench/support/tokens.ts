/** Many people with a live token each, in rows as Tollgate writes them. */
import { createHash } from "node:crypto";
import { sql } from "kysely";
import { digestSecret, makeSecret } from "../../src/access-tokens/secret.ts";
import type { Database } from "../../src/db/schema.ts";
import { madeAt } from "../../test/support/plans.ts";
import { insertMany, moment } from "./many-rows.ts";

/** The id of the application that all tokens belong to. */
export const application = 1;

/** The secret of the person with this number, from 1. */
export function secretOf(person: number) {
  return makeSecret(() => createHash("sha256").update(`bench ${person}`).digest(), "dmp_");
}

/** Persons 1 to `count`; each id is the person's number. The database must be empty of people and tokens. */
export async function addPeopleWithTokens(db: Database, count: number): Promise<void> {
  await addPeople(db, count);
  await db
    .insertInto("oauth_applications")
    .values({
      name: "Internal v2 API Client",
      uid: "of the bench",
      secret: "none",
      redirect_uri: "https://example.org",
      scopes: "read",
      created_at: madeAt,
      updated_at: madeAt,
    })
    .execute();
  const tokens = Array.from({ length: count }, (_, index) => ({
    digest: digestSecret(secretOf(index + 1)),
    owner: index + 1,
  }));
  // In the order of the index on digests, or a million of them would take minutes.
  tokens.sort((one, other) => (one.digest < other.digest ? -1 : 1));
  await db.transaction().execute(async (transaction) => {
    for (let start = 0; start < count; start += 2_000) {
      await transaction
        .insertInto("oauth_access_tokens")
        .values(
          tokens.slice(start, start + 2_000).map(({ digest, owner }) => ({
            application_id: application,
            resource_owner_id: owner,
            token: digest,
            scopes: "read",
            created_at: madeAt,
          })),
        )
        .execute();
    }
  });
  await sql`analyze`.execute(db);
}

async function addPeople(db: Database, count: number): Promise<void> {
  await db
    .insertInto("languages")
    .values({ abbreviation: "en-GB", name: "English (GB)", default_language: true })
    .execute();
  await db
    .insertInto("orgs")
    .values({
      name: "Example University",
      managed: true,
      created_at: madeAt,
      updated_at: madeAt,
    })
    .execute();
  const into =
    "users (firstname, surname, email, org_id, language_id, active, created_at, updated_at)";
  const [name, now] = [sql`'Nia', 'Newcomer', 'nia-' || n || '@example.org'`, moment(db)];
  await insertMany(db, { into, count, rows: sql`select ${name}, 1, 1, true, ${now}, ${now}` });
}
