/** Plans, as the owner of a token sees them. */
import type { FastifyInstance } from "fastify";
import { AppError } from "../errors.ts";
import { itemsEnvelope, itemsEnvelopeOf, oneItemEnvelope } from "../http/envelope.ts";
import { inOrder } from "../http/key-order.ts";
import { isTrue, parseId, type Query } from "../http/query.ts";
import { pathOf } from "../http/request-log.ts";
import { DmpItem, type Dmp } from "../plans/common-standard.ts";
import { toCommonStandard } from "../plans/to-common-standard.ts";
import { findVisiblePlan, listVisiblePlans } from "../plans/visible-plans.ts";
import { planRoute, urls } from "../urls.ts";
import { headOf, read, type ApiDeps } from "./answer.ts";
import { accessOf } from "./bearer-auth.ts";
import { pagingOf, parsePagination } from "./pagination.ts";

const route = {
  config: { guard: read },
  schema: { response: { 200: inOrder(itemsEnvelopeOf(DmpItem)) } },
};

export function addPlanRoutes(app: FastifyInstance, deps: ApiDeps): void {
  const { db, config } = deps;
  const plansUrl = () => deps.baseUrl() + urls.plans;

  app.get<{ Querystring: Query }>(urls.plans, route, async (request) => {
    const reader = accessOf(request).resource_owner;
    const pagination = parsePagination(request.query, config.maxPageSize);
    const withAnswers = isTrue(request.query, "complete");
    const { total, plans } = await listVisiblePlans(db, reader.id, pagination, { withAnswers });
    const parameters = withAnswers ? { complete: "true" } : {};
    const items: { dmp: Dmp }[] = [];
    for (const plan of plans) items.push({ dmp: await toCommonStandard(plan, plansUrl()) });
    return itemsEnvelope(headOf(request, deps), {
      total,
      paging: pagingOf(pathOf(request), pagination, { total, parameters }),
      items,
    });
  });

  app.get<{ Params: { id: string }; Querystring: Query }>(planRoute, route, async (request) => {
    const reader = accessOf(request).resource_owner;
    const id = parseId(request.params.id);
    const withAnswers = isTrue(request.query, "complete");
    const plan = id && (await findVisiblePlan(db, reader.id, id, { withAnswers }));
    if (!plan) throw new AppError("plan_not_found");
    const item = { dmp: await toCommonStandard(plan, plansUrl()) };
    return oneItemEnvelope(headOf(request, deps), item, config.maxPageSize);
  });
}
