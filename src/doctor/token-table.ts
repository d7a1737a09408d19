/** Looks at Doorkeeper's tables: can Tollgate add rows, do look-ups and revoking stay quick, are there tokens in clear. */
import { isPlainColumn } from "../access-tokens/hash-plain-tokens.ts";
import { isPostgres } from "../db/database.ts";
import type { Database } from "../db/schema.ts";
import { estimateRows, readIndexes, type Column } from "./catalogue.ts";
import { hint, ok, problem, type Finding } from "./finding.ts";
import { neededColumns } from "./needs.ts";

/** A table with more rows than this is not counted through. */
const countable = 1_000_000;

export async function examineTokenTable(
  db: Database,
  columns: readonly Column[],
): Promise<Finding[]> {
  return [
    ...findUnfilledColumns(columns),
    ...(isPostgres(db) ? await examineIndexes(db) : []),
    await countPlainTokens(db),
  ];
}

/** Columns of others that must not be NULL: no row of ours could be added. */
function findUnfilledColumns(columns: readonly Column[]): Finding[] {
  return columns
    .filter(({ table, column, required }) => required && isUnknownTo(table, column))
    .map(({ table, column }) =>
      problem(
        `Column ${table}.${column} must not be NULL, and Tollgate does not know what belongs there.`,
      ),
    );
}

function isUnknownTo(table: string, column: string): boolean {
  if (table !== "oauth_applications" && table !== "oauth_access_tokens") return false;
  return !Object.values(neededColumns[table]).some((names: readonly string[]) =>
    names.includes(column),
  );
}

async function examineIndexes(db: Database): Promise<Finding[]> {
  const indexes = await readIndexes(db, "oauth_access_tokens");
  const byToken = indexes.some(
    ({ columns, is_unique, condition }) =>
      is_unique && condition === null && columns.join() === "token",
  );
  const live = indexes.some(
    ({ columns, condition }) =>
      columns.includes("resource_owner_id") && /^\(?revoked_at IS NULL\)?$/.test(condition ?? ""),
  );
  return [
    byToken
      ? ok("Tokens are found by a unique index.")
      : problem(
          "oauth_access_tokens has no unique index on token alone, as Doorkeeper's migration makes it: each look-up reads the whole table.",
        ),
    live
      ? ok("Revoking stays quick, by an index of the live tokens.")
      : hint(
          "Revoking slows down for owners of thousands of old tokens. This keeps it quick: create index concurrently tollgate_live_access_tokens on oauth_access_tokens (application_id, resource_owner_id) where revoked_at is null;",
        ),
  ];
}

async function countPlainTokens(db: Database): Promise<Finding> {
  if ((await estimateRows(db, "oauth_access_tokens")) > countable) {
    return hint("oauth_access_tokens is too large to be searched for tokens in clear.");
  }
  const { plain } = await db
    .selectFrom("oauth_access_tokens")
    .select((select) => select.fn.countAll<number>().as("plain"))
    .where(isPlainColumn("token"))
    .executeTakeFirstOrThrow();
  return plain === 0
    ? ok("No token stands in clear.")
    : hint(
        `Tokens in clear, from before Doorkeeper hashed them: ${plain}. They are refused, and readable by who reads the table: see \`tollgate hash-plain-tokens\`.`,
      );
}
