/**
 * Reads plans with all that belongs to them, in a number of queries that does not grow with the number of plans. Those that
 * do not need what others find are asked together.
 */
import { sql } from "kysely";
import { asText, isOneOf } from "../db/database.ts";
import { findMoment } from "../db/moments.ts";
import { prepareQuery } from "../db/prepared-query.ts";
import type { Database } from "../db/schema.ts";
import { together } from "../db/together.ts";
import { fullName } from "../users/user.ts";
import { loadAnswers, loadCosts } from "./load-answers.ts";
import { idsIn, loadIdentifiers } from "./load-identifiers.ts";
import { loadOrganisations } from "./load-organisations.ts";
import { loadResearchOutputs } from "./load-research-outputs.ts";
import { accessFlags } from "./plan-role.ts";
import type { Contributor, Organisation, Plan } from "./plan.ts";

export type PlanOptions = {
  /** Whether questions and answers are wanted too. */
  withAnswers: boolean;
};

/** In ascending order of their ids, without those that are gone by now. */
export async function loadPlans(
  db: Database,
  planIds: readonly number[],
  { withAnswers }: PlanOptions,
): Promise<Plan[]> {
  if (planIds.length === 0) return [];
  const [rows, owners, contributors, outputs, imports, costs, answers, serviceLanguage] =
    await together([
      selectPlans(db, { planIds }),
      loadOwners(db, planIds),
      loadContributors(db, planIds),
      loadResearchOutputs(db, planIds),
      loadImports(db, planIds),
      loadCosts(db, planIds),
      withAnswers ? loadAnswers(db, planIds) : undefined,
      findServiceLanguage(db),
    ]);
  const people = [...owners.values(), ...[...contributors.values()].flat()];
  const orgIds = idsIn([
    ...rows.flatMap(({ org_id, funder_id }) => [org_id, funder_id]),
    ...people.map(({ org_id }) => org_id),
  ]);
  const [organisations, identifiers] = await together([
    loadOrganisations(db, orgIds),
    loadIdentifiers(db, {
      Plan: planIds,
      Org: orgIds,
      User: [...owners.values()].map(({ id }) => id),
      Contributor: [...contributors.values()].flat().map(({ id }) => id),
      ResearchOutput: [...outputs.values()].flat().map(({ id }) => id),
      grant: rows.map(({ grant_id }) => grant_id),
    }),
  ]);

  const organisation = (id: number | null): Organisation | undefined => {
    const org = organisations.get(id);
    return org && { ...org, identifiers: identifiers.of("Org", id) };
  };

  const personOf = (contributor: ContributorRow): Contributor => ({
    name: contributor.name,
    email: contributor.email,
    roles: contributor.roles,
    org: organisation(contributor.org_id),
    identifiers: identifiers.of("Contributor", contributor.id),
  });

  return rows.map((row): Plan => {
    const owner = owners.get(row.id);
    const imported = imports.get(row.id);
    const everybody = contributors.get(row.id) ?? [];
    const contact = everybody.find(({ id }) => id === imported?.contact_id);
    const grant = identifiers.grant(row.grant_id);
    return {
      id: row.id,
      title: row.title,
      description: row.description,
      created_at: findMoment(row.created_at),
      updated_at: findMoment(row.updated_at),
      start_date: findMoment(row.start_date),
      end_date: findMoment(row.end_date),
      ethical_issues: row.ethical_issues,
      ethical_issues_description: row.ethical_issues_description,
      ethical_issues_report: row.ethical_issues_report,
      funding_status: row.funding_status,
      opportunity: row.identifier,
      template:
        row.found_template_id === null
          ? undefined
          : { id: row.found_template_id, title: row.template_title },
      org: organisation(row.org_id),
      funder: organisation(row.funder_id),
      grant,
      research_domain:
        row.domain_identifier === null || row.domain_label === null
          ? undefined
          : { identifier: row.domain_identifier, label: row.domain_label },
      // Rails makes a grant an identifier of its plan: several plans may have the same one.
      identifiers: identifiers.of("Plan", row.id).filter((identifier) => identifier !== grant),
      owner: owner && {
        name: fullName(owner),
        email: owner.email,
        org: organisation(owner.org_id),
        identifiers: identifiers.of("User", owner.id),
      },
      language: owner?.language ?? serviceLanguage,
      imported: imported && {
        language: imported.language,
        contact: contact && personOf(contact),
      },
      contributors: everybody.filter((contributor) => contributor !== contact).map(personOf),
      research_outputs: (outputs.get(row.id) ?? []).map((output) =>
        Object.assign(output, { identifiers: identifiers.of("ResearchOutput", output.id) }),
      ),
      costs: costs.get(row.id) ?? [],
      answers: answers && (answers.get(row.id) ?? []),
    };
  });
}

