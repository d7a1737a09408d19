/** The refusals that can come from deep inside, by their code, and the HTTP status each one has. */
import { CommitOutcomeUnknownError, isDatabaseUnavailable } from "./db/failures.ts";

export const statusOf = {
  invalid_request: 400,
  ambiguous_request: 400,
  not_signed_in: 401,
  not_allowed: 403,
  not_found: 404,
  plan_not_found: 404,
  template_not_found: 404,
  method_not_allowed: 405,
  not_acceptable: 406,
  sign_out_elsewhere: 409,
  payload_too_large: 413,
  unsupported_media_type: 415,
  forged_request: 422,
  cookies_required: 422,
  form_already_used: 422,
  too_many_requests: 429,
  headers_too_large: 431,
  server_error: 500,
  application_missing: 503,
  database_unavailable: 503,
  outcome_unknown: 503,
} as const;

export type ErrorCode = keyof typeof statusOf;
export type ErrorStatus = (typeof statusOf)[ErrorCode];

export class AppError extends Error {
  override name = "AppError";
  readonly code: ErrorCode;
  /** Seconds after which another try makes sense. */
  readonly retryAfter: number | undefined;

  constructor(code: ErrorCode, options: { retryAfter?: number; cause?: unknown } = {}) {
    super(code, { cause: options.cause });
    this.code = code;
    this.retryAfter = options.retryAfter;
  }

  get status(): ErrorStatus {
    return statusOf[this.code];
  }
}

/** What anything thrown means to the caller. Only `server_error` is a bug. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof CommitOutcomeUnknownError) {
    return new AppError("outcome_unknown", { cause: error });
  }
  if (isDatabaseUnavailable(error)) {
    return new AppError("database_unavailable", { retryAfter: 5, cause: error });
  }
  const code = frameworkCodes.get(statusCodeOf(error)) ?? "server_error";
  return new AppError(code, { cause: error });
}

/** Statuses that the HTTP framework gives to requests it cannot read, each with our code. */
const frameworkCodes = new Map<number | undefined, ErrorCode>([
  [400, "invalid_request"],
  [404, "not_found"],
  [405, "method_not_allowed"],
  [406, "not_acceptable"],
  [413, "payload_too_large"],
  [414, "invalid_request"],
  [415, "unsupported_media_type"],
  [431, "headers_too_large"],
]);

function statusCodeOf(error: unknown): number | undefined {
  return error instanceof Error && "statusCode" in error && typeof error.statusCode === "number"
    ? error.statusCode
    : undefined;
}
