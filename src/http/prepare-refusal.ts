/** What every refusal gets, however it is answered. */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { AppError } from "../errors.ts";

/**
 * Writes down what the operator must know of an error (bugs and failing databases, not callers' mistakes), and tells
 * the caller when another try makes sense.
 */
export function prepareRefusal(
  request: FastifyRequest,
  reply: FastifyReply,
  error: AppError,
): FastifyReply {
  if (error.status >= 500) {
    request.log.error({ code: error.code, err: error.cause ?? error }, "request failed");
  }
  if (error.retryAfter !== undefined) reply.header("retry-after", error.retryAfter);
  return reply.code(error.status);
}
