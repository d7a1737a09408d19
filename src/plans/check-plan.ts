/** Says of one plan what it lacks to be complete by the RDA DMP Common Standard. */
import type { Plan } from "./plan.ts";
import { findShortcomings, type Shortcoming } from "./shortcomings.ts";
import { tellPlan } from "./tell-plan.ts";

export async function checkPlan(plan: Plan): Promise<Shortcoming[]> {
  const dmp = await tellPlan(withoutLongTexts(plan), () => "https://example.org/"); // any address is as good
  return findShortcomings(dmp);
}

/** The standard requires none of them, and to read them takes long. */
function withoutLongTexts(plan: Plan): Plan {
  return {
    ...plan,
    description: null,
    ethical_issues_description: null,
    research_outputs: plan.research_outputs.map((output) => ({ ...output, description: null })),
    costs: plan.costs.map(({ question }) => ({ question, answer: null })),
    answers: undefined,
  };
}
