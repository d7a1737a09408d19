/** The envelope around every JSON answer of the v2 API, key by key and in the order that DMPRoadmap's clients know. */
import { STATUS_CODES } from "node:http";
import type { FastifyReply, FastifyRequest } from "fastify";
import { Type, type Static, type TSchema } from "typebox";
import { pathOf } from "./request-target.ts";

const head = {
  application: Type.String(),
  source: Type.String(),
  time: Type.String(),
  caller: Type.String(),
  code: Type.Integer(),
  message: Type.String(),
};

type EnvelopeHead = Static<Type.TObject<typeof head>>;

/** Which part of a longer list an answer holds: the numbers as they were asked for, and the ways on. */
export type Paging = {
  page: number;
  per_page: number;
  /** Paths with a query; undefined where there is nothing. */
  prev?: string | undefined;
  next?: string | undefined;
};

/** The schema of an answer that holds items. */
export function itemsEnvelopeOf<Item extends TSchema>(item: Item) {
  return Type.Object({
    ...head,
    page: Type.Optional(Type.Integer()),
    per_page: Type.Optional(Type.Integer()),
    total_items: Type.Integer(),
    prev: Type.Optional(Type.String()),
    next: Type.Optional(Type.String()),
    items: Type.Array(item),
  });
}

/** `total`: of the whole list. DMPRoadmap tells of pages only where there is something to page through. */
export function itemsEnvelope<Item>(
  envelope: EnvelopeHead,
  { total, paging, items }: { total: number; paging?: Paging; items: readonly Item[] },
) {
  if (total === 0 || !paging) return { ...envelope, total_items: total, items };
  const { page, per_page, prev, next } = paging;
  return { ...envelope, page, per_page, total_items: total, prev, next, items };
}

/** What an address of one item answers; `perPage` as a list would have it. */
export function oneItemEnvelope<Item>(envelope: EnvelopeHead, item: Item, perPage: number) {
  return itemsEnvelope(envelope, {
    total: 1,
    paging: { page: 1, per_page: perPage },
    items: [item],
  });
}

/**
 * `source`: method and path without the query. `applicationName`: the service's name. `caller`: the OAuth application
 * whose token was used, or the address of a caller without one.
 */
export function envelopeHead(
  source: string,
  status: number,
  { applicationName, caller, now }: { applicationName: string; caller: string; now: Date },
): EnvelopeHead {
  return {
    application: applicationName,
    source,
    time: now.toISOString().replace(/\.\d+Z$/, "+00:00"),
    caller,
    code: status,
    message: STATUS_CODES[status] ?? "",
  };
}

/** What an answer names as its source. */
export function sourceOf(request: FastifyRequest): string {
  return `${request.method} ${pathOf(request)}`;
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
