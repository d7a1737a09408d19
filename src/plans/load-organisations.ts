/** Reads organisations with their regions. */
import { isOneOf } from "../db/database.ts";
import { prepareQuery } from "../db/prepared-query.ts";
import type { Database } from "../db/schema.ts";
import type { Organisation } from "./plan.ts";

/** By their ids, without those that are gone. Their identifiers are read elsewhere, together with all others. */
export async function loadOrganisations(
  db: Database,
  ids: readonly number[],
): Promise<Map<number | null, Omit<Organisation, "identifiers">>> {
  const rows = await selectOrganisations(db, { ids });
  return new Map(rows.map((row) => [row.id, row]));
}

const selectOrganisations = prepareQuery((db, { ids }: { ids: readonly number[] }) =>
  db
    .selectFrom("orgs")
    .leftJoin("regions", "regions.id", "orgs.region_id")
    .select(["orgs.id", "orgs.name", "orgs.abbreviation", "regions.abbreviation as region"])
    .where(isOneOf(db, "orgs.id", ids)),
);
