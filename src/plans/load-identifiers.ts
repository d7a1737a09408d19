/** Reads identifiers such as DOIs, ORCID iDs and RORs, whatever they identify, in one query. */
import { isOneOf } from "../db/database.ts";
import { prepareQuery } from "../db/prepared-query.ts";
import type { Database } from "../db/schema.ts";
import type { Identifier } from "./plan.ts";

/** Rails' names of what can have identifiers. */
export type IdentifiableType = "Plan" | "Org" | "User" | "Contributor" | "ResearchOutput";

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
  const rows = await selectIdentifiers(db, {
    grant: idsIn(wanted.grant ?? []),
    Plan: idsIn(wanted.Plan ?? []),
    Org: idsIn(wanted.Org ?? []),
    User: idsIn(wanted.User ?? []),
    Contributor: idsIn(wanted.Contributor ?? []),
    ResearchOutput: idsIn(wanted.ResearchOutput ?? []),
  });
  const grants = new Map(rows.map((row) => [row.id, row]));
  const byOwner = Map.groupBy(rows, (row) => `${row.identifiable_type} ${row.identifiable_id}`);
  return {
    of: (type, id) => byOwner.get(`${type} ${id}`) ?? [],
    grant: (id) => (id === null ? undefined : grants.get(id)),
  };
}

const selectIdentifiers = prepareQuery(
  (db, { grant, ...identified }: Record<IdentifiableType | "grant", readonly number[]>) =>
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
          isOneOf(db, "identifiers.id", grant),
          ...Object.entries(identified).map(([type, ids]) =>
            where.and([
              where("identifiers.identifiable_type", "=", type),
              isOneOf(db, "identifiers.identifiable_id", ids),
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
