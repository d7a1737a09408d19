/**
 * Plans and all that belongs to them, as DMPRoadmap's tables hold them.
 *
 * What a call does not say is an ordinary value, the same in every test. Whatever has an id can be handed on: a plan, a
 * template, a person of the cast.
 */
import { sql, type Insertable } from "kysely";
import type {
  AnswersTable,
  ContributorsTable,
  IdentifiersTable,
  LicensesTable,
  MetadataStandardsTable,
  PhasesTable,
  PlansTable,
  QuestionsTable,
  RepositoriesTable,
  ResearchDomainsTable,
  ResearchOutputsTable,
  RolesTable,
  SectionsTable,
  TemplatesTable,
} from "../../src/db/plan-tables.ts";
import type { Database, OrgsTable } from "../../src/db/schema.ts";

/** When every row was made and changed, unless a test says otherwise. */
export const madeAt = new Date("2026-02-13T19:47:04.123Z");

export type Row = { id: number };

type Columns<Table> = Partial<Insertable<Table>>;

const moments = { created_at: madeAt, updated_at: madeAt };

/** `roles.access` as DMPRoadmap gives it: who may do more has the flags of less as well. */
const access = { creator: 15, "co-owner": 14, editor: 12, commenter: 8, reviewer: 16 };

/** `owner` has the role of a plan's creator; without one nobody has a role. `grant` is the grant's number or address. */
export type NewPlan = Columns<PlansTable> & {
  owner?: Row;
  template?: Row;
  org?: Row;
  funder?: Row;
  grant?: string;
  research_domain?: Row;
};

