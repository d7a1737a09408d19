/** How pages' addresses answer what they refuse: a page for people, the error envelope for programs. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { toAppError } from "../errors.ts";
import { envelopeHead, sendErrorEnvelope, sourceOf } from "../http/envelope.ts";
import { prepareRefusal } from "../http/prepare-refusal.ts";
import { signInUrl, urls } from "../urls.ts";
import { isBrowser } from "./answer-format.ts";
import { ErrorPage } from "./error-page.tsx";
import { sendPage } from "./send-page.ts";
import { shellOf, type WebDeps } from "./shell.ts";
import { safeReturnTo } from "./sign-in/return-to.ts";

export function createWebErrorHandler({
  now,
  config,
  textsFor,
}: Pick<WebDeps, "now" | "config" | "textsFor">) {
  return async (thrown: unknown, request: FastifyRequest, reply: FastifyReply) => {
    const error = toAppError(thrown);
    if (error.code === "not_signed_in" && isBrowser(request)) {
      return reply.redirect(signInUrl(safeReturnTo(wantedPage(request))), 303);
    }
    prepareRefusal(request, reply, error);
    const texts = await textsFor(request);
    if (isBrowser(request)) {
      const shell = shellOf(config, texts);
      return sendPage(reply, ErrorPage({ shell, error, requestId: request.id }));
    }
    const { title, help } = texts.errors[error.code];
    const head = envelopeHead(sourceOf(request), error.status, {
      applicationName: config.applicationName,
      caller: request.ip,
      now: now(),
    });
    return sendErrorEnvelope(reply, head, { text: title, errorCode: error.code, hint: help });
  };
}

/** Where to go after signing in. Servers never see an address's fragment: on the profile, it is most likely the API's. */
function wantedPage(request: FastifyRequest): string {
  const isAnotherPage = request.method === "GET" && request.originalUrl !== urls.profile;
  return isAnotherPage ? request.originalUrl : urls.apiAccess;
}
