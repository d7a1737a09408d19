/** What an operator is told of an error that ended a command or a worker. */
import {
  CommitOutcomeUnknownError,
  isDatabaseRefusal,
  isDatabaseUnavailable,
} from "./db/failures.ts";
import { AppError } from "./errors.ts";
import { OperatorError } from "./operator-error.ts";
import { enGb } from "./texts/en-gb.ts";

/** One message for what a person can put right; everything for what is a bug. */
export function explain(error: unknown): string {
  if (error instanceof OperatorError) return error.message;
  if (!(error instanceof Error)) return String(error);
  if ("code" in error && String(error.code).startsWith("ERR_PARSE_ARGS")) return error.message;
  if (error instanceof CommitOutcomeUnknownError) {
    return "The database did not say whether the change was made. Look, and make it again if it was not.";
  }
  if (error instanceof AppError) {
    const { title, help } = enGb.errors[error.code];
    return `${title} ${help}`;
  }
  if (isDatabaseUnavailable(error) || isDatabaseRefusal(error)) {
    return `The database cannot be used: ${error.message}`;
  }
  if ("syscall" in error) return error.message; // a file or folder that cannot be used
  return error.stack ?? error.message;
}
