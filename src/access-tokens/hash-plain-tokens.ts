/**
 * Tokens from before Doorkeeper hashed them stand in the database in clear, and open nothing since. Putting their
 * digests in their place lets them work again, and leaves no secret behind.
 */
import { sql, type RawBuilder, type SqlBool } from "kysely";
import { hasColumn, isOneOf, isPostgres } from "../db/database.ts";
import type { Database, DatabaseTransaction, OauthAccessTokenRow } from "../db/schema.ts";
import type { Deps } from "../deps.ts";
import { Secret } from "../secret.ts";
import { isExpired, isRevoked } from "./access-token.ts";
import { digestSecret } from "./secret.ts";

export type PlainTokens = {
  /** Access tokens in clear, by what they are once they are hashed. */
  live: number;
  expired: number;
  revoked: number;
  /** Refresh tokens in clear, and copies of their predecessors. */
  refresh_tokens: number;
  /** When the newest row with a secret in clear was made. */
  newest: Date | undefined;
  doubles: Double[];
};

/** A secret in clear whose digest another row has already; a unique index keeps both from having it. */
export type Double = { column: Column; plain_id: number; hashed_id: number };

/** Where Doorkeeper keeps secrets of tokens. Those of refresh tokens are not in every installation's table. */
const columnNames = ["token", "refresh_token", "previous_refresh_token"] as const;
type Column = (typeof columnNames)[number];

type Row = Pick<OauthAccessTokenRow, "id" | "created_at" | "expires_in" | "revoked_at" | Column>;

/** How many rows are read and written by one statement. */
const batchSize = 1000;

/** What is there to hash. Changes nothing. */
export async function findPlainTokens({ db, now }: Pick<Deps, "db" | "now">): Promise<PlainTokens> {
  return await survey(db, await findColumns(db), now());
}

/** Hashes all that is in clear in one transaction, or nothing if there are doubles. Returns what it found before. */
export async function hashPlainTokens({ db, now }: Pick<Deps, "db" | "now">): Promise<PlainTokens> {
  return await db.transaction().execute(async (transaction) => {
    const columns = await findColumns(transaction);
    const found = await survey(transaction, columns, now());
    if (found.doubles.length > 0) return found;
    for await (const rows of plainRows(transaction, columns)) {
      await storeDigests(transaction, columns, rows);
    }
    return found;
  });
}

async function findColumns(db: Database): Promise<Column[]> {
  const columns: Column[] = [];
  for (const name of columnNames) {
    if (await hasColumn(db, "oauth_access_tokens", name)) columns.push(name);
  }
  return columns;
}

async function survey(db: Database, columns: readonly Column[], now: Date): Promise<PlainTokens> {
  const found: PlainTokens = {
    live: 0,
    expired: 0,
    revoked: 0,
    refresh_tokens: 0,
    newest: undefined,
    doubles: [],
  };
  for await (const rows of plainRows(db, columns)) {
    for (const row of rows) {
      if (isPlain(row.token)) found[stateOf(row, now)]++;
      const others = [row.refresh_token, row.previous_refresh_token];
      found.refresh_tokens += others.filter(isPlain).length;
      if (!found.newest || row.created_at > found.newest) found.newest = row.created_at;
    }
    for (const column of columns) {
      // Copies of predecessors may be as many as they like.
      if (column !== "previous_refresh_token") {
        found.doubles.push(...(await findDoubles(db, column, rows)));
      }
    }
  }
  return found;
}

function stateOf(row: Row, now: Date): "live" | "expired" | "revoked" {
  if (isRevoked(row)) return "revoked";
  return isExpired(row, now) ? "expired" : "live";
}

async function findDoubles(db: Database, column: Column, rows: readonly Row[]): Promise<Double[]> {
  const plain = rows.flatMap(({ id, [column]: value }) =>
    isPlain(value) ? [{ id, digest: digestOf(value) }] : [],
  );
  const digests = plain.map(({ digest }) => digest);
  const hashed = await db
    .selectFrom("oauth_access_tokens")
    .select(["id", column])
    .where(isOneOf(db, column, digests))
    .execute();
  const idsByDigest = new Map(hashed.map((row) => [row[column], row.id]));
  return plain.flatMap(({ id, digest }) => {
    const hashed_id = idsByDigest.get(digest);
    return hashed_id === undefined ? [] : [{ column, plain_id: id, hashed_id }];
  });
}

/** Rows with a secret in clear, ascending, a batch at a time; in a transaction nobody else changes them meanwhile. */
async function* plainRows(db: Database, columns: readonly Column[]): AsyncGenerator<Row[]> {
  for (let last = 0; ;) {
    const rows = await db
      .selectFrom("oauth_access_tokens")
      .select(["id", "created_at", "expires_in", "revoked_at", ...columns])
      .where("id", ">", last)
      .where((where) => where.or(columns.map(isPlainColumn)))
      .orderBy("id")
      .limit(batchSize)
      .$if(isPostgres(db) && db.isTransaction, (query) => query.forUpdate())
      .execute();
    if (rows.length === 0) return;
    yield rows;
    last = rows.at(-1)?.id ?? last;
  }
}

/** The same question as `isPlain`, to both databases: not 64 characters, or others than lowercase hex digits. */
export function isPlainColumn(column: Column): RawBuilder<SqlBool> {
  const value = sql.ref(column);
  return sql<SqlBool>`(${value} <> '' and (length(${value}) <> 64 or trim(${value}, '0123456789abcdef') <> ''))`;
}

function isPlain(value: string | null | undefined): value is string {
  return Boolean(value) && !/^[0-9a-f]{64}$/.test(value ?? "");
}

function digestOf(plain: string): string {
  return digestSecret(new Secret(plain));
}

async function storeDigests(
  transaction: DatabaseTransaction,
  columns: readonly Column[],
  rows: readonly Row[],
) {
  const tuples = rows.map((row) => {
    const values = columns.map((column) => {
      const value = row[column];
      return sql`cast(${isPlain(value) ? digestOf(value) : value} as text)`;
    });
    return sql`(${sql.join([sql`cast(${row.id} as bigint)`, ...values])})`;
  });
  const assignments = columns.map(
    // both databases call the columns of VALUES so
    (column, index) => sql`${sql.ref(column)} = digests.${sql.ref(`column${index + 2}`)}`,
  );
  await sql`
    update oauth_access_tokens set ${sql.join(assignments)}
    from (values ${sql.join(tuples)}) as digests
    where id = digests.column1`.execute(transaction);
}
