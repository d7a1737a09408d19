/** Opens the database that one URL names: `sqlite:PATH` or `postgres://…`. */
import { resolve } from "node:path";
import {
  Kysely,
  PostgresAdapter,
  sql,
  type Expression,
  type RawBuilder,
  type SqlBool,
} from "kysely";
import { createPostgresDialect } from "./postgres.ts";
import type { Database, DatabaseTransaction, Schema } from "./schema.ts";
import { SqliteDialect } from "./sqlite.ts";

/** `onIdleError` hears of connections to PostgreSQL that died while nobody used them. Close with `db.destroy()`. */
export function openDatabase(url: string, onIdleError: (error: Error) => void): Database {
  const dialect = url.startsWith("sqlite:")
    ? new SqliteDialect(url.slice("sqlite:".length))
    : createPostgresDialect(url, onIdleError);
  return new Kysely<Schema>({ dialect });
}

/** The database's address without what is secret in it, for people. */
export function describeDatabase(url: string): string {
  if (url.startsWith("sqlite:")) return `sqlite:${resolve(url.slice("sqlite:".length))}`;
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}

export function isPostgres(db: Database): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter;
}

/** The moment by the database's own clock, the same for every process that shares it. */
export function databaseNow(db: Database): RawBuilder<Date> {
  return isPostgres(db)
    ? sql<Date>`(clock_timestamp() at time zone 'UTC')`
    : sql<Date>`(strftime('%Y-%m-%d %H:%M:%f', 'now') || '000')`;
}

/** Whether the column has one of these values: one statement for any number of them, so that it stays prepared. */
export function isOneOf(
  db: Database,
  column: string,
  values: readonly (number | string)[],
): RawBuilder<SqlBool> {
  return isPostgres(db)
    ? sql<SqlBool>`${sql.ref(column)} = any(${values})`
    : sql<SqlBool>`${sql.ref(column)} in (select value from json_each(${values}))`;
}

/**
 * Whether the column has one of the values that a query brings. PostgreSQL asks that query first: left to itself, it may
 * read the whole table in its order until it has found a page of them.
 */
export function isOneOfSelected(
  db: Database,
  column: string,
  values: Expression<unknown>,
): RawBuilder<SqlBool> {
  return isPostgres(db)
    ? sql<SqlBool>`${sql.ref(column)} = any(array${values})`
    : sql<SqlBool>`${sql.ref(column)} in ${values}`;
}

/**
 * The column's value as the database writes it, for values that may be beyond what JavaScript can hold: one odd row
 * must not make the others unreadable.
 */
export function asText(column: string): RawBuilder<string | null> {
  return sql<string | null>`cast(${sql.ref(column)} as text)`;
}

/** To order by: texts compared by their code points, the same on both databases whatever their locale. */
export function byCodePoint(db: Database, column: string): RawBuilder<string | null> {
  return isPostgres(db)
    ? sql<string | null>`${sql.ref(column)} collate "C"`
    : sql<string | null>`${sql.ref(column)}`;
}

/** An id that may be larger than the column can hold: such a row is not there. */
export function anyId(id: number): RawBuilder<number> {
  return sql<number>`cast(${id} as bigint)`;
}

/** Until the transaction ends, others who name the same purpose wait. SQLite's write transactions do so anyway. */
export async function takeTurn(transaction: DatabaseTransaction, purpose: string): Promise<void> {
  if (!isPostgres(transaction)) return;
  await sql`select pg_advisory_xact_lock(hashtext(${`tollgate: ${purpose}`}))`.execute(transaction);
}

/** Whether a query that names this table would find it. Other schemas of PostgreSQL do not count. */
export async function hasTable(db: Database, name: string): Promise<boolean> {
  const { rows } = isPostgres(db)
    ? await sql`select 1 where to_regclass(${name}) is not null`.execute(db)
    : await sql`select 1 from sqlite_master where type = 'table' and name = ${name}`.execute(db);
  return rows.length > 0;
}

/** Whether a table that `hasTable` has a column of that name. */
export async function hasColumn(db: Database, table: string, column: string): Promise<boolean> {
  const { rows } = isPostgres(db)
    ? await sql`
        select 1 from pg_attribute
        where attrelid = to_regclass(${table}) and attname = ${column} and not attisdropped`.execute(
        db,
      )
    : await sql`select 1 from pragma_table_info(${table}) where name = ${column}`.execute(db);
  return rows.length > 0;
}

/** The durability settings of PostgreSQL that are off: answered changes could be lost with the power. */
export async function findWeakDurability(db: Database): Promise<string[]> {
  if (!isPostgres(db)) return []; // SQLite's are set and verified whenever the file is opened
  const settings = await sql<{ name: string; setting: string }>`
    select name, setting from pg_settings
    where name in ('fsync', 'synchronous_commit', 'full_page_writes')`.execute(db);
  return settings.rows.filter(({ setting }) => setting === "off").map(({ name }) => name);
}
