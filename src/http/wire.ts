/** Refuses what is ambiguous on the wire before anything looks at it. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import { AppError } from "../errors.ts";

/** Lines that may stand only once; Node itself keeps just one of several (RFC 9112 §3.2, RFC 6750 §2). */
const single = ["host", "authorization", "cookie", "origin", "content-type"];

export function refuseAmbiguousRequests(app: FastifyInstance): void {
  app.addHook("onRequest", async (request) => {
    const isDoubled = single.some((name) => countLines(request, name) > 1);
    const lacksHost = request.raw.httpVersion !== "1.0" && countLines(request, "host") === 0;
    if (isDoubled || lacksHost) throw new AppError("ambiguous_request");
  });
}

function countLines({ raw }: FastifyRequest, name: string): number {
  return raw.rawHeaders.filter((text, index) => index % 2 === 0 && text.toLowerCase() === name)
    .length;
}
