/** Puts what a plan's file says into DMPRoadmap's tables: a new plan, or everything anew in the one that it was before. */
import { sql } from "kysely";
import { databaseNow } from "../../db/database.ts";
import type { DatabaseTransaction } from "../../db/schema.ts";
import { accessFlags } from "../plan-role.ts";
import { digestDmpId } from "./dmp-id.ts";
import type { DmpDocument, GivenFunding } from "./document.ts";
import { ensureOrganisation, orgTypes } from "./ensure-organisation.ts";
import { ensureImportTemplate } from "./ensure-template.ts";
import { storeContributors, type ImportOwner } from "./store-contributors.ts";
import { storeDatasets } from "./store-datasets.ts";
import { toBoolean, toDate } from "./values.ts";
import { storeIdentifier, toStored } from "./store-identifiers.ts";

export type StoredPlan = { plan_id: number; outcome: "created" | "updated" };

/** Call it while nobody else imports. */
export async function storePlan(
  db: DatabaseTransaction,
  dmp: DmpDocument,
  owner: ImportOwner,
): Promise<StoredPlan> {
  const dmp_id_digest = digestDmpId(dmp.dmp_id.identifier);
  const found = await findImportedPlan(db, owner, dmp_id_digest);
  const columns = await toColumns(db, dmp);
  const plan_id = found ?? (await insertPlan(db, owner, columns));
  if (found !== undefined) await clearPlan(db, found, columns);
  await storePlanIdentifiers(db, plan_id, dmp);
  const { contact_id } = await storeContributors(db, plan_id, dmp, owner);
  await storeDatasets(db, plan_id, dmp.dataset);
  await rememberImport(db, owner, { plan_id, dmp_id_digest, language: dmp.language, contact_id });
  return { plan_id, outcome: found === undefined ? "created" : "updated" };
}

/** His own of that `dmp_id`: one that he has imported before, and that he still administers. */
async function findImportedPlan(
  db: DatabaseTransaction,
  owner: ImportOwner,
  digest: string,
): Promise<number | undefined> {
  const row = await db
    .selectFrom("tollgate_imported_plans as imported")
    .innerJoin("plans", "plans.id", "imported.plan_id")
    .innerJoin("roles", "roles.plan_id", "plans.id")
    .select("plans.id")
    .where("imported.owner_id", "=", owner.id)
    .where("imported.dmp_id_digest", "=", digest)
    .where("roles.user_id", "=", owner.id)
    .where("roles.active", "=", true)
    .where(sql<number>`roles.access & ${accessFlags.administrator}`, ">", 0)
    .executeTakeFirst();
  return row?.id;
}

type PlanColumns = Awaited<ReturnType<typeof toColumns>>;

const fundingStatus = { planned: 0, applied: 0, granted: 1, rejected: 2 } as const;

/** One project with one funding is all that the table has columns for. */
async function toColumns(db: DatabaseTransaction, dmp: DmpDocument) {
  const [project] = dmp.project ?? [];
  const [funding] = project?.funding ?? [];
  return {
    title: dmp.title,
    description: dmp.description ?? null,
    created_at: toDate(dmp.created),
    updated_at: toDate(dmp.modified),
    start_date: project?.start === undefined ? null : toDate(project.start),
    end_date: project?.end === undefined ? null : toDate(project.end),
    ethical_issues: toBoolean(dmp.ethical_issues_exist),
    ethical_issues_description: dmp.ethical_issues_description ?? null,
    ethical_issues_report: dmp.ethical_issues_report ?? null,
    funding_status: funding?.funding_status ? fundingStatus[funding.funding_status] : null,
    identifier: funding?.dmproadmap_funding_opportunity_id?.identifier ?? null,
    funder_id: funding ? await ensureFunder(db, funding) : null,
  };
}

async function ensureFunder(
  db: DatabaseTransaction,
  { name, funder_name, funder_id }: GivenFunding,
) {
  const funder = { name: name || funder_name, identifier: funder_id };
  return await ensureOrganisation(db, funder, orgTypes.funder);
}

async function insertPlan(db: DatabaseTransaction, owner: ImportOwner, columns: PlanColumns) {
  const template_id = await ensureImportTemplate(db, owner.org_id);
  const { id } = await db
    .insertInto("plans")
    .values({ ...columns, template_id, org_id: owner.org_id })
    .returning("id")
    .executeTakeFirstOrThrow();
  const { creator, administrator, editor, commenter } = accessFlags;
  const now = databaseNow(db);
  await db
    .insertInto("roles")
    .values({
      plan_id: id,
      user_id: owner.id,
      access: creator | administrator | editor | commenter,
      active: true,
      created_at: now,
      updated_at: now,
    })
    .execute();
  return id;
}

/** Identifiers of a scheme are Rails' own and stay. */
async function clearPlan(db: DatabaseTransaction, plan_id: number, columns: PlanColumns) {
  await db
    .deleteFrom("identifiers")
    .where("identifiable_type", "=", "Plan")
    .where("identifiable_id", "=", plan_id)
    .where("identifier_scheme_id", "is", null)
    .execute();
  await db
    .updateTable("plans")
    .set({ ...columns, grant_id: null })
    .where("id", "=", plan_id)
    .execute();
}

async function storePlanIdentifiers(db: DatabaseTransaction, plan_id: number, dmp: DmpDocument) {
  const { identifier: value } = dmp.dmp_id;
  await storeIdentifier(db, ["Plan", plan_id], { value, identifier_scheme_id: null });
  const grant = dmp.project?.[0]?.funding?.[0]?.grant_id;
  if (!grant) return;
  const grant_id = await storeIdentifier(db, ["Plan", plan_id], await toStored(db, grant));
  await db.updateTable("plans").set({ grant_id }).where("id", "=", plan_id).execute();
}

/** A plan that he no longer administers, or that is gone, is another one from now on. */
async function rememberImport(
  db: DatabaseTransaction,
  owner: ImportOwner,
  row: { plan_id: number; dmp_id_digest: string; language: string; contact_id: number | null },
) {
  const { plan_id, ...columns } = row;
  await db
    .updateTable("tollgate_imported_plans")
    .set({ dmp_id_digest: null })
    .where("owner_id", "=", owner.id)
    .where("dmp_id_digest", "=", row.dmp_id_digest)
    .where("plan_id", "!=", plan_id)
    .execute();
  const imported_at = databaseNow(db);
  await db
    .insertInto("tollgate_imported_plans")
    .values({ ...row, owner_id: owner.id, imported_at })
    .onConflict((conflict) => conflict.column("plan_id").doUpdateSet({ ...columns, imported_at }))
    .execute();
}
