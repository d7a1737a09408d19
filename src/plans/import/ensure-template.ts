/** The one template that imported plans are under. It asks nothing and is offered to nobody. */
import { sql } from "kysely";
import { databaseNow } from "../../db/database.ts";
import type { DatabaseTransaction } from "../../db/schema.ts";

export const importTemplateTitle = "Imported DMP";

/** Call it where nobody else can be making it. `org_id`: whose it is, if it must be made. Returns its id. */
export async function ensureImportTemplate(
  db: DatabaseTransaction,
  org_id: number | null,
): Promise<number> {
  const found = await db
    .selectFrom("templates")
    .select("id")
    .where("title", "=", importTemplateTitle)
    .where("customization_of", "is", null)
    .orderBy("id")
    .executeTakeFirst();
  return found?.id ?? (await insertTemplate(db, org_id));
}

/** With a phase, since DMPRoadmap shows plans phase by phase. */
async function insertTemplate(db: DatabaseTransaction, org_id: number | null): Promise<number> {
  const now = databaseNow(db);
  const { id } = await db
    .insertInto("templates")
    .values({
      title: importTemplateTitle,
      org_id,
      published: false,
      archived: false,
      is_default: false,
      version: 0,
      visibility: 0,
      family_id: sql<number>`(select coalesce(max(family_id), 0) + 1 from templates)`,
      links: '{"funder":[],"sample_plan":[]}',
      created_at: now,
      updated_at: now,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  await db
    .insertInto("phases")
    .values({
      title: importTemplateTitle,
      number: 1,
      template_id: id,
      modifiable: false,
      created_at: now,
      updated_at: now,
    })
    .execute();
  return id;
}
