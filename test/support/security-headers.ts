/** What every answer of the service must carry, whatever it is and wherever it comes from. */
import assert from "node:assert/strict";
import type { LightMyRequestResponse } from "fastify";

export type ReadableHeaders = { get: (name: string) => string | null | undefined };

/** `headers`: of any answer, by their lower-case names. */
export function assertSecurityHeaders(headers: ReadableHeaders, what: string) {
  const value = (name: string) => headers.get(name) ?? "";
  const policy = new Map<string, string>();
  for (const directive of value("content-security-policy").split(";")) {
    const [name = "", ...sources] = directive.trim().split(" ");
    policy.set(name, sources.join(" "));
  }
  assert.doesNotMatch(value("content-security-policy"), /unsafe|\*|https?:/, what);
  assert.match(policy.get("default-src") ?? "", /^'(self|none)'$/, what);
  for (const directive of ["object-src", "base-uri", "frame-ancestors"]) {
    const answer =
      policy.get(directive) ?? (directive === "object-src" && policy.get("default-src"));
    assert.equal(answer, "'none'", `${what}: ${directive}`);
  }
  assert.match(policy.get("form-action") ?? "", /^'(self|none)'$/, what);
  assert.equal(value("x-content-type-options"), "nosniff", what);
  assert.equal(value("referrer-policy"), "same-origin", what);
  assert.equal(value("cross-origin-opener-policy"), "same-origin", what);
  assert.equal(value("cross-origin-resource-policy"), "same-origin", what);
  assert.notEqual(value("cache-control"), "", what);
  for (const name of ["server", "x-powered-by", "access-control-allow-origin"]) {
    assert.equal(headers.get(name) ?? undefined, undefined, `${what}: ${name}`);
  }
}

/** The headers of an injected request's answer, as the check above reads them. */
export function headersOf({ headers }: LightMyRequestResponse): ReadableHeaders {
  return { get: (name) => (name in headers ? String(headers[name]) : undefined) };
}
