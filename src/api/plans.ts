/** Plans, as the owner of a token sees them. */
import type { FastifyInstance } from "fastify";
import { AppError } from "../errors.ts";
import { itemsEnvelope, oneItemEnvelope } from "../http/envelope.ts";
import { itemsEnvelopeOf } from "../http/envelope-schema.ts";
import { isTrue, parseId, type Query } from "../http/query.ts";
import { pathOf } from "../http/request-target.ts";
import { DmpItem } from "../plans/common-standard.ts";
import { findVisiblePlan, listVisiblePlans } from "../plans/visible-plans.ts";
import { planRoute, urls } from "../urls.ts";
import { headOf, read, type ApiDeps } from "./answer.ts";
import { accessOf } from "./bearer-auth.ts";
import { tellPlanItem, tellPlanItems } from "./items.ts";
import { getPlan, listPlans } from "./operations.ts";
import { pagingOf, parsePagination } from "./pagination.ts";

const schema = { response: { 200: itemsEnvelopeOf(DmpItem) } };

export function addPlanRoutes(app: FastifyInstance, deps: ApiDeps): void {
  const { db, config } = deps;

  const list = { config: { guard: read, operation: listPlans(config) }, schema };
  app.get<{ Querystring: Query }>(urls.plans, list, async (request) => {
    const reader = accessOf(request).resource_owner;
    const pagination = parsePagination(request.query, config.maxPageSize);
    const withAnswers = isTrue(request.query, "complete");
    const { total, plans } = await listVisiblePlans(db, reader.id, pagination, { withAnswers });
    const parameters = withAnswers ? { complete: "true" } : {};
    return itemsEnvelope(headOf(request, deps), {
      total,
      paging: pagingOf(pathOf(request), pagination, { total, parameters }),
      items: await tellPlanItems(plans, deps.apiBaseUrl()),
    });
  });

  const one = { config: { guard: read, operation: getPlan }, schema };
  app.get<{ Params: { id: string }; Querystring: Query }>(planRoute, one, async (request) => {
    const reader = accessOf(request).resource_owner;
    const id = parseId(request.params.id);
    const withAnswers = isTrue(request.query, "complete");
    const plan = id && (await findVisiblePlan(db, reader.id, id, { withAnswers }));
    if (!plan) throw new AppError("plan_not_found");
    const item = await tellPlanItem(plan, deps.apiBaseUrl());
    return oneItemEnvelope(headOf(request, deps), item, config.maxPageSize);
  });
}
