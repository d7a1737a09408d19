/** Writes down what the operator must know of an error: bugs and failing databases, not callers' mistakes. */
import type { FastifyRequest } from "fastify";
import type { AppError } from "../errors.ts";

export function logIfOurs(request: FastifyRequest, error: AppError): void {
  if (error.status < 500) return;
  request.log.error({ code: error.code, err: error.cause ?? error }, "request failed");
}
