/** Reads identifiers such as DOIs, ORCID iDs and RORs, whatever they identify, in one query. */
import { isOneOf } from "../db/database.ts";
import { prepareQuery } from "../db/prepared-query.ts";
import type { Database } from "../db/schema.ts";
import type { Identifier } from "./plan.ts";

/** Rails' names of what can have identifiers. */
const identifiableTypes = ["Plan", "Org", "User", "Contributor", "ResearchOutput"] as const;

export type IdentifiableType = (typeof identifiableTypes)[number];

export type Identifiers = {
  /** In the order in which they were given; none for no id. */
  of: (type: IdentifiableType, id: number | null) => readonly Identifier[];
  /** A grant is an identifier by itself. */
  grant: (id: number | null) => Identifier | undefined;
};

export async function loadIdentifiers(
  db: Database,
  wanted: Partial<Record<IdentifiableType | "grant", readonly (number | null)[]>>,
): Promise<Identifiers> {
  const rows = await selectIdentifiers(
    db,
    idsIn(wanted.grant ?? []),
    ...identifiableTypes.map((type) => idsIn(wanted[type] ?? [])),
  );
  const grants = new Map(rows.map((row) => [row.id, row]));
  const byOwner = Map.groupBy(rows, (row) => `${row.identifiable_type} ${row.identifiable_id}`);
  return {
    of: (type, id) => byOwner.get(`${type} ${id}`) ?? [],
    grant: (id) => (id === null ? undefined : grants.get(id)),
  };
}

/** `owners`: the ids of each type, in the order of the types. */
const selectIdentifiers = prepareQuery(
  (db, grants: readonly number[], ...owners: readonly (readonly number[])[]) =>
    db
      .selectFrom("identifiers")
      .leftJoin("identifier_schemes", "identifier_schemes.id", "identifiers.identifier_scheme_id")
      .select([
        "identifiers.id",
        "identifiers.identifiable_type",
        "identifiers.identifiable_id",
        "identifiers.value",
        "identifier_schemes.name as scheme",
      ])
      .where((where) =>
        where.or([
          isOneOf(db, "identifiers.id", grants),
          ...identifiableTypes.map((type, index) =>
            where.and([
              where("identifiers.identifiable_type", "=", type),
              isOneOf(db, "identifiers.identifiable_id", owners[index] ?? []),
            ]),
          ),
        ]),
      )
      .orderBy("identifiers.id"),
);

/** Each once. */
export function idsIn(ids: readonly (number | null)[]): number[] {
  return [...new Set(ids)].filter((id) => id !== null);
}
