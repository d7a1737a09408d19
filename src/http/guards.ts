/**
 * Who may come in: every route names a bearer with a scope, a session, or that it is open to all.
 * A route that names nothing cannot be registered, so nothing is reachable by oversight.
 */
import type { FastifyInstance, FastifyRequest } from "fastify";

/** `bearer`: an access token with at least one of the scopes. */
export type Guard = "open" | "session" | { bearer: readonly string[] };

declare module "fastify" {
  interface FastifyContextConfig {
    guard?: Guard;
  }
}

/** Each throws, or lets the request pass and leaves on it what it found out. */
export type Guards = {
  bearer: (request: FastifyRequest, scopes: readonly string[]) => Promise<void>;
  session: (request: FastifyRequest) => Promise<void>;
  /** For requests that would change something in the name of whoever's browser sends them. */
  foreignOrigin: (request: FastifyRequest) => void;
  antiForgery: (request: FastifyRequest) => Promise<void>;
};

/** Stands before every route that is registered from now on. */
export function installGuards(app: FastifyInstance, guards: Guards): void {
  app.addHook("onRoute", ({ url, method, config }) => {
    if (!config?.guard) throw new Error(`${String(method)} ${url} names no guard`);
  });

  // Before anything of the body is read.
  app.addHook("onRequest", async (request) => {
    const guard = guardOf(request);
    if (typeof guard === "object") await guards.bearer(request, guard.bearer);
    else if (guard && changesSomething(request)) guards.foreignOrigin(request);
  });

  // After the body is read, because forms carry their anti-forgery token in it.
  app.addHook("preHandler", async (request) => {
    const guard = guardOf(request);
    if (guard === undefined || typeof guard === "object") return;
    if (changesSomething(request)) await guards.antiForgery(request);
    if (guard === "session") await guards.session(request);
  });
}

/** Undefined for what is not there: only the answer "not found" has no guard. */
function guardOf(request: FastifyRequest): Guard | undefined {
  return request.is404 ? undefined : request.routeOptions.config.guard;
}

function changesSomething({ method }: FastifyRequest): boolean {
  return method !== "GET" && method !== "HEAD";
}
