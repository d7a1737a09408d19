/** A template as the API tells it. */
import type { DmpTemplate } from "./common-standard.ts";
import { toAffiliation } from "./people.ts";
import type { Organisation } from "./plan.ts";
import { safeHtml } from "./rich-text.ts";
import { toMoment } from "./values.ts";

export type Template = {
  id: number;
  title: string | null;
  /** HTML. */
  description: string | null;
  version: number | null;
  /** The `family_id` of the template that this one adds questions to. */
  customization_of: number | null;
  created_at: Date | undefined;
  updated_at: Date | undefined;
  org: Organisation | undefined;
};

export function toDmpTemplate(template: Template): DmpTemplate {
  return {
    title: titleOf(template),
    description: safeHtml(template.description),
    version: template.version ?? undefined,
    created: toMoment(template.created_at),
    modified: toMoment(template.updated_at),
    affiliation: template.org && toAffiliation(template.org),
    template_id: { type: "other", identifier: String(template.id) },
  };
}

/** In English, as DMPRoadmap has it: clients compare it. */
function titleOf({ title, customization_of, org }: Template): string | undefined {
  if (title === null || customization_of === null || !org?.name) return title ?? undefined;
  return `${title} - with additional questions for ${org.name}`;
}
