/** Plans and templates as the lists of the API hold them. */
import { toCommonStandard } from "../plans/to-common-standard.ts";
import type { Plan } from "../plans/plan.ts";
import { tellPlan } from "../plans/tell-plan.ts";
import { toDmpTemplate, type Template } from "../plans/template.ts";
import { planUrlsAt } from "../urls.ts";

/** One after the other, so that others have their turn in between. */
export async function tellPlanItems(plans: readonly Plan[], apiBaseUrl: string) {
  const items: ReturnType<typeof toPlanItem>[] = [];
  for (const plan of plans) items.push(await tellPlanItem(plan, apiBaseUrl));
  return items;
}

export async function tellPlanItem(plan: Plan, apiBaseUrl: string) {
  return { dmp: await tellPlan(plan, planUrlsAt(apiBaseUrl)) };
}

/** At once: for examples, which are short. */
export function toPlanItem(plan: Plan, apiBaseUrl: string) {
  return { dmp: toCommonStandard(plan, planUrlsAt(apiBaseUrl)) };
}

export function toTemplateItem(template: Template) {
  return { dmp_template: toDmpTemplate(template) };
}
