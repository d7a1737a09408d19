/** Templates from which the owner of a token can make plans. */
import type { FastifyInstance } from "fastify";
import { AppError } from "../errors.ts";
import { itemsEnvelope, oneItemEnvelope } from "../http/envelope.ts";
import { itemsEnvelopeOf } from "../http/envelope-schema.ts";
import { parseId, type Query } from "../http/query.ts";
import { pathOf } from "../http/request-target.ts";
import { DmpTemplateItem } from "../plans/common-standard.ts";
import { findVisibleTemplate, listVisibleTemplates } from "../plans/visible-templates.ts";
import { templateRoute, urls } from "../urls.ts";
import { headOf, read, type ApiDeps } from "./answer.ts";
import { accessOf } from "./bearer-auth.ts";
import { toTemplateItem } from "./items.ts";
import { getTemplate, listTemplates } from "./operations.ts";
import { pagingOf, parsePagination } from "./pagination.ts";

const schema = { response: { 200: itemsEnvelopeOf(DmpTemplateItem) } };

export function addTemplateRoutes(app: FastifyInstance, deps: ApiDeps): void {
  const { db, config } = deps;

  const list = { config: { guard: read, operation: listTemplates(config) }, schema };
  app.get<{ Querystring: Query }>(urls.templates, list, async (request) => {
    const reader = accessOf(request).resource_owner;
    const pagination = parsePagination(request.query, config.maxPageSize);
    const { total, templates } = await listVisibleTemplates(db, reader, pagination);
    return itemsEnvelope(headOf(request, deps), {
      total,
      paging: pagingOf(pathOf(request), pagination, { total, parameters: {} }),
      items: templates.map(toTemplateItem),
    });
  });

  const one = { config: { guard: read, operation: getTemplate }, schema };
  app.get<{ Params: { id: string } }>(templateRoute, one, async (request) => {
    const reader = accessOf(request).resource_owner;
    const id = parseId(request.params.id);
    const template = id && (await findVisibleTemplate(db, reader, id));
    if (!template) throw new AppError("template_not_found");
    return oneItemEnvelope(headOf(request, deps), toTemplateItem(template), config.maxPageSize);
  });
}
