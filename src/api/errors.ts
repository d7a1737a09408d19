/** How the API answers what it refuses: the right status, the error envelope, and a hint that helps. */
import type { FastifyReply, FastifyRequest } from "fastify";
import Negotiator from "negotiator";
import type { Deps } from "../deps.ts";
import { toAppError, type AppError } from "../errors.ts";
import { envelopeHead, sendErrorEnvelope, sourceOf, type ErrorReport } from "../http/envelope.ts";
import { prepareRefusal } from "../http/prepare-refusal.ts";
import { chooseTexts } from "../texts/choose-texts.ts";
import type { Texts } from "../texts/en-gb.ts";
import { BearerError } from "./bearer-auth.ts";

export type ApiErrorOptions = {
  applicationName: string;
  realm: string;
  /** Where a person gets a token, as an absolute address. */
  apiAccessUrl: () => string;
};

export function createApiErrorHandler({ now }: Pick<Deps, "now">, options: ApiErrorOptions) {
  const { applicationName, realm, apiAccessUrl } = options;
  return async (thrown: unknown, request: FastifyRequest, reply: FastifyReply) => {
    const texts = chooseTexts(new Negotiator(request.raw).languages());
    const error = thrown instanceof BearerError ? thrown : toAppError(thrown);
    if (error instanceof BearerError) reply.header("www-authenticate", error.challenge(realm));
    else prepareRefusal(request, reply, error);
    const caller = request.access?.application.name ?? request.ip;
    const context = { applicationName, caller, now: now() };
    const head = envelopeHead(sourceOf(request), error.status, context);
    return await sendErrorEnvelope(reply, head, reportOf(texts, error, apiAccessUrl()));
  };
}

/** What the answer tells of a refusal. */
export function reportOf(
  texts: Texts,
  error: BearerError | AppError,
  apiAccessUrl: string,
): ErrorReport {
  if (error instanceof BearerError) {
    const errorCode = error.code ?? "missing_token";
    return { text: error.message, errorCode, hint: hintFor(texts, error, apiAccessUrl) };
  }
  const { title, help } = texts.errors[error.code];
  return { text: title, errorCode: error.code, hint: help };
}

function hintFor(texts: Texts, { code }: BearerError, apiAccessUrl: string): string {
  const { insufficientScope, makeNewToken, sendToken } = texts.bearerHints;
  if (code === "insufficient_scope") return insufficientScope;
  return code === "invalid_token" ? makeNewToken(apiAccessUrl) : sendToken(apiAccessUrl);
}
