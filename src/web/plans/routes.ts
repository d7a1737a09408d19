/** A person's plans as his token sees them, and each as the API answers it. */
import type { FastifyInstance } from "fastify";
import { AppError } from "../../errors.ts";
import { isTrue, parameterOf, parseId, toInteger, type Query } from "../../http/query.ts";
import { planAnswer } from "../../plan-answer.ts";
import { findPlanRoles } from "../../plans/plan-role.ts";
import { acceptsImports } from "../../plans/import/accepts-imports.ts";
import { checkPlan } from "../../plans/check-plan.ts";
import { findVisiblePlan, listVisiblePlans } from "../../plans/visible-plans.ts";
import { planPageRoute, planUrlsAt, urls } from "../../urls.ts";
import { findProfile } from "../../users/profile.ts";
import { prepareShell } from "../prepare-shell.ts";
import { sendPage } from "../send-page.ts";
import type { WebDeps } from "../shell.ts";
import { sessionOf } from "../visit.ts";
import { PlanPage } from "./plan-page.tsx";
import { PlansPage, type ListedPlan } from "./plans-page.tsx";

const pageSize = 20;

export function addPlansRoutes(app: FastifyInstance, deps: WebDeps): void {
  const { db } = deps;
  const absolutePlanUrl = (id: number) => planUrlsAt(deps.apiBaseUrl())(id);

  app.get<{ Querystring: Query }>(
    urls.plansPage,
    { config: { guard: "session" } },
    async (request, reply) => {
      const { user } = sessionOf(request);
      const page = Math.max(toInteger(parameterOf(request.query, "page") ?? "1"), 1);
      const part = { offset: (page - 1) * pageSize, limit: pageSize };
      const { total, plans } = await listVisiblePlans(db, user.id, part, { withAnswers: false });
      const roles = await findPlanRoles(
        db,
        user.id,
        plans.map(({ id }) => id),
      );
      const shell = await prepareShell(deps, request, reply, await findProfile(deps, user));
      const listed: ListedPlan[] = [];
      for (const plan of plans) {
        listed.push({
          id: plan.id,
          title: plan.title,
          template: plan.template?.title ?? null,
          modified: plan.updated_at,
          role: roles.get(plan.id),
          shortcomings: await checkPlan(plan),
          apiUrl: absolutePlanUrl(plan.id),
        });
      }
      const pages = Math.ceil(total / pageSize);
      const offersImport = await acceptsImports(db);
      return sendPage(reply, PlansPage({ shell, plans: listed, page, pages, offersImport }));
    },
  );

  app.get<{ Params: { id: string }; Querystring: Query }>(
    planPageRoute,
    { config: { guard: "session" } },
    async (request, reply) => {
      const { user } = sessionOf(request);
      const id = parseId(request.params.id);
      const withAnswers = isTrue(request.query, "complete");
      const plan = id && (await findVisiblePlan(db, user.id, id, { withAnswers }));
      if (!plan) throw new AppError("plan_not_found");
      const shell = await prepareShell(deps, request, reply, await findProfile(deps, user));
      return sendPage(
        reply,
        PlanPage({
          shell,
          id: plan.id,
          title: plan.title,
          json: JSON.stringify(await planAnswer(plan, deps), null, 2),
          apiUrl: absolutePlanUrl(plan.id) + (withAnswers ? "?complete=true" : ""),
          withAnswers,
        }),
      );
    },
  );
}
