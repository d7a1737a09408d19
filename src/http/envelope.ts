/** The envelope around every JSON answer of the v2 API, key by key and in the order that DMPRoadmap's clients know. */
import { STATUS_CODES } from "node:http";
import type { FastifyReply, FastifyRequest } from "fastify";
import { Type, type Static } from "typebox";
import { pathOf } from "./request-log.ts";

const head = {
  application: Type.String(),
  source: Type.String(),
  time: Type.String(),
  caller: Type.String(),
  code: Type.Integer(),
  message: Type.String(),
};

export const EmptyEnvelope = Type.Object({
  ...head,
  total_items: Type.Integer(),
  items: Type.Array(Type.Never()),
});

type EnvelopeHead = Static<Type.TObject<typeof head>>;

/**
 * `applicationName`: the service's name. `caller`: the OAuth application whose token was used, or the address of a
 * caller without one.
 */
export function envelopeHead(
  request: FastifyRequest,
  status: number,
  { applicationName, caller, now }: { applicationName: string; caller: string; now: Date },
): EnvelopeHead {
  return {
    application: applicationName,
    source: `${request.method} ${pathOf(request)}`,
    time: now.toISOString().replace(/\.\d+Z$/, "+00:00"),
    caller,
    code: status,
    message: STATUS_CODES[status] ?? "",
  };
}

/** Answers an error. `text`: what went wrong; `hint`: what the caller can do about it. */
export function sendErrorEnvelope(
  reply: FastifyReply,
  envelope: EnvelopeHead,
  { text, errorCode, hint }: { text: string; errorCode: string; hint: string },
): FastifyReply {
  return reply
    .code(envelope.code)
    .type("application/json; charset=utf-8")
    .send({
      ...envelope,
      items: [],
      errors: [text],
      details: {
        error_code: errorCode,
        hint,
        // What the log calls this request, for whoever asks us about it.
        ...(envelope.code >= 500 && { request_id: reply.request.id }),
      },
    });
}
