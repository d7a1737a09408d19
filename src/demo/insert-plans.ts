/** Adds the plans with all that belongs to them. */
import type { DatabaseTransaction } from "../db/schema.ts";
import { outputTypes } from "../plans/dataset.ts";
import { contributorRoles } from "../plans/plan.ts";
import { idOf, insertIdentifier, need, type Lookup } from "./insert.ts";
import type { InsertedQuestion, InsertedTemplate } from "./insert-templates.ts";
import type { Vocabularies } from "./insert-vocabularies.ts";
import type { PersonName } from "./people.ts";
import type { DemoAnswer, DemoContributor, DemoPlan, DemoResearchOutput } from "./demo-plan.ts";
import { plans } from "./plans.ts";
import type { TemplateName } from "./templates.ts";

type Lookups = Vocabularies & {
  person: Lookup<PersonName>;
  template: Lookup<TemplateName, InsertedTemplate>;
};

/** In which plan something is, and since when. */
type Place = { plan_id: number; created_at: Date; updated_at: Date };

export async function insertPlans(db: DatabaseTransaction, lookups: Lookups): Promise<void> {
  for (const plan of plans) await insertPlan(db, lookups, plan);
}

async function insertPlan(db: DatabaseTransaction, lookups: Lookups, plan: DemoPlan) {
  const template = lookups.template(plan.template);
  const id = await idOf(
    db
      .insertInto("plans")
      .values({
        ...plan.columns,
        template_id: template.id,
        org_id: lookups.organisation("university"),
        funder_id: plan.funder ? lookups.organisation(plan.funder) : null,
        research_domain_id: plan.researchDomain ? lookups.domain(plan.researchDomain) : null,
      })
      .returning("id"),
  );
  if (plan.dmpId) await insertIdentifier(db, { type: "Plan", id }, plan.dmpId);
  if (plan.grant) {
    const grant_id = await insertIdentifier(db, { type: "Plan", id }, plan.grant);
    await db.updateTable("plans").set({ grant_id }).where("id", "=", id).execute();
  }
  const { created_at, updated_at } = plan.columns;
  const place = { plan_id: id, created_at, updated_at };
  for (const { person, ...role } of plan.roles) {
    const values = { ...role, user_id: lookups.person(person), ...place };
    await db.insertInto("roles").values(values).execute();
  }
  for (const contributor of plan.contributors ?? []) {
    await insertContributor(db, lookups, contributor, place);
  }
  for (const [index, output] of (plan.researchOutputs ?? []).entries()) {
    await insertResearchOutput(db, lookups, output, { ...place, display_order: index + 1 });
  }
  const author = { ...place, user_id: lookups.person(plan.roles[0].person) };
  for (const [name, answer] of Object.entries(plan.answers ?? {})) {
    await insertAnswer(db, need(template.questions.get(name), name), answer, author);
  }
}

async function insertContributor(
  db: DatabaseTransaction,
  { organisation, scheme }: Lookups,
  { name, email, orcid, organisation: org, roles: roleNames }: DemoContributor,
  place: Place,
) {
  const org_id = org ? organisation(org) : null;
  const roles = roleNames.reduce((flags, role) => flags | contributorRoles[role], 0);
  const values = { name, email: email ?? null, org_id, roles, ...place };
  const id = await idOf(db.insertInto("contributors").values(values).returning("id"));
  if (orcid) {
    const orcidScheme = { name: "orcid", id: scheme("orcid") } as const;
    await insertIdentifier(db, { type: "Contributor", id }, orcid, orcidScheme);
  }
}

async function insertResearchOutput(
  db: DatabaseTransaction,
  { licence, repository, standard }: Lookups,
  output: DemoResearchOutput,
  place: Place & { display_order: number },
) {
  const { type, licence: chosen, repositories = [], metadataStandards = [], ...columns } = output;
  const output_type = outputTypes.indexOf(type);
  const license_id = chosen ? licence(chosen) : null;
  const values = { ...columns, output_type, license_id, ...place };
  const id = await idOf(db.insertInto("research_outputs").values(values).returning("id"));
  for (const name of repositories) {
    const row = { research_output_id: id, repository_id: repository(name) };
    await db.insertInto("repositories_research_outputs").values(row).execute();
  }
  for (const name of metadataStandards) {
    const row = { research_output_id: id, metadata_standard_id: standard(name) };
    await db.insertInto("metadata_standards_research_outputs").values(row).execute();
  }
}

async function insertAnswer(
  db: DatabaseTransaction,
  question: InsertedQuestion,
  answer: DemoAnswer,
  author: Place & { user_id: number },
) {
  const isText = typeof answer === "string";
  const text = isText ? answer : (answer.comment ?? "");
  const values = { text, question_id: question.id, ...author };
  const id = await idOf(db.insertInto("answers").values(values).returning("id"));
  for (const option of isText ? [] : answer.options) {
    const row = { answer_id: id, question_option_id: question.option(option) };
    await db.insertInto("answers_question_options").values(row).execute();
  }
}
