/** Whatever keeps the client from an answer: what went wrong, for people and for programs. It never holds the token. */
import type { ErrorAnswer } from "./answers.ts";

/** The service's own codes are in the API's documentation; these are the client's. */
export type ClientErrorCode = "no_answer" | "unreadable_answer" | "redirected" | "foreign_address";

type Report = {
  /** Undefined when no answer came. */
  status?: number | undefined;
  error_code: string;
  hint: string;
  request_id?: string | undefined;
  answer?: unknown;
};

export class DmpError extends Error {
  override name = "DmpError";
  /** The HTTP status; undefined when no answer came. */
  readonly status: number | undefined;
  /** Decide by this and by the status; texts may change. */
  readonly error_code: string;
  /** What can be done about it. */
  readonly hint: string;
  /** Name it when you ask the service for help. */
  readonly request_id: string | undefined;
  /** The body of the service's answer, where it is an error of the API. */
  readonly answer: unknown;

  constructor(text: string, report: Report, options?: ErrorOptions) {
    const { status, error_code, hint, request_id, answer } = report;
    const facts = [status, error_code, request_id].filter((fact) => fact !== undefined);
    super(`${text} ${hint} (${facts.join(", ")})`, options);
    this.status = status;
    this.error_code = error_code;
    this.hint = hint;
    this.request_id = request_id;
    this.answer = answer;
  }
}

/** `text`: the body of an answer that is no success. */
export function toDmpError(status: number, request_id: string | undefined, text: string): DmpError {
  const answer = parseErrorAnswer(text);
  if (answer) {
    const { error_code, hint } = answer.details;
    return new DmpError(answer.errors.join(" "), { status, error_code, hint, request_id, answer });
  }
  return unreadableAnswer(status, request_id);
}

export function unreadableAnswer(status: number, request_id: string | undefined): DmpError {
  return new DmpError("The answer is not one of the v2 API.", {
    status,
    error_code: "unreadable_answer" satisfies ClientErrorCode,
    hint: "Check the address of the service; a proxy may have answered in its place.",
    request_id,
  });
}

function parseErrorAnswer(text: string): ErrorAnswer | undefined {
  try {
    const answer: Partial<ErrorAnswer> | null = JSON.parse(text);
    const isError = Array.isArray(answer?.errors) && typeof answer.details?.error_code === "string";
    return isError ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}
