/** What each address can refuse, by its guard and by what it says of itself, with the answer that it then gives. */
import { AppError, type ErrorCode } from "../../errors.ts";
import { envelopeHead, errorEnvelope } from "../../http/envelope.ts";
import type { DocumentedRoute, Exemplary } from "../../http/operations.ts";
import type { Texts } from "../../texts/en-gb.ts";
import { urls } from "../../urls.ts";
import { bearerErrors, type BearerError } from "../bearer-auth.ts";
import { reportOf } from "../errors.ts";

const ofEveryAddress: readonly ErrorCode[] = ["ambiguous_request", "method_not_allowed"];
const behindGuards: readonly ErrorCode[] = ["server_error", "database_unavailable"];
const behindSession: readonly ErrorCode[] = ["not_signed_in"];
const ofChanges: readonly ErrorCode[] = [
  "invalid_request",
  "payload_too_large",
  "unsupported_media_type",
  "forged_request",
  "outcome_unknown",
];

const ofTokens = {
  malformed_authorization: bearerErrors.malformedHeader(),
  token_in_address: bearerErrors.tokenInAddress(),
  missing_token: bearerErrors.missing(),
  invalid_token: bearerErrors.refused("revoked"),
  insufficient_scope: bearerErrors.lacksScope("read"),
};

export type Refusal = { name: string; error: AppError | BearerError };

/** By a name each, which the examples have too. */
export function refusalsOf({ guard, method, operation }: DocumentedRoute): Refusal[] {
  const isBearer = typeof guard === "object";
  const codes: ErrorCode[] = [...ofEveryAddress];
  if (isBearer) codes.push("too_many_requests");
  if (guard === "session") codes.push(...behindSession);
  if (guard === "session" && method !== "GET") codes.push(...ofChanges);
  if (guard !== "open") codes.push(...behindGuards);
  codes.push(...(operation.refusals ?? []));
  return [
    ...(isBearer ? Object.entries(ofTokens).map(([name, error]) => ({ name, error })) : []),
    ...codes.map((code) => ({ name: code, error: new AppError(code) })),
  ].toSorted((one, other) => one.error.status - other.error.status);
}

/** The body of such an answer. */
export function refusalExample(texts: Texts, { error }: Refusal, from: Exemplary) {
  const head = envelopeHead(`GET ${urls.plans}`, error.status, from);
  const report = reportOf(texts, error, from.baseUrl + urls.apiAccess);
  return errorEnvelope(head, report, "4f7c1d52-7d0a-4f0e-9a54-2c1f2b7f7b1e");
}
