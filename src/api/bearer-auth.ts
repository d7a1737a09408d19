/** The bearer guard: reads `Authorization: Bearer …` (RFC 6750 §2.1) and answers refusals as RFC 6750 §3 says. */
import type { FastifyRequest } from "fastify";
import { authenticate, type Access, type Refusal } from "../access-tokens/authenticate.ts";
import type { LastUse } from "../access-tokens/last-use.ts";
import { createLookUp } from "../access-tokens/look-up.ts";
import { includesAnyScope } from "../access-tokens/scopes.ts";
import type { Deps } from "../deps.ts";
import { AppError } from "../errors.ts";
import type { FailureLimit } from "../http/failure-limit.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** The token that opened this request, with its application and owner. */
    access: Access | null;
  }
}

export type BearerErrorCode = "invalid_request" | "invalid_token" | "insufficient_scope";

/** A refusal with the `WWW-Authenticate` challenge that tells why. */
export class BearerError extends Error {
  override name = "BearerError";
  readonly status: 400 | 401 | 403;
  /** Absent when no credentials were sent (RFC 6750 §3.1). */
  readonly code: BearerErrorCode | undefined;
  readonly scopes: readonly string[];

  constructor(
    status: 400 | 401 | 403,
    code: BearerErrorCode | undefined,
    description: string,
    scopes: readonly string[] = [],
  ) {
    super(description);
    this.status = status;
    this.code = code;
    this.scopes = scopes;
  }

  /** The header's value. `realm`: without quotes and backslashes. */
  challenge(realm: string): string {
    const parameters = [`realm="${realm}"`];
    if (this.code) {
      const description = this.message.replaceAll('"', "_"); // as Doorkeeper does
      parameters.push(`error="${this.code}"`, `error_description="${description}"`);
    }
    if (this.scopes.length > 0) parameters.push(`scope="${this.scopes.join(" ")}"`);
    return `Bearer ${parameters.join(", ")}`;
  }
}

/** What Doorkeeper says of each refusal, and DMPRoadmap of deactivated accounts. */
const descriptions: Record<Refusal, string> = {
  malformed: "The access token is invalid",
  unknown: "The access token is invalid",
  revoked: "The access token was revoked",
  expired: "The access token expired",
  application_gone: "The access token is invalid",
  owner_gone: "User account has been deactivated.",
  owner_deactivated: "User account has been deactivated.",
};

export const bearerErrors = {
  tokenInAddress: () =>
    new BearerError(
      400,
      "invalid_request",
      "Send the access token once, in the Authorization header, and not in the address",
    ),
  malformedHeader: () =>
    new BearerError(
      400,
      "invalid_request",
      "The Authorization header must be the word Bearer, a space and the access token",
    ),
  missing: () => new BearerError(401, undefined, "The access token is missing"),
  refused: (refusal: Refusal) => new BearerError(401, "invalid_token", descriptions[refusal]),
  lacksScope: (scope: string) =>
    new BearerError(
      403,
      "insufficient_scope",
      `Access to this resource requires scope "${scope}".`,
      [scope],
    ),
};

export type BearerOptions = {
  lastUse: LastUse;
  failureLimit: FailureLimit;
  acceptTokenInQuery: boolean;
};

/** Throws a BearerError, or `too_many_requests` for an address that presented too many bad tokens. */
export function createBearerGuard(deps: Deps, options: BearerOptions) {
  const gate = { ...deps, lookUp: createLookUp(deps.db) };
  return async (request: FastifyRequest, scopes: readonly string[]): Promise<void> => {
    const presented = presentedToken(request, options.acceptTokenInQuery);
    // Looked up before failures are counted: a good token is never refused for others' failures.
    const result = await authenticate(gate, presented);
    if (!result.ok) {
      const { refusal, digest } = result;
      request.log.info({ refusal, digest }, "access token refused");
      const retryAfter = options.failureLimit.count(request.ip, deps.now());
      if (retryAfter > 0) throw new AppError("too_many_requests", { retryAfter });
      throw bearerErrors.refused(refusal);
    }
    const { token, resource_owner } = result.access;
    request.userId = resource_owner.id;
    request.access = result.access;
    if (!includesAnyScope(token.scopes, scopes)) {
      throw bearerErrors.lacksScope(scopes[0] ?? "");
    }
    options.lastUse.note(token.id, request.ip);
  };
}

/** The token that the guard let in. */
export function accessOf(request: FastifyRequest): Access {
  if (!request.access) throw new Error("The route is not behind the bearer guard");
  return request.access;
}

function presentedToken(request: FastifyRequest, acceptTokenInQuery: boolean): string {
  const [scheme = "", ...rest] = (request.headers.authorization ?? "").split(" ").filter(Boolean);
  const inHeader = scheme.toLowerCase() === "bearer" ? rest : undefined;
  const inQuery = tokensInQuery(request);

  if (inQuery.length > 0 && (inHeader || !acceptTokenInQuery || inQuery.length > 1)) {
    throw bearerErrors.tokenInAddress();
  }
  if (inHeader && inHeader.length !== 1) {
    throw bearerErrors.malformedHeader();
  }
  const presented = inHeader?.[0] ?? inQuery[0];
  if (!presented) throw bearerErrors.missing();
  return presented;
}

/** The two names under which Doorkeeper reads tokens from parameters; a repeated one counts as often as it stands. */
function tokensInQuery({ query }: FastifyRequest): string[] {
  const parameters = new Map(Object.entries(query ?? {}));
  return [parameters.get("access_token") ?? [], parameters.get("bearer_token") ?? []].flat();
}
