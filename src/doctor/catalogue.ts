/** Reads what a database says of its tables: those that a query without a schema's name would find. */
import { sql } from "kysely";
import { isPostgres } from "../db/database.ts";
import type { Database } from "../db/schema.ts";
import type { Kind } from "./needs.ts";

export type Column = {
  table: string;
  column: string;
  /** As the database calls it, such as `timestamp with time zone`. */
  type: string;
  /** What Tollgate's drivers make of it; undefined for all else. */
  kind: Kind | undefined;
  /** Whether a row without it is refused. */
  required: boolean;
};

export async function readColumns(db: Database): Promise<Column[]> {
  return isPostgres(db) ? await readPostgres(db) : await readSqlite(db);
}

async function readPostgres(db: Database): Promise<Column[]> {
  const { rows } = await sql<Omit<Column, "kind"> & { name: string }>`
    select
      class.relname as table,
      attname as column,
      format_type(atttypid, atttypmod) as type,
      typname as name,
      attnotnull and not atthasdef and attidentity = '' as required
    from pg_attribute
    join pg_class as class on class.oid = attrelid
    join pg_type on pg_type.oid = atttypid
    where attnum > 0 and not attisdropped
      and relkind in ('r', 'p', 'v', 'm', 'f')
      and relnamespace = any(current_schemas(false)::regnamespace[])
      and pg_table_is_visible(class.oid)
      and not exists (
        select from pg_depend
        where classid = 'pg_class'::regclass and objid = class.oid and deptype = 'e'
      )
    order by class.relname, attnum`.execute(db);
  return rows.map(({ name, ...column }) =>
    Object.assign(column, { kind: postgresKinds.get(name) }),
  );
}

async function readSqlite(db: Database): Promise<Column[]> {
  const { rows } = await sql<Omit<Column, "kind" | "required"> & { required: unknown }>`
    select
      tables.name as "table",
      columns.name as "column",
      columns.type,
      columns."notnull" and columns.dflt_value is null and not columns.pk as required
    from sqlite_master as tables join pragma_table_info(tables.name) as columns
    where tables.type in ('table', 'view') and tables.name not like 'sqlite\\_%' escape '\\'
    order by tables.name, columns.cid`.execute(db);
  return rows.map((column) =>
    Object.assign(column, {
      required: column.required === 1,
      kind: sqliteKinds.find(([pattern]) => pattern.test(column.type))?.[1],
    }),
  );
}

export type Index = {
  /** Names, or expressions such as `lower(email)`. */
  columns: string[];
  is_unique: boolean;
  /** Of a partial index. */
  condition: string | null;
};

/** PostgreSQL's alone. */
export async function readIndexes(db: Database, table: string): Promise<Index[]> {
  const { rows } = await sql<Index>`
    select
      array(
        select pg_get_indexdef(indexrelid, position, true) from generate_series(1, indnkeyatts::int) as position
      ) as columns,
      indisunique as is_unique,
      pg_get_expr(indpred, indrelid) as condition
    from pg_index where indrelid = to_regclass(${table}) and indisvalid`.execute(db);
  return rows;
}

/** As PostgreSQL last counted; SQLite counts quickly. */
export async function estimateRows(db: Database, table: string): Promise<number> {
  if (!isPostgres(db)) return 0;
  const { rows } = await sql<{ rows: number }>`
    select reltuples::bigint as rows from pg_class where oid = to_regclass(${table})`.execute(db);
  return rows[0]?.rows ?? 0;
}

/** By the names of `pg_type`. Ids may have 32 or 64 bits. */
const postgresKinds = new Map<string, Kind>([
  ["int2", "integer"],
  ["int4", "integer"],
  ["int8", "integer"],
  ["varchar", "text"],
  ["text", "text"],
  ["bpchar", "text"],
  ["citext", "text"],
  ["bool", "boolean"],
  ["timestamp", "moment"],
]);

/** By the declared type, which also tells the driver of booleans and moments. */
const sqliteKinds: readonly (readonly [RegExp, Kind])[] = [
  [/^(big|small)?int(eger)?\b/i, "integer"],
  [/^(varchar|text|character varying)\b/i, "text"],
  [/^boolean$/i, "boolean"],
  [/^datetime\b/i, "moment"],
];
