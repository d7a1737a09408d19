/** Reads the research outputs of plans, with the repositories and metadata standards that were chosen for them. */
import { asText, isOneOf } from "../db/database.ts";
import { findMoment } from "../db/moments.ts";
import { prepareQuery } from "../db/prepared-query.ts";
import type { Database } from "../db/schema.ts";
import { together } from "../db/together.ts";
import type { ResearchOutput } from "./plan.ts";

/** By the id of their plan, in the order in which the plan shows them. Their identifiers are read elsewhere, with all others. */
export async function loadResearchOutputs(
  db: Database,
  planIds: readonly number[],
): Promise<Map<number | null, Omit<ResearchOutput, "identifiers">[]>> {
  const rows = await selectOutputs(db, { planIds });
  const ids = rows.map(({ id }) => id);
  const [repositories, standards] = await together([
    loadRepositories(db, ids),
    loadMetadataStandards(db, ids),
  ]);

  const outputs = rows.map((row) =>
    Object.assign(row, {
      release_date: findMoment(row.release_date_text),
      byte_size: findInteger(row.byte_size_text),
      repositories: repositories.get(row.id) ?? [],
      metadata_standards: standards.get(row.id) ?? [],
    }),
  );
  return Map.groupBy(outputs, ({ plan_id }) => plan_id);
}

const selectOutputs = prepareQuery((db, { planIds }: { planIds: readonly number[] }) =>
  db
    .selectFrom("research_outputs as output")
    .leftJoin("licenses", "licenses.id", "output.license_id")
    .select([
      "output.id",
      "output.plan_id",
      "output.output_type",
      "output.output_type_description",
      "output.title",
      "output.description",
      "output.access",
      "output.personal_data",
      "output.sensitive_data",
      "licenses.uri as license_uri",
    ])
    .select([
      asText("output.release_date").as("release_date_text"),
      asText("output.byte_size").as("byte_size_text"),
    ])
    .where(isOneOf(db, "output.plan_id", planIds))
    .orderBy("output.display_order", (order) => order.asc().nullsLast())
    .orderBy("output.id"),
);

async function loadRepositories(db: Database, outputIds: readonly number[]) {
  const rows = await selectRepositories(db, { outputIds });
  return Map.groupBy(rows, ({ research_output_id }) => research_output_id);
}

const selectRepositories = prepareQuery((db, { outputIds }: { outputIds: readonly number[] }) =>
  db
    .selectFrom("repositories_research_outputs as chosen")
    .innerJoin("repositories", "repositories.id", "chosen.repository_id")
    .select([
      "chosen.research_output_id",
      "repositories.name",
      "repositories.description",
      "repositories.homepage",
      "repositories.uri",
    ])
    .where(isOneOf(db, "chosen.research_output_id", outputIds))
    .orderBy("chosen.id"),
);

async function loadMetadataStandards(db: Database, outputIds: readonly number[]) {
  const rows = await selectMetadataStandards(db, { outputIds });
  return Map.groupBy(rows, ({ research_output_id }) => research_output_id);
}

const selectMetadataStandards = prepareQuery(
  (db, { outputIds }: { outputIds: readonly number[] }) =>
    db
      .selectFrom("metadata_standards_research_outputs as chosen")
      .innerJoin("metadata_standards as standard", "standard.id", "chosen.metadata_standard_id")
      .select([
        "chosen.research_output_id",
        "standard.title",
        "standard.description",
        "standard.uri",
      ])
      .where(isOneOf(db, "chosen.research_output_id", outputIds))
      .orderBy("chosen.id"),
);

/** Undefined beyond 2^53, where JavaScript's numbers are no longer exact. */
function findInteger(text: string | null): number | undefined {
  const number = text === null ? Number.NaN : Number(text);
  return Number.isSafeInteger(number) ? number : undefined;
}
