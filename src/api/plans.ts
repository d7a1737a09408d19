/** Plans, as the owner of a token sees them. */
import type { FastifyInstance } from "fastify";
import { AppError } from "../errors.ts";
import { itemsEnvelope, itemsEnvelopeOf, oneItemEnvelope } from "../http/envelope.ts";
import { inOrder } from "../http/key-order.ts";
import { isTrue, parseId, type Query } from "../http/query.ts";
import { pathOf } from "../http/request-target.ts";
import { DmpItem } from "../plans/common-standard.ts";
import type { Plan } from "../plans/plan.ts";
import { toCommonStandard } from "../plans/to-common-standard.ts";
import { findVisiblePlan, listVisiblePlans } from "../plans/visible-plans.ts";
import { planRoute, planUrl, urls } from "../urls.ts";
import { headOf, read, type ApiDeps } from "./answer.ts";
import { accessOf } from "./bearer-auth.ts";
import { pagingOf, parsePagination } from "./pagination.ts";

const route = {
  config: { guard: read },
  schema: { response: { 200: inOrder(itemsEnvelopeOf(DmpItem)) } },
};

export function addPlanRoutes(app: FastifyInstance, deps: ApiDeps): void {
  const { db, config } = deps;

  app.get<{ Querystring: Query }>(urls.plans, route, async (request) => {
    const reader = accessOf(request).resource_owner;
    const pagination = parsePagination(request.query, config.maxPageSize);
    const withAnswers = isComplete(request.query);
    const { total, plans } = await listVisiblePlans(db, reader.id, pagination, { withAnswers });
    const parameters = withAnswers ? { complete: "true" } : {};
    return itemsEnvelope(headOf(request, deps), {
      total,
      paging: pagingOf(pathOf(request), pagination, { total, parameters }),
      items: plans.map(toItem),
    });
  });

  app.get<{ Params: { id: string }; Querystring: Query }>(planRoute, route, async (request) => {
    const reader = accessOf(request).resource_owner;
    const id = parseId(request.params.id);
    const withAnswers = isComplete(request.query);
    const plan = id && (await findVisiblePlan(db, reader.id, id, { withAnswers }));
    if (!plan) throw new AppError("plan_not_found");
    return oneItemEnvelope(headOf(request, deps), toItem(plan), config.maxPageSize);
  });

  function toItem(plan: Plan) {
    return { dmp: toCommonStandard(plan, (id) => deps.baseUrl() + planUrl(id)) };
  }
}

/** With the questions and their answers. */
function isComplete(query: Query): boolean {
  return isTrue(query, "complete");
}