export async function addPlan(db: Database, plan: NewPlan = {}): Promise<Row> {
  const { owner, template, org, funder, grant, research_domain, ...columns } = plan;
  const added = await db
    .insertInto("plans")
    .values({
      title: "A plan",
      template_id: template?.id ?? null,
      org_id: org?.id ?? null,
      funder_id: funder?.id ?? null,
      research_domain_id: research_domain?.id ?? null,
      ...moments,
      ...columns,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  if (owner) await addRole(db, added, owner, "creator");
  if (grant !== undefined) {
    const { id: grant_id } = await addIdentifier(db, "Plan", added, grant); // as Rails has it
    await db.updateTable("plans").set({ grant_id }).where("id", "=", added.id).execute();
  }
  return added;
}

/** Many at once, called "Plan 1", "Plan 2" and so on, in the order of their ids. */
export async function addPlans(db: Database, count: number, plan: NewPlan = {}): Promise<Row[]> {
  return await db.transaction().execute(async (transaction) => {
    const plans: Row[] = [];
    for (let number = 1; number <= count; number += 1) {
      plans.push(await addPlan(transaction, { title: `Plan ${number}`, ...plan }));
    }
    return plans;
  });
}

/** A row of roles; `kind` may also be the number that is in `access`. */
export async function addRole(
  db: Database,
  plan: Row,
  person: Row,
  kind: keyof typeof access | number,
  columns: Columns<RolesTable> = {},
): Promise<Row> {
  return await db
    .insertInto("roles")
    .values({
      plan_id: plan.id,
      user_id: person.id,
      access: typeof kind === "number" ? kind : access[kind],
      ...moments,
      ...columns,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
}

/** `region`: its abbreviation. */
export async function addOrg(
  db: Database,
  { region, ...columns }: Columns<OrgsTable> & { region?: string } = {},
): Promise<Row> {
  const region_id = region === undefined ? null : await addRegion(db, region);
  return await db
    .insertInto("orgs")
    .values({ name: "Institute of Examples", managed: true, region_id, ...moments, ...columns })
    .returning("id")
    .executeTakeFirstOrThrow();
}

async function addRegion(db: Database, abbreviation: string): Promise<number> {
  const { id } = await db
    .insertInto("regions")
    .values({ abbreviation, name: abbreviation })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

/**
 * A DOI, an ORCID iD or whatever else identifies something. `scheme`: its name, such as `orcid`, which is added when
 * there is none yet.
 */
export async function addIdentifier(
  db: Database,
  type: "Plan" | "Org" | "User" | "Contributor" | "ResearchOutput",
  identified: Row,
  value: string,
  { scheme, ...columns }: Columns<IdentifiersTable> & { scheme?: string } = {},
): Promise<Row> {
  return await db
    .insertInto("identifiers")
    .values({
      identifiable_type: type,
      identifiable_id: identified.id,
      value,
      identifier_scheme_id: scheme === undefined ? null : await ensureScheme(db, scheme),
      ...moments,
      ...columns,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
}

async function ensureScheme(db: Database, name: string): Promise<number> {
  const found = await db
    .selectFrom("identifier_schemes")
    .select("id")
    .where("name", "=", name)
    .executeTakeFirst();
  if (found) return found.id;
  const { id } = await db
    .insertInto("identifier_schemes")
    .values({ name, active: true, ...moments })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

/** Published and for everybody. `phase` is its only one, where `addSection` puts sections. */
export async function addTemplate(
  db: Database,
  { org, ...columns }: Columns<TemplatesTable> & { org?: Row } = {},
): Promise<Row & { phase: Row }> {
  const template = await db
    .insertInto("templates")
    .values({
      title: "A template",
      org_id: org?.id ?? null,
      published: true,
      archived: false,
      visibility: 1,
      version: 0,
      family_id: sql<number>`(select coalesce(max(family_id), 0) + 1 from templates)`,
      ...moments,
      ...columns,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return { ...template, phase: await addPhase(db, template) };
}

export async function addPhase(
  db: Database,
  template: Row,
  columns: Columns<PhasesTable> = {},
): Promise<Row> {
  return await db
    .insertInto("phases")
    .values({ title: "A phase", number: 1, template_id: template.id, ...moments, ...columns })
    .returning("id")
    .executeTakeFirstOrThrow();
}

export async function addSection(
  db: Database,
  { phase }: { phase: Row },
  columns: Columns<SectionsTable> = {},
): Promise<Row> {
  return await db
    .insertInto("sections")
    .values({ title: "A section", number: 1, phase_id: phase.id, ...moments, ...columns })
    .returning("id")
    .executeTakeFirstOrThrow();
}

/** `options` makes it one that is answered by choosing; `theme` is the title of a theme that is added for it. */
export async function addQuestion(
  db: Database,
  section: Row,
  {
    options = [],
    theme,
    ...columns
  }: Columns<QuestionsTable> & { options?: readonly string[]; theme?: string } = {},
): Promise<Row> {
  const question = await db
    .insertInto("questions")
    .values({ text: "A question?", number: 1, section_id: section.id, ...moments, ...columns })
    .returning("id")
    .executeTakeFirstOrThrow();
  for (const [index, text] of options.entries()) {
    await db
      .insertInto("question_options")
      .values({ question_id: question.id, text, number: index + 1, ...moments })
      .execute();
  }
  if (theme !== undefined) {
    const { id: theme_id } = await db
      .insertInto("themes")
      .values({ title: theme, ...moments })
      .returning("id")
      .executeTakeFirstOrThrow();
    await db
      .insertInto("questions_themes")
      .values({ question_id: question.id, theme_id })
      .execute();
  }
  return question;
}

/** `options`: the texts of those that were chosen; `text` is then a comment. */
export async function addAnswer(
  db: Database,
  plan: Row,
  question: Row,
  { options = [], ...columns }: Columns<AnswersTable> & { options?: readonly string[] } = {},
): Promise<Row> {
  const answer = await db
    .insertInto("answers")
    .values({ plan_id: plan.id, question_id: question.id, ...moments, ...columns })
    .returning("id")
    .executeTakeFirstOrThrow();
  for (const text of options) {
    const { id: question_option_id } = await db
      .selectFrom("question_options")
      .select("id")
      .where("question_id", "=", question.id)
      .where("text", "=", text)
      .executeTakeFirstOrThrow();
    await db
      .insertInto("answers_question_options")
      .values({ answer_id: answer.id, question_option_id })
      .execute();
  }
  return answer;
}

/** Without a role, unless `roles` has flags. */
export async function addContributor(
  db: Database,
  plan: Row,
  { org, ...columns }: Columns<ContributorsTable> & { org?: Row } = {},
): Promise<Row> {
  return await db
    .insertInto("contributors")
    .values({
      plan_id: plan.id,
      name: "Kim Contributor",
      email: "kim@example.org",
      roles: 0,
      org_id: org?.id ?? null,
      ...moments,
      ...columns,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
}

export async function addResearchOutput(
  db: Database,
  plan: Row,
  {
    license,
    repositories = [],
    metadata_standards = [],
    ...columns
  }: Columns<ResearchOutputsTable> & {
    license?: Row;
    repositories?: readonly Row[];
    metadata_standards?: readonly Row[];
  } = {},
): Promise<Row> {
  const output = await db
    .insertInto("research_outputs")
    .values({
      plan_id: plan.id,
      title: "A research output",
      license_id: license?.id ?? null,
      ...moments,
      ...columns,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  for (const { id: repository_id } of repositories) {
    await db
      .insertInto("repositories_research_outputs")
      .values({ research_output_id: output.id, repository_id })
      .execute();
  }
  for (const { id: metadata_standard_id } of metadata_standards) {
    await db
      .insertInto("metadata_standards_research_outputs")
      .values({ research_output_id: output.id, metadata_standard_id })
      .execute();
  }
  return output;
}

export async function addLicense(db: Database, columns: Columns<LicensesTable> = {}): Promise<Row> {
  return await db
    .insertInto("licenses")
    .values({
      name: "Creative Commons Attribution 4.0 International",
      identifier: "CC-BY-4.0",
      uri: "https://spdx.org/licenses/CC-BY-4.0.json",
      ...moments,
      ...columns,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
}

export async function addRepository(
  db: Database,
  columns: Columns<RepositoriesTable> = {},
): Promise<Row> {
  return await db
    .insertInto("repositories")
    .values({
      name: "Example Archive",
      description: "Keeps examples.",
      homepage: "https://archive.example.org",
      uri: "https://www.re3data.org/api/v1/repository/r3d100000001",
      ...moments,
      ...columns,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
}

export async function addMetadataStandard(
  db: Database,
  columns: Columns<MetadataStandardsTable> = {},
): Promise<Row> {
  return await db
    .insertInto("metadata_standards")
    .values({
      title: "Dublin Core",
      description: "A basic standard.",
      rdamsc_id: "msc:m13",
      uri: "https://rdamsc.bath.ac.uk/api2/m13",
      ...moments,
      ...columns,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
}

export async function addResearchDomain(
  db: Database,
  columns: Columns<ResearchDomainsTable> = {},
): Promise<Row> {
  return await db
    .insertInto("research_domains")
    .values({
      identifier: "1.2",
      label: "Computer and information sciences",
      ...moments,
      ...columns,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
}
