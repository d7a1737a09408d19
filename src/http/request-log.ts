/** One line a request: who asked, for what, and how it ended. No query, no header, no body: they may hold secrets. */
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { requestLine } from "../log.ts";
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

/** In characters: the whole line is then written at once, whatever other processes write into the same pipe. */
const longestPath = 1_000;

export type LogRequest = (request: FastifyRequest, reply: FastifyReply) => void;

/** Returns what writes the line, for answers that no hook sees. */
export function addRequestLog(app: FastifyInstance, log: FastifyBaseLogger): LogRequest {
  app.decorateRequest("userId", null);
  const logRequest = createLogRequest(log);
  app.addHook("onResponse", (request, reply, done) => {
    logRequest(request, reply);
    done();
  });
  return logRequest;
}

function createLogRequest(log: FastifyBaseLogger): LogRequest {
  // Nothing is searched for what must be left out: all that can stand in the line is named here, and the search takes
  // longer than the line.
  const lines = log.child({}, { redact: [] });
  return (request, reply) => {
    const path = pathOf(request);
    lines[watching.has(path) ? "debug" : "info"](
      {
        reqId: request.id,
        method: request.method,
        path: path.slice(0, longestPath),
        status: reply.statusCode,
        milliseconds: Math.round(reply.elapsedTime),
        address: request.ip,
        userId: request.userId ?? undefined, // left out of the line
      },
      requestLine,
    );
  };
}
