/** The envelope around every JSON answer of the v2 API, key by key and in the order that DMPRoadmap's clients know. */
import { STATUS_CODES } from "node:http";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { EnvelopeHead, ErrorAnswer } from "./envelope-schema.ts";
import { pathOf } from "./request-target.ts";

/** Which part of a longer list an answer holds: the numbers as they were asked for, and the ways on. */
export type Paging = {
  page: number;
  per_page: number;
  /** Paths with a query; undefined where there is nothing. */
  prev?: string | undefined;
  next?: string | undefined;
};

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

/** What is told of an error: what went wrong, the same for programs, and what the caller can do about it. */
export type ErrorReport = { text: string; errorCode: string; hint: string };

export function sendErrorEnvelope(
  reply: FastifyReply,
  head: EnvelopeHead,
  report: ErrorReport,
): FastifyReply {
  const { id } = reply.request;
  return reply
    .code(head.code)
    .type("application/json; charset=utf-8")
    .send(errorEnvelope(head, report, id));
}

export function errorEnvelope(
  head: EnvelopeHead,
  { text, errorCode, hint }: ErrorReport,
  requestId: string,
): ErrorAnswer {
  return {
    ...head,
    items: [],
    errors: [text],
    details: {
      error_code: errorCode,
      hint,
      // What the log calls this request, for whoever asks us about it.
      ...(head.code >= 500 && { request_id: requestId }),
    },
  };
}
