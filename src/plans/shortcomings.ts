/** What a plan lacks of what the RDA DMP Common Standard 1.0 requires, so that its owner can add it. */
import type {
  Dmp,
  DmpContributor,
  DmpDataset,
  DmpDistribution,
  DmpProject,
} from "./common-standard.ts";
import type { Plan } from "./plan.ts";
import { toCommonStandard } from "./to-common-standard.ts";

export type ShortcomingCode =
  | "no_title"
  | "no_moments"
  | "no_language"
  | "no_contact"
  | "no_contact_name"
  | "no_contact_email"
  | "no_contributor_name"
  | "no_contributor_id"
  | "no_contributor_role"
  | "no_cost_title"
  | "no_project_start"
  | "no_project_end"
  | "no_funder_id"
  | "no_grant_id"
  | "no_dataset_title"
  | "no_data_access"
  | "no_host_name"
  | "no_host_url"
  | "no_license_start"
  | "no_metadata_standard_id";

export type Shortcoming = {
  code: ShortcomingCode;
  /** The place in the plan's JSON, such as `dmp.project[0].start`. */
  pointer: string;
};

/** Empty for a complete plan: one that is valid by the standard's JSON Schema. */
export async function findShortcomings(plan: Plan): Promise<Shortcoming[]> {
  const dmp = await toCommonStandard(withoutLongTexts(plan), "https://example.org/plans"); // any address is as good
  return [
    unless(dmp.title, "no_title", "dmp.title"),
    unless(dmp.created, "no_moments", "dmp.created"),
    unless(dmp.modified, "no_moments", "dmp.modified"),
    unless(dmp.language, "no_language", "dmp.language"),
    ofContact(dmp),
    ofEach(dmp.contributor, "dmp.contributor", ofContributor),
    ofEach(dmp.cost, "dmp.cost", ({ title }, at) => unless(title, "no_cost_title", `${at}.title`)),
    ofEach(dmp.project, "dmp.project", ofProject),
    ofEach(dmp.dataset, "dmp.dataset", ofDataset),
  ].flat();
}

/** The standard requires none of them, and they take long to read. */
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

/** An e-mail address stands in for a missing ORCID iD, so who has no id lacks the address. */
function ofContact({ contact }: Dmp): Shortcoming[] {
  if (!contact) return unless(contact, "no_contact", "dmp.contact");
  return [
    unless(contact.name, "no_contact_name", "dmp.contact.name"),
    unless(contact.mbox, "no_contact_email", "dmp.contact.mbox"),
  ].flat();
}

function ofContributor(contributor: DmpContributor, at: string): Shortcoming[] {
  return [
    unless(contributor.name, "no_contributor_name", `${at}.name`),
    unless(contributor.contributor_id, "no_contributor_id", `${at}.contributor_id`),
    unless(contributor.role, "no_contributor_role", `${at}.role`),
  ].flat();
}

function ofProject({ start, end, funding }: DmpProject, at: string): Shortcoming[] {
  return [
    unless(start, "no_project_start", `${at}.start`),
    unless(end, "no_project_end", `${at}.end`),
    ofEach(funding, `${at}.funding`, ({ funder_id, grant_id }, there) => [
      ...unless(funder_id, "no_funder_id", `${there}.funder_id`),
      ...unless(grant_id, "no_grant_id", `${there}.grant_id`),
    ]),
  ].flat();
}

/** The language of metadata is the plan's, which is missed at its own place. */
function ofDataset({ title, distribution, metadata }: DmpDataset, at: string): Shortcoming[] {
  return [
    unless(title, "no_dataset_title", `${at}.title`),
    ofEach(distribution, `${at}.distribution`, ofDistribution),
    ofEach(metadata, `${at}.metadata`, ({ metadata_standard_id: id }, there) =>
      unless(id, "no_metadata_standard_id", `${there}.metadata_standard_id`),
    ),
  ].flat();
}

function ofDistribution(
  { data_access, host, license }: DmpDistribution,
  at: string,
): Shortcoming[] {
  return [
    unless(data_access, "no_data_access", `${at}.data_access`),
    unless(host?.title, "no_host_name", `${at}.host.title`),
    unless(host?.url, "no_host_url", `${at}.host.url`),
    ofEach(license, `${at}.license`, ({ start_date }, there) =>
      unless(start_date, "no_license_start", `${there}.start_date`),
    ),
  ].flat();
}

function ofEach<Item>(
  items: readonly Item[] | undefined,
  at: string,
  find: (item: Item, at: string) => Shortcoming[],
): Shortcoming[] {
  return (items ?? []).flatMap((item, index) => find(item, `${at}[${index}]`));
}

function unless(value: unknown, code: ShortcomingCode, pointer: string): Shortcoming[] {
  return value === undefined ? [{ code, pointer }] : [];
}
