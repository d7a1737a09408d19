/** Tells a plan in the words of the RDA DMP Common Standard. What the tables do not say is left out, never made up. */
import { toAnswers } from "./complete-plan.ts";
import {
  identifierTypes,
  schemaUrl,
  type Dmp,
  type DmpAnswer,
  type DmpCost,
  type DmpFunding,
  type DmpProject,
} from "./common-standard.ts";
import { toDatasets } from "./dataset.ts";
import { findByScheme, findWithoutScheme, identify, typeOf, webAddress } from "./identify.ts";
import { threeLetterCode } from "./language-codes.ts";
import { toAffiliation, toContact, toContributor } from "./people.ts";
import type { Plan } from "./plan.ts";
import { plainText, safeHtml } from "./rich-text.ts";
import { some, toDay, toMoment, toYesNo } from "./values.ts";

/** By the number in `plans.funding_status`. */
const fundingStatus = ["planned", "granted", "rejected"] as const;

/**
 * `planUrl`: where the API answers a plan, as an absolute address: it identifies plans that have no DOI or ARK.
 * `answers`: the plan's, where they are told already.
 */
export function toCommonStandard(
  plan: Plan,
  planUrl: (id: number) => string,
  answers: readonly DmpAnswer[] | undefined = plan.answers && toAnswers(plan.answers),
): Dmp {
  const title = plan.title?.trim() || undefined;
  const description = safeHtml(plan.description);
  const language = plan.imported?.language ?? threeLetterCode(plan.language);
  return {
    schema: schemaUrl,
    title,
    description,
    language,
    created: toMoment(plan.created_at),
    modified: toMoment(plan.updated_at),
    ethical_issues_exist: toYesNo(plan.ethical_issues),
    ethical_issues_description: safeHtml(plan.ethical_issues_description),
    ethical_issues_report: webAddress(plan.ethical_issues_report),
    dmp_id: dmpId(plan, planUrl),
    contact: toContact(plan),
    contributor: some(plan.contributors.map(toContributor)),
    cost: some(plan.costs.map(toCost)),
    project: toProjects(plan, { title, description }),
    dataset: toDatasets(plan, language),
    extension: [
      {
        dmproadmap: {
          template: plan.template && {
            id: plan.template.id,
            title: plan.template.title ?? undefined,
          },
        },
        complete_plan: answers,
      },
    ],
  };
}

/** One with the plan's own title and description, unless it came from a file that tells of none. */
function toProjects(plan: Plan, texts: Pick<DmpProject, "title" | "description">): DmpProject[] {
  const [start, end] = [toDay(plan.start_date), toDay(plan.end_date)];
  const funding = some(toFunding(plan));
  if (plan.imported && !start && !end && !funding) return [];
  return [{ ...texts, start, end, funding }];
}

function dmpId({ id, imported, identifiers }: Plan, planUrl: (id: number) => string) {
  const registered = identifiers.find((identifier) => /^(doi|ark)$/.test(typeOf(identifier)));
  const given = imported && findWithoutScheme(identifiers);
  return identify(registered ?? given ?? { value: planUrl(id), scheme: null }, identifierTypes.dmp);
}

/** DMPRoadmap asks for no currency and calls it US dollars. An answer that is no amount is told as it stands. */
function toCost({ question, answer }: Plan["costs"][number]): DmpCost {
  const title = plainText(question);
  const value = toAmount(plainText(answer) ?? "");
  return value === undefined
    ? { title, description: safeHtml(answer) }
    : { title, currency_code: "USD", value };
}

/** `1500`, `1500.50`, `1,500` or `1 500`; undefined for anything else, such as `1.500`, which could mean two things. */
function toAmount(text: string): number | undefined {
  const isAmount = /^(\d{1,12}|\d{1,3}([, ]\d{3}){1,3})(\.\d\d)?$/.test(text);
  return isAmount ? Number(text.replaceAll(/[, ]/g, "")) : undefined;
}

/** One entry for a plan that has a funder or a grant. */
function toFunding({ funder, grant, funding_status, opportunity, org }: Plan): DmpFunding[] {
  if (!funder && !grant) return [];
  const funderId =
    funder &&
    (findByScheme(funder.identifiers, "ror") ??
      findByScheme(funder.identifiers, "fundref") ??
      findWithoutScheme(funder.identifiers));
  return [
    {
      name: funder?.name ?? undefined,
      funder_id: funderId && identify(funderId, identifierTypes.funder),
      grant_id: grant && identify(grant, identifierTypes.grant),
      funding_status: fundingStatus[funding_status ?? 0],
      dmproadmap_funding_opportunity_id: opportunity
        ? identify({ value: opportunity, scheme: null }, identifierTypes.any)
        : undefined,
      dmproadmap_funded_affiliations: org && [toAffiliation(org)],
    },
  ];
}
