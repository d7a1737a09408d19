/** Plans and templates as the lists of the API hold them. */
import { setImmediate as endOfTurn } from "node:timers/promises";
import { toCommonStandard } from "../plans/to-common-standard.ts";
import type { Plan } from "../plans/plan.ts";
import { toDmpTemplate, type Template } from "../plans/template.ts";
import { planUrl } from "../urls.ts";

/** Long texts take a while to read, so others have their turn before each plan. */
export async function toPlanItems(plans: readonly Plan[], apiBaseUrl: string) {
  const items: ReturnType<typeof toPlanItem>[] = [];
  for (const plan of plans) {
    await endOfTurn();
    items.push(toPlanItem(plan, apiBaseUrl));
  }
  return items;
}

export function toPlanItem(plan: Plan, apiBaseUrl: string) {
  return { dmp: toCommonStandard(plan, (id) => apiBaseUrl + planUrl(id)) };
}

export function toTemplateItem(template: Template) {
  return { dmp_template: toDmpTemplate(template) };
}
