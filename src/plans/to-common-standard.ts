/** Tells a plan in the words of the RDA DMP Common Standard. What the tables do not say is left out, never made up. */
import { setImmediate as endOfTurn } from "node:timers/promises";
import { toAnswers } from "./complete-plan.ts";
import {
  identifierTypes,
  schemaUrl,
  type Dmp,
  type DmpCost,
  type DmpFunding,
} from "./common-standard.ts";
import { toDatasets } from "./dataset.ts";
import { findByScheme, identify, typeOf, webAddress } from "./identify.ts";
import { threeLetterCode } from "./language-codes.ts";
import { toAffiliation, toContact, toContributor } from "./people.ts";
import type { Plan } from "./plan.ts";
import { plainText, safeHtml } from "./rich-text.ts";
import { some, toDay, toMoment, toYesNo } from "./values.ts";

/** By the number in `plans.funding_status`. */
const fundingStatus = ["planned", "granted", "rejected"] as const;

/**
 * `plansUrl`: where the API lists plans, as an absolute address: below it is the one that identifies a plan without DOI
 * or ARK. To read what people wrote takes a while, so others have their turn before each plan.
 */
export async function toCommonStandard(plan: Plan, plansUrl: string): Promise<Dmp> {
  await endOfTurn();
  const title = plan.title?.trim() || undefined;
  const description = safeHtml(plan.description);
  const language = threeLetterCode(plan.language);
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
    dmp_id: dmpId(plan, plansUrl),
    contact: toContact(plan),
    contributor: some(plan.contributors.map(toContributor)),
    cost: some(plan.costs.map(toCost)),
    project: [
      {
        title,
        description,
        start: toDay(plan.start_date),
        end: toDay(plan.end_date),
        funding: some(toFunding(plan)),
      },
    ],
    dataset: toDatasets(plan, language),
    extension: [
      {
        dmproadmap: {
          template: plan.template && {
            id: plan.template.id,
            title: plan.template.title ?? undefined,
          },
        },
        complete_plan: plan.answers && (await toAnswers(plan.answers)),
      },
    ],
  };
}

function dmpId({ id, identifiers }: Plan, plansUrl: string) {
  const registered = identifiers.find((identifier) => /^(doi|ark)$/.test(typeOf(identifier)));
  return identify(registered ?? { value: `${plansUrl}/${id}`, scheme: null }, identifierTypes.dmp);
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
    (findByScheme(funder.identifiers, "ror") ?? findByScheme(funder.identifiers, "fundref"));
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
