/** Puts the datasets of a plan's file into the tables, where they are research outputs. */
import { setImmediate } from "node:timers/promises";
import { databaseNow, isOneOf } from "../../db/database.ts";
import type { DatabaseTransaction } from "../../db/schema.ts";
import { outputTypes } from "../dataset.ts";
import type { GivenDataset } from "./document.ts";
import {
  ensureLicense,
  ensureMetadataStandard,
  ensureRepository,
  findMetadataStandards,
  type KnownStandard,
} from "./ensure-entries.ts";
import { storeIdentifier, toStored } from "./store-identifiers.ts";
import { toBoolean, toDate } from "./values.ts";

/** In the place of those that the plan has. One that was there before, by its `dataset_id`, keeps its row. */
export async function storeDatasets(
  db: DatabaseTransaction,
  plan_id: number,
  datasets: readonly GivenDataset[],
): Promise<void> {
  const former = await findFormer(db, plan_id);
  await clear(
    db,
    former.map(({ id }) => id),
  );
  const standards = await findMetadataStandards(
    db,
    datasets.flatMap(({ metadata = [] }) => metadata),
  );
  for (const [index, dataset] of datasets.entries()) {
    await setImmediate(); // SQLite does not wait, and others want to be answered meanwhile
    const identifier = await toStored(db, dataset.dataset_id);
    const same = former.findIndex(({ value }) => value === identifier.value);
    const [kept] = same === -1 ? [] : former.splice(same, 1);
    const columns = { ...(await toColumns(db, dataset)), plan_id, display_order: index + 1 };
    const id = await storeOutput(db, kept?.id, columns);
    await storeIdentifier(db, ["ResearchOutput", id], identifier);
    await storeChoices(db, id, dataset, standards);
  }
  await db
    .deleteFrom("research_outputs")
    .where(
      isOneOf(
        db,
        "id",
        former.map(({ id }) => id),
      ),
    )
    .execute();
}

/** With their identifiers, of which those from files have one. */
async function findFormer(db: DatabaseTransaction, plan_id: number) {
  const rows = await db
    .selectFrom("research_outputs")
    .leftJoin("identifiers", (join) =>
      join
        .onRef("identifiers.identifiable_id", "=", "research_outputs.id")
        .on("identifiers.identifiable_type", "=", "ResearchOutput"),
    )
    .select(["research_outputs.id", "identifiers.value"])
    .where("research_outputs.plan_id", "=", plan_id)
    .orderBy("research_outputs.display_order")
    .orderBy("research_outputs.id")
    .orderBy("identifiers.id")
    .execute();
  return [...new Map(rows.toReversed().map((row) => [row.id, row])).values()].toReversed();
}

/** Everything that refers to these outputs. */
async function clear(db: DatabaseTransaction, ids: readonly number[]) {
  if (ids.length === 0) return;
  await db
    .deleteFrom("identifiers")
    .where("identifiable_type", "=", "ResearchOutput")
    .where(isOneOf(db, "identifiable_id", ids))
    .execute();
  for (const table of [
    "repositories_research_outputs",
    "metadata_standards_research_outputs",
  ] as const) {
    await db
      .deleteFrom(table)
      .where(isOneOf(db, "research_output_id", ids))
      .execute();
  }
}

/** By the word in the file. */
const access = { open: 0, shared: 2, closed: 3 } as const;

/** What distributions have for themselves in the standard, an output has once: the first one counts. */
async function toColumns(db: DatabaseTransaction, dataset: GivenDataset) {
  const [distribution] = dataset.distribution ?? [];
  const [license] = distribution?.license ?? [];
  const released = dataset.issued ?? license?.start_date;
  return {
    ...toType(dataset.type),
    title: dataset.title,
    description: dataset.description ?? null,
    access: distribution ? access[distribution.data_access] : access.open,
    release_date: released === undefined ? null : toDate(released),
    personal_data: toBoolean(dataset.personal_data),
    sensitive_data: toBoolean(dataset.sensitive_data),
    byte_size: distribution?.byte_size ?? null,
    license_id: license ? await ensureLicense(db, license.license_ref) : null,
  };
}

/** DMPRoadmap's word for it; else "other", with the file's word beside it. */
function toType(type = "dataset") {
  const known = outputTypes.findIndex((each) => each === type);
  return known === -1
    ? { output_type: outputTypes.indexOf("other"), output_type_description: type }
    : { output_type: known, output_type_description: null };
}

type OutputColumns = Awaited<ReturnType<typeof toColumns>> & {
  plan_id: number;
  display_order: number;
};

async function storeOutput(
  db: DatabaseTransaction,
  id: number | undefined,
  columns: OutputColumns,
): Promise<number> {
  const now = databaseNow(db);
  if (id !== undefined) {
    await db
      .updateTable("research_outputs")
      .set({ ...columns, updated_at: now })
      .where("id", "=", id)
      .execute();
    return id;
  }
  const row = await db
    .insertInto("research_outputs")
    .values({ ...columns, is_default: false, created_at: now, updated_at: now })
    .returning("id")
    .executeTakeFirstOrThrow();
  return row.id;
}

async function storeChoices(
  db: DatabaseTransaction,
  research_output_id: number,
  { distribution = [], metadata = [] }: GivenDataset,
  standards: KnownStandard[],
) {
  for (const { host } of distribution) {
    if (!host) continue;
    const repository_id = await ensureRepository(db, host);
    await db
      .insertInto("repositories_research_outputs")
      .values({ research_output_id, repository_id })
      .execute();
  }
  for (const given of metadata) {
    const metadata_standard_id = await ensureMetadataStandard(db, given, standards);
    await db
      .insertInto("metadata_standards_research_outputs")
      .values({ research_output_id, metadata_standard_id })
      .execute();
  }
}
