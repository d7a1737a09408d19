/** Which database errors mean "not now" (answered 503) rather than a bug, and which leave the outcome unknown. */
import { DatabaseError } from "pg";

/** The database could not be reached or written in time; nothing was changed. */
export class DatabaseUnavailableError extends Error {
  override name = "DatabaseUnavailableError";
}

/** The connection was lost while COMMIT was under way: it may have been carried out, or not. Never retry blindly. */
export class CommitOutcomeUnknownError extends Error {
  override name = "CommitOutcomeUnknownError";
}

/** SQLSTATE classes and codes of PostgreSQL that come from its state and not from our statement (manual, appendix A). */
const unavailableSqlStates = [
  "08", // connection exceptions
  "25006", // read-only transaction: a standby
  "25P03", // the transaction was idle for too long
  "25P04", // the transaction took too long
  "28", // sign-in refused
  "3D000", // the database does not exist
  "40", // deadlock, serialisation failure
  "53", // disk full, out of memory, too many connections
  "55P03", // lock timeout
  "57", // shutting down, starting, cancelled by timeout
  "58", // system and I/O errors
];

/** Primary result codes of SQLite that come from the file's state (sqlite.org/rescode.html). */
const unavailableSqliteCodes = new Set([
  5, // busy
  6, // locked
  8, // read-only
  10, // I/O error
  11, // corrupt
  13, // full
  14, // cannot open
  26, // not a database
]);

/** Errors of sockets, and of `pg` itself, which gives its own errors no code. */
const unavailableNetworkCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOENT",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EPIPE",
  "ETIMEDOUT",
]);
const unavailablePgMessages =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Query read timeout|Postgres connection has been discarded|Cannot use a pool after calling end)/;

/** Whether the database, and not our statement, is the reason: try again later. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (error instanceof DatabaseUnavailableError) return true;
  if (error instanceof AggregateError) return error.errors.some(isDatabaseUnavailable);
  if (!(error instanceof Error)) return false;
  if (error instanceof DatabaseError) {
    return unavailableSqlStates.some((state) => error.code?.startsWith(state));
  }
  const sqliteCode = sqliteResultCode(error);
  if (sqliteCode !== undefined) return unavailableSqliteCodes.has(sqliteCode);
  return isNetworkFailure(error) || unavailablePgMessages.test(error.message);
}

/** A socket's, and not a file's, that happens to have the same code. */
function isNetworkFailure(error: Error): boolean {
  return (
    "syscall" in error &&
    /^(connect|read|write|getaddrinfo)/.test(String(error.syscall)) &&
    "code" in error &&
    unavailableNetworkCodes.has(String(error.code))
  );
}

/** Whether the server turned the connection or its user away: settings that an operator must change. */
export function isDatabaseRefusal(error: unknown): boolean {
  if (error instanceof DatabaseError) return error.code === "42501"; // insufficient privilege
  return error instanceof Error && error.message.startsWith("The server does not support SSL");
}

/** Whether another connection holds SQLite's write lock. */
export function isSqliteBusy(error: unknown): boolean {
  return sqliteResultCode(error) === 5;
}

/** Whether SQLite could not say if a COMMIT reached the disk. */
export function isSqliteInputOutputError(error: unknown): boolean {
  return sqliteResultCode(error) === 10;
}

/** Whether a row that is referred to is gone, or a referring row would be left behind. */
export function isForeignKeyViolation(error: unknown): boolean {
  if (error instanceof DatabaseError) return error.code === "23503";
  return extendedSqliteCode(error) === 787;
}

/** Whether a text is longer than its column: some installations of DMPRoadmap have columns of 255 characters. */
export function isTooLongForColumn(error: unknown): boolean {
  return error instanceof DatabaseError && error.code === "22001";
}

function sqliteResultCode(error: unknown): number | undefined {
  const extended = extendedSqliteCode(error);
  return extended === undefined ? undefined : extended & 0xff;
}

function extendedSqliteCode(error: unknown): number | undefined {
  return error instanceof Error && "errcode" in error && typeof error.errcode === "number"
    ? error.errcode
    : undefined;
}
