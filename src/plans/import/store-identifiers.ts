/** Puts identifiers into the tables as DMPRoadmap writes them: under their scheme, with the scheme's address before them. */
import { databaseNow } from "../../db/database.ts";
import type { DatabaseTransaction } from "../../db/schema.ts";
import { identifierSchemes, type SchemeName } from "../identifier-schemes.ts";
import type { IdentifiableType } from "../load-identifiers.ts";
import type { GivenIdentifier } from "./document.ts";

const schemeNames: readonly SchemeName[] = ["orcid", "ror", "fundref"];

export type StoredIdentifier = { value: string; identifier_scheme_id: number | null };

/** As it is in the table; its scheme is made where it is missing. An empty one is of no scheme. */
export async function toStored(
  db: DatabaseTransaction,
  { type, identifier }: GivenIdentifier,
): Promise<StoredIdentifier> {
  const name = schemeNames.find((each) => each === type.toLowerCase());
  if (!name || identifier === "") return { value: identifier, identifier_scheme_id: null };
  const { id, identifier_prefix } = await ensureScheme(db, name);
  if (/^https?:/i.test(identifier)) return { value: identifier, identifier_scheme_id: id };
  const prefix = identifier_prefix?.replace(/\/?$/, "/") ?? "";
  return { value: prefix + identifier.replace(/^10\.13039\//, ""), identifier_scheme_id: id };
}

/** Returns the identifier's id. */
export async function storeIdentifier(
  db: DatabaseTransaction,
  [identifiable_type, identifiable_id]: [IdentifiableType, id: number],
  identifier: StoredIdentifier,
): Promise<number> {
  const now = databaseNow(db);
  const { id } = await db
    .insertInto("identifiers")
    .values({
      ...identifier,
      identifiable_type,
      identifiable_id,
      created_at: now,
      updated_at: now,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

/** Call it where nobody else can be making the same one. */
async function ensureScheme(db: DatabaseTransaction, name: SchemeName) {
  const found = await db
    .selectFrom("identifier_schemes")
    .select(["id", "identifier_prefix"])
    .where("name", "=", name)
    .orderBy("id")
    .executeTakeFirst();
  if (found) return found;
  const now = databaseNow(db);
  return await db
    .insertInto("identifier_schemes")
    .values({ ...identifierSchemes[name], name, active: true, created_at: now, updated_at: now })
    .returning(["id", "identifier_prefix"])
    .executeTakeFirstOrThrow();
}
