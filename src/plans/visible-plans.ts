/** Which plans somebody sees: those on which he has an active role, of whatever kind, and no others. */
import { anyId, isOneOfSelected } from "../db/database.ts";
import { firstOf, prepareQuery } from "../db/prepared-query.ts";
import type { Database } from "../db/schema.ts";
import { loadPlans, type PlanOptions } from "./load-plans.ts";
import type { Plan } from "./plan.ts";

/** Which part of a list is wanted, counted in its items. */
export type Part = { offset: number; limit: number };

/** In ascending order of their ids. `total` counts all that the user sees, and not only those of this part. */
export async function listVisiblePlans(
  db: Database,
  userId: number,
  { offset, limit }: Part,
  options: PlanOptions,
): Promise<{ total: number; plans: Plan[] }> {
  const { total } = firstOf(await countVisible(db, { userId }));
  if (limit === 0 || offset >= total) return { total, plans: [] };
  const ids = await selectVisible(db, { userId, offset, limit });
  return { total, plans: await loadPlans(db, ids.map(idOf), options) };
}

/** Undefined alike for a plan that is not there and for one on which the user has no active role. */
export async function findVisiblePlan(
  db: Database,
  userId: number,
  planId: number,
  options: PlanOptions,
): Promise<Plan | undefined> {
  const ids = await selectVisibleOne(db, { userId, planId });
  const [plan] = await loadPlans(db, ids.map(idOf), options);
  return plan;
}

/** The next plans of the whole service, whoever's they are: for the operator. */
export async function listPlansAfter(
  db: Database,
  planId: number,
  { limit, ...options }: PlanOptions & { limit: number },
): Promise<Plan[]> {
  const ids = await db
    .selectFrom("plans")
    .select("plans.id")
    .where("plans.id", ">", planId)
    .orderBy("plans.id")
    .limit(limit)
    .execute();
  return await loadPlans(db, ids.map(idOf), options);
}

const countVisible = prepareQuery((db, { userId }: { userId: number }) =>
  selectFromVisible(db, userId).select((select) => select.fn.countAll<number>().as("total")),
);

const selectVisible = prepareQuery((db, { userId, offset, limit }: Part & { userId: number }) =>
  selectFromVisible(db, userId).select("plans.id").orderBy("plans.id").offset(offset).limit(limit),
);

const selectVisibleOne = prepareQuery(
  (db, { userId, planId }: { userId: number; planId: number }) =>
    db
      .selectFrom("plans")
      .select("plans.id")
      .where("plans.id", "=", anyId(planId))
      .where("plans.id", "in", selectPlanIds(db, userId)),
);

function selectFromVisible(db: Database, userId: number) {
  return db.selectFrom("plans").where(isOneOfSelected(db, "plans.id", selectPlanIds(db, userId)));
}

function selectPlanIds(db: Database, userId: number) {
  return db
    .selectFrom("roles")
    .select("roles.plan_id")
    .where("roles.user_id", "=", userId)
    .where("roles.active", "=", true)
    .where("roles.access", ">", 0)
    .where("roles.plan_id", "is not", null)
    .$narrowType<{ plan_id: number }>();
}

function idOf({ id }: { id: number }): number {
  return id;
}
