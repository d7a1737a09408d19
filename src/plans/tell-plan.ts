/** Tells a plan in the words of the standard a little at a time: to read what people wrote in it can take long. */
import { setImmediate as endOfTurn } from "node:timers/promises";
import { toAnswers } from "./complete-plan.ts";
import type { Dmp, DmpAnswer } from "./common-standard.ts";
import type { Plan } from "./plan.ts";
import { toCommonStandard } from "./to-common-standard.ts";

/** As `toCommonStandard`; other requests have their turn before the plan and before each of its answers. */
export async function tellPlan(plan: Plan, planUrl: (id: number) => string): Promise<Dmp> {
  await endOfTurn();
  if (!plan.answers) return toCommonStandard(plan, planUrl);
  const answers: DmpAnswer[] = [];
  for (const answer of plan.answers) {
    await endOfTurn();
    answers.push(...toAnswers([answer]));
  }
  return toCommonStandard(plan, planUrl, answers);
}
