/**
 * Finds what a dataset refers to in DMPRoadmap's lists of repositories, licences and metadata standards, or adds it there.
 *
 * What is found must say what the file says, and no more: these lists are everybody's, and what one person's file has
 * added must not come to stand in another person's plan.
 */
import { databaseNow, isOneOf } from "../../db/database.ts";
import type { DatabaseTransaction } from "../../db/schema.ts";
import { toDmpMetadata } from "../dataset.ts";
import type { MetadataStandard } from "../plan.ts";
import { listOf, type GivenHost, type GivenMetadata } from "./document.ts";

export async function ensureRepository(db: DatabaseTransaction, host: GivenHost): Promise<number> {
  const uri = host.dmproadmap_host_id?.identifier || host.host_id?.[0]?.identifier || host.url;
  const entry = { name: host.title, description: host.description ?? "", homepage: host.url, uri };
  const found = await db
    .selectFrom("repositories")
    .select("id")
    .where("uri", "=", uri)
    .where("name", "=", entry.name)
    .where("homepage", "=", entry.homepage)
    .where("description", "=", entry.description)
    .orderBy("id")
    .executeTakeFirst();
  if (found) return found.id;
  const now = databaseNow(db);
  const { id } = await db
    .insertInto("repositories")
    .values({ ...entry, created_at: now, updated_at: now })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

/** One that is added is marked as deprecated: then DMPRoadmap does not offer it to others. */
export async function ensureLicense(db: DatabaseTransaction, uri: string): Promise<number> {
  const found = await db
    .selectFrom("licenses")
    .select("id")
    .where("uri", "=", uri)
    .orderBy("id")
    .executeTakeFirst();
  if (found) return found.id;
  const now = databaseNow(db);
  const { id } = await db
    .insertInto("licenses")
    .values({
      name: uri,
      identifier: uri,
      uri,
      deprecated: true,
      created_at: now,
      updated_at: now,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

/** DMPRoadmap's tables have no index that finds one by its address, so they are looked for once for a whole plan. */
export async function findMetadataStandards(
  db: DatabaseTransaction,
  metadata: readonly GivenMetadata[],
): Promise<KnownStandard[]> {
  if (metadata.length === 0) return [];
  return await db
    .selectFrom("metadata_standards")
    .select(["id", "title", "description", "uri"])
    .where(isOneOf(db, "uri", [...new Set(metadata.map(uriOf))]))
    .orderBy("id")
    .execute();
}

export type KnownStandard = MetadataStandard & { id: number };

/** `known`: those that were found, to which one that is added is added too. It has no title: files have none. */
export async function ensureMetadataStandard(
  db: DatabaseTransaction,
  metadata: GivenMetadata,
  known: KnownStandard[],
): Promise<number> {
  const uri = uriOf(metadata);
  // What the API tells of one ends with its address.
  const description = withoutEnd(metadata.description ?? "", ` - ${uri}`) || null;
  const found = known.find(
    (row) =>
      row.uri === uri &&
      (toDmpMetadata(row, undefined).description === metadata.description ||
        (row.title === null && row.description === description)),
  );
  if (found) return found.id;
  const now = databaseNow(db);
  const { id } = await db
    .insertInto("metadata_standards")
    .values({ description, uri, created_at: now, updated_at: now })
    .returning("id")
    .executeTakeFirstOrThrow();
  known.push({ id, title: null, description, uri });
  return id;
}

/** Of several, the first. */
function uriOf({ metadata_standard_id }: GivenMetadata): string {
  return listOf(metadata_standard_id)[0]?.identifier ?? "";
}

function withoutEnd(text: string, end: string): string {
  return text.endsWith(end) ? text.slice(0, -end.length) : text;
}
