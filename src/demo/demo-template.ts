/** How a template of the demo is written down. */
import type { NewSectionRow, NewTemplateRow } from "../db/plan-tables.ts";
import type { OrganisationName } from "./organisations.ts";
import type { questionFormats, themes } from "./vocabularies.ts";

/** What stands directly in a template, a section and so on is as in the table. */
export type DemoTemplate = NewTemplateRow & {
  organisation: OrganisationName;
  phases: readonly DemoPhase[];
};

type DemoPhase = { title: string; description?: string; sections: readonly DemoSection[] };

/** `questions`: by the names under which plans answer them. */
export type DemoSection = NewSectionRow & { questions: Record<string, DemoQuestion> };

export type DemoQuestion = {
  /** HTML. */
  text: string;
  format: keyof typeof questionFormats;
  options?: readonly string[];
  theme?: keyof typeof themes;
};

/** Who may use it: the organisation's own people, or everybody. */
export const visibleTo = { organisation: 0, everybody: 1 } as const;
