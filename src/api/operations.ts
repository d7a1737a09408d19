/** What the API's routes say of themselves in the documentation, with examples made as real answers are. */
import { Type } from "typebox";
import { itemsEnvelope, oneItemEnvelope } from "../http/envelope.ts";
import type { Exemplary, Operation } from "../http/operations.ts";
import { planUrl, templateUrl, urls } from "../urls.ts";
import { exampleHeadOf } from "./answer.ts";
import { examplePlan, exampleTemplate } from "./examples.ts";
import { toPlanItem, toTemplateItem } from "./items.ts";
import { exampleMe } from "./me.ts";
import { pagingOf, pagingParameters } from "./pagination.ts";

const complete = { name: "complete", schema: Type.Boolean({ default: false }) } as const;

export const heartbeat: Operation = {
  id: "heartbeat",
  tag: "service",
  examples: {
    alive: (from) => {
      const head = exampleHeadOf(urls.heartbeat, { ...from, caller: "203.0.113.7" });
      return itemsEnvelope(head, { total: 0, items: [] });
    },
  },
};

export const me: Operation = { id: "me", tag: "service", examples: { ben: () => exampleMe } };

export function listPlans({ maxPageSize }: Pick<Exemplary, "maxPageSize">): Operation {
  return {
    id: "listPlans",
    tag: "plans",
    query: [...pagingParameters(maxPageSize), complete],
    examples: {
      firstPage: (from) =>
        firstOfTwo(
          urls.plans,
          from,
          toPlanItem({ ...examplePlan, answers: undefined }, from.apiBaseUrl),
        ),
      none: (from) => itemsEnvelope(exampleHeadOf(urls.plans, from), { total: 0, items: [] }),
    },
  };
}

export const getPlan: Operation = {
  id: "getPlan",
  tag: "plans",
  query: [complete],
  refusals: ["plan_not_found"],
  examples: {
    complete: (from) =>
      oneItemEnvelope(
        exampleHeadOf(planUrl(examplePlan.id), from),
        toPlanItem(examplePlan, from.apiBaseUrl),
        from.maxPageSize,
      ),
  },
};

export function listTemplates({ maxPageSize }: Pick<Exemplary, "maxPageSize">): Operation {
  return {
    id: "listTemplates",
    tag: "templates",
    query: pagingParameters(maxPageSize),
    examples: {
      firstPage: (from) => firstOfTwo(urls.templates, from, toTemplateItem(exampleTemplate)),
    },
  };
}

export const getTemplate: Operation = {
  id: "getTemplate",
  tag: "templates",
  refusals: ["template_not_found"],
  examples: {
    template: (from) =>
      oneItemEnvelope(
        exampleHeadOf(templateUrl(exampleTemplate.id), from),
        toTemplateItem(exampleTemplate),
        from.maxPageSize,
      ),
  },
};

/** A list of two items, one a page. */
function firstOfTwo(path: string, from: Exemplary, item: object) {
  const pagination = { page: 1, per_page: 1, limit: 1, offset: 0 };
  return itemsEnvelope(exampleHeadOf(path, from), {
    total: 2,
    paging: pagingOf(path, pagination, { total: 2, parameters: {} }),
    items: [item],
  });
}
