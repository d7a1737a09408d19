/** Says of every plan of the service what it lacks to be complete by the RDA DMP Common Standard. */
import type { Database } from "../db/schema.ts";
import { checkPlan } from "./check-plan.ts";
import type { Shortcoming } from "./shortcomings.ts";
import { listPlansAfter } from "./visible-plans.ts";

export type CheckedPlan = {
  id: number;
  title: string | null;
  /** None for a complete plan. */
  shortcomings: Shortcoming[];
};

/** How many plans are in memory at once. */
const batchSize = 100;

/** Every plan, in ascending order of the ids. */
export async function* checkPlans(db: Database): AsyncGenerator<CheckedPlan> {
  let lastId = 0;
  for (;;) {
    const plans = await listPlansAfter(db, lastId, { limit: batchSize, withAnswers: false });
    for (const plan of plans) {
      yield { id: plan.id, title: plan.title, shortcomings: await checkPlan(plan) };
      lastId = plan.id;
    }
    if (plans.length === 0) return;
  }
}
