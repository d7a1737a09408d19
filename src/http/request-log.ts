/** One line a request: who asked, for what, and how it ended. No query, no header, no body: they may hold secrets. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { urls } from "../urls.ts";
import { pathOf } from "./request-target.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** The user whom the request acts for, as soon as a guard knows him. */
    userId: number | null;
  }
}

/** Asked every few seconds by whoever watches the process. */
const watching = new Set<string>([urls.liveness, urls.readiness]);

export function addRequestLog(app: FastifyInstance): void {
  app.decorateRequest("userId", null);
  app.addHook("onResponse", async (request, reply) => logRequest(request, reply));
}

export function logRequest(request: FastifyRequest, reply: FastifyReply): void {
  const path = pathOf(request);
  request.log[watching.has(path) ? "debug" : "info"](
    {
      method: request.method,
      path,
      status: reply.statusCode,
      milliseconds: Math.round(reply.elapsedTime),
      address: request.ip,
      ...(request.userId !== null && { userId: request.userId }),
    },
    "request",
  );
}
