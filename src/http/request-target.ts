/** The first line's target: as the router needs it, and as it was asked for. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import { AppError } from "../errors.ts";

/** The path that the router knows: without an origin, and without the `.json` that Rails allows at a v2 address. */
export function routedTarget(target: string): string {
  return withoutOrigin(target).replace(/^(\/api\/v2\/[^?]*)\.json(?=\?|$)/, "$1");
}

/** The path as it was asked for, without its query, and without the scheme and host that a proxy may name. */
export function pathOf(request: FastifyRequest): string {
  return withoutOrigin(request.originalUrl).split("?", 1)[0] ?? "";
}

/** `.js` is refused before anything else: a script that holds a token could be loaded by any other site. */
export function refuseScriptAnswers(app: FastifyInstance): void {
  app.addHook("onRequest", ({ url }, _reply, done) => {
    if (/^\/api\/v2\/[^?]*\.js(\?|$)/.test(url)) throw new AppError("not_acceptable");
    done();
  });
}

/** Targets may be in absolute form (RFC 9112 §3.2.2). */
function withoutOrigin(target: string): string {
  return target.replace(/^https?:\/\/[^/?#]*(?=\/)/i, "");
}
