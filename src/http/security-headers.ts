/** Headers that every answer carries, refusals and errors included. */
import type { FastifyInstance } from "fastify";

/** For everything that is not a page. The last three do not follow from the first. */
const nothingPolicy = [
  "default-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

export const pageSecurityPolicy = [
  "default-src 'self'",
  "img-src 'self' data:", // Bootstrap draws its small icons as data: images
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

const oneYear = 31_536_000;

export function securityHeaders({ secure }: { secure: boolean }): Record<string, string> {
  return {
    "content-security-policy": nothingPolicy,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    // Everything here is personal or momentary; the few static files say otherwise themselves.
    "cache-control": "no-store",
    ...(secure && { "strict-transport-security": `max-age=${oneYear}; includeSubDomains` }),
  };
}

/** `secure`: whether the public address is https. */
export function addSecurityHeaders(app: FastifyInstance, options: { secure: boolean }): void {
  const headers = securityHeaders(options);
  app.addHook("onRequest", (request, reply, done) => {
    reply.headers(headers).header("x-request-id", request.id);
    done();
  });
}
