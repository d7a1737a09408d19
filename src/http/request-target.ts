/** The first line's target as the router needs it. */
import type { FastifyInstance } from "fastify";
import { AppError } from "../errors.ts";

/** The path that the router knows: without an origin, and without the `.json` that Rails allows at a v2 address. */
export function routedTarget(target: string): string {
  return withoutOrigin(target).replace(/^(\/api\/v2\/[^?]*)\.json(?=\?|$)/, "$1");
}

/** Targets may be in absolute form (RFC 9112 §3.2.2). */
export function withoutOrigin(target: string): string {
  return target.replace(/^https?:\/\/[^/?#]*(?=\/)/i, "");
}

/** `.js` is refused before anything else: a script that holds a token could be loaded by any other site. */
export function refuseScriptAnswers(app: FastifyInstance): void {
  app.addHook("onRequest", ({ url }, _reply, done) => {
    if (/^\/api\/v2\/[^?]*\.js(\?|$)/.test(url)) throw new AppError("not_acceptable");
    done();
  });
}