const selectPlans = prepareQuery((db, { planIds }: { planIds: readonly number[] }) =>
  db
    .selectFrom("plans")
    .leftJoin("templates", "templates.id", "plans.template_id")
    .leftJoin("research_domains as domain", "domain.id", "plans.research_domain_id")
    .select([
      "plans.id",
      "plans.title",
      "plans.description",
      "plans.ethical_issues",
      "plans.ethical_issues_description",
      "plans.ethical_issues_report",
      "plans.funding_status",
      "plans.identifier",
      "plans.org_id",
      "plans.funder_id",
      "plans.grant_id",
      "templates.id as found_template_id",
      "templates.title as template_title",
      "domain.identifier as domain_identifier",
      "domain.label as domain_label",
    ])
    .select([
      asText("plans.created_at").as("created_at"),
      asText("plans.updated_at").as("updated_at"),
      asText("plans.start_date").as("start_date"),
      asText("plans.end_date").as("end_date"),
    ])
    .where(isOneOf(db, "plans.id", planIds))
    .orderBy("plans.id"),
);

/** By the id of the plan: who has administered it for longest. */
async function loadOwners(db: Database, planIds: readonly number[]) {
  const rows = await selectOwners(db, { planIds });
  return new Map(rows.map((row) => [row.plan_id, row])); // of several, the last one stays
}

const selectOwners = prepareQuery((db, { planIds }: { planIds: readonly number[] }) =>
  db
    .selectFrom("roles")
    .innerJoin("users", "users.id", "roles.user_id")
    .leftJoin("languages", "languages.id", "users.language_id")
    .select([
      "roles.plan_id",
      "users.id",
      "users.firstname",
      "users.surname",
      "users.email",
      "users.org_id",
      "languages.abbreviation as language",
    ])
    .where(isOneOf(db, "roles.plan_id", planIds))
    .where("roles.active", "=", true)
    .where(sql<number>`roles.access & ${accessFlags.administrator}`, ">", 0)
    .orderBy("roles.created_at", (order) => order.desc().nullsFirst())
    .orderBy("roles.id", "desc"),
);

type ContributorRow = Omit<Contributor, "org" | "identifiers"> & {
  id: number;
  org_id: number | null;
};

async function loadContributors(
  db: Database,
  planIds: readonly number[],
): Promise<Map<number, ContributorRow[]>> {
  return Map.groupBy(await selectContributors(db, { planIds }), ({ plan_id }) => plan_id);
}

const selectContributors = prepareQuery((db, { planIds }: { planIds: readonly number[] }) =>
  db
    .selectFrom("contributors")
    .select(["id", "plan_id", "name", "email", "roles", "org_id"])
    .where(isOneOf(db, "plan_id", planIds))
    .orderBy("id"),
);

/** By the id of the plan. */
async function loadImports(db: Database, planIds: readonly number[]) {
  const rows = await selectImports(db, { planIds });
  return new Map(rows.map((row) => [row.plan_id, row]));
}

const selectImports = prepareQuery((db, { planIds }: { planIds: readonly number[] }) =>
  db
    .selectFrom("tollgate_imported_plans")
    .select(["plan_id", "language", "contact_id"])
    .where(isOneOf(db, "plan_id", planIds)),
);

async function findServiceLanguage(db: Database): Promise<string | null> {
  const [language] = await selectServiceLanguage(db, {});
  return language?.abbreviation ?? null;
}

const selectServiceLanguage = prepareQuery((db) =>
  db
    .selectFrom("languages")
    .select("abbreviation")
    .where("default_language", "=", true)
    .orderBy("id")
    .limit(1),
);
