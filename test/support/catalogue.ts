/** Reads the shape of a table from the database's own catalogue, in the words of a Rails migration. */
import { sql } from "kysely";
import { isPostgres } from "../../src/db/database.ts";
import type { Database } from "../../src/db/schema.ts";

/**
 * One line for each column (name, type, `not null`, `default …`, `primary key`, `references …`) and one for each index
 * (`index (columns)`, `unique`, `where …`), sorted; undefined if there is no such table.
 */
export async function describeTable(db: Database, table: string): Promise<string[] | undefined> {
  const { columns, indexes } = isPostgres(db)
    ? await readPostgres(db, table)
    : await readSqlite(db, table);
  if (columns.length === 0) return undefined;
  return [...columns.map(columnLine), ...indexes.map(indexLine)].toSorted();
}

/** The names of all tables, Kysely's own included, sorted. */
export async function listTables(db: Database): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  return tables.map(({ name }) => name).toSorted();
}

type Column = {
  name: string;
  type: string;
  required: boolean | number;
  default: string | null;
  is_key: boolean | number;
  referenced: string | null;
};
type Index = {
  name: string;
  columns: string;
  is_unique: boolean | number;
  condition: string | null;
};

function columnLine(column: Column): string {
  const parts = [column.name, railsType(column.type)];
  if (column.is_key) parts.push("primary key");
  else if (column.required) parts.push("not null");
  if (column.default !== null && !column.is_key) {
    parts.push(`default ${railsDefault(column.default)}`);
  }
  if (column.referenced) parts.push(`references ${column.referenced}`);
  return parts.join(" ");
}

function indexLine({ name, columns, is_unique, condition }: Index): string {
  const unique = is_unique ? "unique " : "";
  const where = condition ? ` where ${condition.replaceAll(/[()"]/g, "").toLowerCase()}` : "";
  return `${unique}index ${name} (${columns})${where}`;
}

function railsType(type: string): string {
  return type
    .toLowerCase()
    .replace(/^(character varying|varchar)/, "string")
    .replace(
      /^(timestamp\(6\) without time zone|timestamp without time zone|datetime)$/,
      "datetime",
    );
}

function railsDefault(text: string): string {
  return text.replace(/::[a-z ]+$/, "");
}

async function readPostgres(db: Database, table: string) {
  const columns = await sql<Column>`
    select
      attribute.attname as name,
      format_type(attribute.atttypid, attribute.atttypmod) as type,
      attribute.attnotnull as required,
      pg_get_expr(preset.adbin, preset.adrelid) as default,
      exists (
        select from pg_index where indrelid = attribute.attrelid and indisprimary
        and attribute.attnum = any(indkey)
      ) as is_key,
      (
        select confrelid::regclass::text from pg_constraint
        where contype = 'f' and conrelid = attribute.attrelid and conkey = array[attribute.attnum]
      ) as referenced
    from pg_attribute as attribute
    left join pg_attrdef as preset
      on preset.adrelid = attribute.attrelid and preset.adnum = attribute.attnum
    where attribute.attrelid = to_regclass(${table})
      and attribute.attnum > 0 and not attribute.attisdropped`.execute(db);
  const indexes = await sql<Index>`
    select
      class.relname as name,
      (
        select string_agg(pg_get_indexdef(indexrelid, position::int, true), ', ' order by position)
        from generate_series(1, indnkeyatts) as position
      ) as columns,
      indisunique as is_unique,
      pg_get_expr(indpred, indrelid) as condition
    from pg_index join pg_class as class on class.oid = indexrelid
    where indrelid = to_regclass(${table}) and not indisprimary`.execute(db);
  return { columns: columns.rows, indexes: indexes.rows };
}

async function readSqlite(db: Database, table: string) {
  const columns = await sql<Column>`
    select
      info.name,
      info.type,
      "notnull" as required,
      dflt_value as "default",
      pk > 0 as is_key,
      (
        select keys."table" from pragma_foreign_key_list(${table}) as keys
        where keys."from" = info.name
      ) as referenced
    from pragma_table_info(${table}) as info`.execute(db);
  const indexes = await sql<Index>`
    select
      list.name,
      (
        select group_concat(info.name, ', ' order by info.seqno) from pragma_index_info(list.name) as info
      ) as columns,
      list."unique" as is_unique,
      (
        select substr(sql, instr(lower(sql), ' where ') + 7) from sqlite_schema
        where sqlite_schema.name = list.name and list.partial
      ) as condition
    from pragma_index_list(${table}) as list where list.origin <> 'pk'`.execute(db);
  return { columns: columns.rows, indexes: indexes.rows };
}
