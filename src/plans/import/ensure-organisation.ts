/** Finds the organisation that a plan's file names, or makes it. */
import { databaseNow } from "../../db/database.ts";
import type { DatabaseTransaction } from "../../db/schema.ts";
import type { GivenIdentifier } from "./document.ts";
import { storeIdentifier, toStored, type StoredIdentifier } from "./store-identifiers.ts";

/** Bit flags of `orgs.org_type`. */
export const orgTypes = { institution: 1, funder: 2 } as const;

export type GivenOrganisation = {
  name: string | undefined;
  abbreviation?: string | undefined;
  identifier: GivenIdentifier | undefined;
};

/**
 * One that an operator manages is known by its identifier, or by its name if it is given without identifier. One that
 * came from a file must have the same name too, so that nobody's file can rename another's organisation.
 */
export async function ensureOrganisation(
  db: DatabaseTransaction,
  { abbreviation, ...given }: GivenOrganisation,
  org_type: number,
): Promise<number | null> {
  const name = given.name || given.identifier?.identifier || null;
  const identifier = given.identifier && (await toStored(db, given.identifier));
  if (name === null && !identifier) return null;
  const found = identifier
    ? await findByIdentifier(db, identifier, name)
    : await findByName(db, name);
  if (found !== undefined) return found;
  const id = await insertOrganisation(db, { name, abbreviation: abbreviation || null, org_type });
  if (identifier) await storeIdentifier(db, ["Org", id], identifier);
  return id;
}

async function findByIdentifier(
  db: DatabaseTransaction,
  { value, identifier_scheme_id }: StoredIdentifier,
  name: string | null,
): Promise<number | undefined> {
  const rows = await db
    .selectFrom("identifiers")
    .innerJoin("orgs", "orgs.id", "identifiers.identifiable_id")
    .select(["orgs.id", "orgs.name", "orgs.managed"])
    .where("identifiers.identifiable_type", "=", "Org")
    .where("identifiers.value", "=", value)
    .where(
      "identifiers.identifier_scheme_id",
      identifier_scheme_id === null ? "is" : "=",
      identifier_scheme_id,
    )
    .orderBy("orgs.managed", "desc")
    .orderBy("orgs.id")
    .execute();
  return rows.find((row) => (row.managed && value !== "") || row.name === name)?.id;
}

async function findByName(db: DatabaseTransaction, name: string | null) {
  const row = await db
    .selectFrom("orgs")
    .select("orgs.id")
    .where("orgs.name", "=", name)
    .where((where) =>
      where.or([
        where("orgs.managed", "=", true),
        where.not(
          where.exists(
            where
              .selectFrom("identifiers")
              .select("identifiers.id")
              .where("identifiers.identifiable_type", "=", "Org")
              .whereRef("identifiers.identifiable_id", "=", "orgs.id"),
          ),
        ),
      ]),
    )
    .orderBy("orgs.managed", "desc")
    .orderBy("orgs.id")
    .executeTakeFirst();
  return row?.id;
}

/** In the service's language, as DMPRoadmap makes those that a person types. */
async function insertOrganisation(
  db: DatabaseTransaction,
  columns: { name: string | null; abbreviation: string | null; org_type: number },
): Promise<number> {
  const now = databaseNow(db);
  const { id } = await db
    .insertInto("orgs")
    .values({
      ...columns,
      managed: false,
      links: '{"org":[]}',
      language_id: (select) =>
        select
          .selectFrom("languages")
          .select((each) => each.fn.min("languages.id").as("id"))
          .where("default_language", "=", true),
      created_at: now,
      updated_at: now,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}
