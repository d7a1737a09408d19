/** How the API answers what it refuses: the right status, the error envelope, and a hint that helps. */
import type { FastifyReply, FastifyRequest } from "fastify";
import Negotiator from "negotiator";
import type { Deps } from "../deps.ts";
import { toAppError } from "../errors.ts";
import { envelopeHead, sendErrorEnvelope, sourceOf } from "../http/envelope.ts";
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
    const answer = (status: number, error: { text: string; errorCode: string; hint: string }) => {
      const caller = request.access?.application.name ?? request.ip;
      const head = envelopeHead(sourceOf(request), status, { applicationName, caller, now: now() });
      return sendErrorEnvelope(reply, head, error);
    };

    if (thrown instanceof BearerError) {
      reply.header("www-authenticate", thrown.challenge(realm));
      const hint = hintFor(texts, thrown, apiAccessUrl());
      const errorCode = thrown.code ?? "missing_token";
      return await answer(thrown.status, { text: thrown.message, errorCode, hint });
    }
    const error = toAppError(thrown);
    prepareRefusal(request, reply, error);
    const { title, help } = texts.errors[error.code];
    return await answer(error.status, { text: title, errorCode: error.code, hint: help });
  };
}

function hintFor(texts: Texts, { code }: BearerError, apiAccessUrl: string): string {
  const { insufficientScope, makeNewToken, sendToken } = texts.bearerHints;
  if (code === "insufficient_scope") return insufficientScope;
  return code === "invalid_token" ? makeNewToken(apiAccessUrl) : sendToken(apiAccessUrl);
}
