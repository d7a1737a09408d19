/** The demo's templates, by the names that its plans give them. */
import type { DemoTemplate } from "./demo-template.ts";
import { councilTemplate, customisedCouncilTemplate } from "./templates/council.ts";
import { institutTemplate } from "./templates/institut.ts";
import { softwareDraft } from "./templates/software-draft.ts";
import { universityTemplate } from "./templates/university.ts";

export const templates = {
  university: universityTemplate,
  council: councilTemplate,
  "customised council": customisedCouncilTemplate,
  institut: institutTemplate,
  "software draft": softwareDraft,
} as const satisfies Record<string, DemoTemplate>;

export type TemplateName = keyof typeof templates;
