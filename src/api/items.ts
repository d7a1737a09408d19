/** Plans and templates as the lists of the API hold them. */
import { toCommonStandard } from "../plans/to-common-standard.ts";
import type { Plan } from "../plans/plan.ts";
import { toDmpTemplate, type Template } from "../plans/template.ts";
import { planUrl } from "../urls.ts";

export function toPlanItem(plan: Plan, apiBaseUrl: string) {
  return { dmp: toCommonStandard(plan, (id) => apiBaseUrl + planUrl(id)) };
}

export function toTemplateItem(template: Template) {
  return { dmp_template: toDmpTemplate(template) };
}
