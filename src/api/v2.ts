/** The v2 API's routes. Each names its guard and, behind the bearer, the scopes that open it. */
import type { FastifyInstance } from "fastify";
import type { Static } from "typebox";
import { Type } from "typebox";
import { itemsEnvelope } from "../http/envelope.ts";
import { itemsEnvelopeOf } from "../http/envelope-schema.ts";
import { urls } from "../urls.ts";
import { headOf, read, type ApiDeps } from "./answer.ts";
import { accessOf } from "./bearer-auth.ts";
import { Me, meOf } from "./me.ts";
import { addOpenApiRoute } from "./openapi/route.ts";
import { heartbeat, me } from "./operations.ts";
import { addPlanRoutes } from "./plans.ts";
import { addTemplateRoutes } from "./templates.ts";

export function addV2Routes(app: FastifyInstance, deps: ApiDeps): void {
  app.get(
    urls.heartbeat,
    {
      config: { guard: "open", operation: heartbeat },
      schema: { response: { 200: itemsEnvelopeOf(Type.Never()) } },
    },
    async (request) => itemsEnvelope(headOf(request, deps), { total: 0, items: [] }),
  );

  app.get(
    urls.me,
    { config: { guard: read, operation: me }, schema: { response: { 200: Me } } },
    async (request): Promise<Static<typeof Me>> => meOf(accessOf(request).resource_owner),
  );

  addPlanRoutes(app, deps);
  addTemplateRoutes(app, deps);
  addOpenApiRoute(app, deps);
}
