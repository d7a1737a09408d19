/** How a plan of the demo is written down. */
import type { NewPlanRow, NewResearchOutputRow } from "../db/plan-tables.ts";
import { accessFlags } from "../plans/plan-role.ts";
import type { contributorRoles } from "../plans/plan.ts";
import type { outputTypes } from "../plans/dataset.ts";
import type { OrganisationName } from "./organisations.ts";
import type { PersonName } from "./people.ts";
import type { TemplateName } from "./templates.ts";
import type { licences, metadataStandards, repositories, researchDomains } from "./vocabularies.ts";

/** `columns`: as in the table; what is not told is as it is in a new plan. */
export type DemoPlan = {
  columns: Omit<NewPlanRow, "created_at" | "updated_at"> & { created_at: Date; updated_at: Date };
  template: TemplateName;
  /** The first one is the owner's. */
  roles: readonly [DemoRole, ...DemoRole[]];
  /** A DOI or ARK. */
  dmpId?: string;
  researchDomain?: keyof typeof researchDomains;
  funder?: OrganisationName;
  grant?: string;
  contributors?: readonly DemoContributor[];
  researchOutputs?: readonly DemoResearchOutput[];
  /** By the question's name in the template. */
  answers?: Record<string, DemoAnswer>;
};

export type DemoRole = { person: PersonName; access: number; active?: false };

export type DemoContributor = {
  name: string;
  email?: string;
  orcid?: string;
  organisation?: OrganisationName;
  roles: readonly (keyof typeof contributorRoles)[];
};

export type DemoResearchOutput = Omit<NewResearchOutputRow, "created_at" | "updated_at"> & {
  type: (typeof outputTypes)[number];
  licence?: keyof typeof licences;
  repositories?: readonly (keyof typeof repositories)[];
  metadataStandards?: readonly (keyof typeof metadataStandards)[];
};

/** HTML, or the chosen options and perhaps a comment. */
export type DemoAnswer = string | { options: readonly string[]; comment?: string };

const { creator, administrator, editor, commenter } = accessFlags;

/** What DMPRoadmap's page for sharing a plan gives people. */
export const access = {
  owner: creator | administrator | editor | commenter,
  coOwner: administrator | editor | commenter,
  editor: editor | commenter,
  commenter,
} as const;

export const planVisibility = { organisation: 0, everybody: 1, test: 2, private: 3 } as const;
export const fundingStatus = { planned: 0, funded: 1, denied: 2 } as const;
export const dataAccess = { open: 0, embargoed: 1, restricted: 2, closed: 3 } as const;

/** HTML as the editor leaves it: how its source is broken into lines does not count. */
export function prose([text = ""]: TemplateStringsArray): string {
  return text
    .trim()
    .replaceAll(/>\n\s*</g, "><")
    .replaceAll(/\s+/g, " ");
}
