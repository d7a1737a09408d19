/** The format at the end of a v2 address, as Rails allows it: `.json` is what is answered anyway, `.js` is refused. */
import type { FastifyInstance } from "fastify";
import { AppError } from "../errors.ts";

/** The address that the router knows. */
export function withoutJsonSuffix(url: string): string {
  return url.replace(/^(\/api\/v2\/[^?]*)\.json(?=\?|$)/, "$1");
}

/** A script that holds a token could be loaded by any other site, so there is none. */
export function refuseScriptAnswers(app: FastifyInstance): void {
  app.addHook("onRequest", async ({ url }) => {
    if (/^\/api\/v2\/[^?]*\.js(\?|$)/.test(url)) throw new AppError("not_acceptable");
  });
}
