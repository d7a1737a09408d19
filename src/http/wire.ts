/** Refuses what is ambiguous on the wire before anything looks at it. */
import type { FastifyInstance } from "fastify";
import { AppError } from "../errors.ts";

/** Lines that may stand only once; Node itself keeps just one of several (RFC 9112 §3.2, RFC 6750 §2). */
const single = new Set(["host", "authorization", "cookie", "origin", "content-type"]);

export function refuseAmbiguousRequests(app: FastifyInstance): void {
  app.addHook("onRequest", ({ raw, headers }, _reply, done) => {
    const lacksHost = raw.httpVersion !== "1.0" && headers.host === undefined;
    if (lacksHost || hasDoubledLine(raw.rawHeaders)) throw new AppError("ambiguous_request");
    done();
  });
}

/** `rawHeaders`: names and values in turn. */
function hasDoubledLine(rawHeaders: readonly string[]): boolean {
  const seen: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]?.toLowerCase() ?? "";
    if (seen.includes(name)) return true;
    if (single.has(name)) seen.push(name);
  }
  return false;
}
