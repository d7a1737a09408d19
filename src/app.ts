/** The whole application, every room plugged in. It listens nowhere yet. */
import fastifyCookie from "@fastify/cookie";
import fastifyFormbody from "@fastify/formbody";
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from "fastify";
import { createLastUse } from "./access-tokens/last-use.ts";
import { createBearerGuard } from "./api/bearer-auth.ts";
import { createApiErrorHandler } from "./api/errors.ts";
import { createOpenApi } from "./api/openapi/document.ts";
import { addV2Routes } from "./api/v2.ts";
import type { Config } from "./config.ts";
import { readAnything } from "./db/read-anything.ts";
import type { Deps } from "./deps.ts";
import { createFailureLimit } from "./http/failure-limit.ts";
import { createForeignOriginCheck } from "./http/foreign-origin.ts";
import { installGuards } from "./http/guards.ts";
import { pathOf, refuseScriptAnswers } from "./http/request-target.ts";
import { addHealthRoutes } from "./http/health.ts";
import { keepKeyOrder } from "./http/key-order.ts";
import { addNotFoundHandler } from "./http/not-found.ts";
import { collectOperations } from "./http/operations.ts";
import { addRequestLog } from "./http/request-log.ts";
import { addSecurityHeaders, securityHeaders } from "./http/security-headers.ts";
import { addStaticFiles } from "./http/static-files.ts";
import { answerOddRequests, bodyLimit, serverOptions } from "./http/server-options.ts";
import { refuseAmbiguousRequests } from "./http/wire.ts";
import { isApiPath, localUrl, urls } from "./urls.ts";
import { addLegacyTokenRoutes } from "./web/api-access/legacy-routes.ts";
import { addApiDocsRoutes } from "./web/api-docs/routes.ts";
import { addApiAccessRoutes } from "./web/api-access/routes.ts";
import { createWebErrorHandler } from "./web/errors.ts";
import { addPlanImportRoute } from "./web/plans/import-routes.ts";
import { addPlansRoutes } from "./web/plans/routes.ts";
import { addProfileRoutes } from "./web/profile/routes.ts";
import { addSignInRoutes } from "./web/sign-in/routes.ts";
import { createTextsFor } from "./web/texts-for.ts";
import { createVisits } from "./web/visit.ts";

/** More bad tokens than this from one address within a minute are answered 429. */
const badTokens = { most: 60, window: 60_000 };

export async function createApp(
  deps: Deps & { log: FastifyBaseLogger },
  config: Config,
  assetsFolder: string,
): Promise<FastifyInstance> {
  const secure = config.publicUrl?.protocol === "https:";
  const app = Fastify({
    ...serverOptions(deps.log, config, { secure }),
    frameworkErrors: (error, request, reply) => void answerMalformedTarget(error, request, reply),
  });
  const baseUrl = () => config.publicUrl?.origin ?? localUrl(config.host, portOf(app, config));
  const apiBaseUrl = () => config.apiPublicUrl?.origin ?? baseUrl();
  const lastUse = createLastUse(deps);
  const visits = createVisits(deps, { secure, railsSessions: config.railsSessions });
  const textsFor = createTextsFor(visits);
  const operations = collectOperations(app);
  const openApi = createOpenApi(operations, {
    ...config,
    internalApplicationName: config.settings.internalApplicationName,
    sessionCookie: visits.cookieName,
    baseUrl,
    apiBaseUrl,
  });
  const webDeps = { ...deps, visits, config, baseUrl, apiBaseUrl, textsFor, openApi };
  const answerApiError = createApiErrorHandler(deps, {
    applicationName: config.applicationName,
    realm: config.realm,
    apiAccessUrl: () => baseUrl() + urls.apiAccess,
  });
  const answerWebError = createWebErrorHandler(webDeps);

  app.decorateRequest("access", null);
  app.decorateRequest("visit", null);
  app.decorateRequest("visitReading", null);
  addSecurityHeaders(app, { secure });
  const logRequest = addRequestLog(app, deps.log);
  const answerError: typeof answerWebError = async (error, request, reply) =>
    await (isApiPath(pathOf(request)) ? answerApiError : answerWebError)(error, request, reply);
  app.setErrorHandler(answerError);
  refuseAmbiguousRequests(app);
  refuseScriptAnswers(app);
  addNotFoundHandler(app);
  keepKeyOrder(app);
  await app.register(fastifyCookie);
  await app.register(fastifyFormbody, { bodyLimit });
  app.removeContentTypeParser("text/plain");
  installGuards(app, {
    bearer: createBearerGuard(deps, {
      lastUse,
      failureLimit: createFailureLimit(badTokens),
      acceptTokenInQuery: config.acceptTokenInQuery,
    }),
    session: visits.requireSession,
    antiForgery: visits.requireAuthenticityToken,
    foreignOrigin: createForeignOriginCheck(config),
  });

  addHealthRoutes(app, { log: deps.log, readDatabase: () => readAnything(deps.db) });
  await addStaticFiles(app, assetsFolder);
  await app.register(async (api) => {
    api.setErrorHandler(answerApiError);
    addV2Routes(api, { ...deps, config, apiBaseUrl, openApi });
  });
  await app.register(async (web) => {
    web.setErrorHandler(answerWebError);
    addSignInRoutes(web, webDeps);
    addProfileRoutes(web, webDeps);
    addPlansRoutes(web, webDeps);
    addApiDocsRoutes(web, webDeps);
    addApiAccessRoutes(web, webDeps);
    addLegacyTokenRoutes(web, webDeps);
    await web.register(async (uploads) => await addPlanImportRoute(uploads, webDeps));
  });
  answerOddRequests(app.server, { secure });
  app.addHook("onClose", lastUse.flush);
  return app;

  /** No hook has run for a target such as `/%zz`. */
  async function answerMalformedTarget(
    error: unknown,
    request: FastifyRequest,
    reply: FastifyReply,
  ) {
    reply.headers(securityHeaders({ secure })).header("x-request-id", request.id);
    await answerError(error, request, reply);
    logRequest(request, reply);
  }
}

/** The port that it got, if it listens already. */
function portOf(app: FastifyInstance, { port }: Config): number {
  const address = app.server.address();
  return typeof address === "object" && address ? address.port : port;
}
