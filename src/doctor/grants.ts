/** Finds what Tollgate's role at PostgreSQL is not allowed, and says it in the statements that allow it. */
import { sql } from "kysely";
import { isPostgres } from "../db/database.ts";
import type { Database } from "../db/schema.ts";
import { needs, updatedColumn, writes } from "./needs.ts";

/** What to ask PostgreSQL for, and how a grant says it; without column: for the whole table. */
type Right = { table: string; column?: string; privilege: string; words: string };

const rights: readonly Right[] = [
  ...needs.map(({ table, column }) => ({ table, column, privilege: "select", words: "select" })),
  { ...updatedColumn, privilege: "update", words: `update (${updatedColumn.column})` },
  ...Object.entries(writes).flatMap(([table, privileges]) =>
    privileges.map((privilege) => ({ table, privilege, words: privilege })),
  ),
];

/** Statements for what exists and may not be used as needed, one for all that lack the same; none on SQLite. */
export async function findMissingGrants(db: Database): Promise<string[]> {
  if (!isPostgres(db)) return [];
  const { rows } = await sql<{ statement: string }>`
    with missing as (
      select string_agg(distinct words, ', ') as privileges, '' as kind, oid::regclass as object
      from jsonb_to_recordset(${JSON.stringify(rights)}::jsonb)
        as need ("table" text, "column" text, privilege text, words text)
      join pg_class on oid = to_regclass("table")
      left join pg_attribute on attrelid = oid and attname = "column"
      where case
        when "column" is null then not has_table_privilege(oid, privilege)
        else not has_column_privilege(oid, attnum, privilege)
      end
      group by oid
      union all
      select 'usage', 'sequence ', seqrelid::regclass
      from pg_attrdef
      join pg_depend on classid = 'pg_attrdef'::regclass and objid = pg_attrdef.oid
      join pg_sequence on refclassid = 'pg_class'::regclass and seqrelid = refobjid
      where adrelid in (select to_regclass(name) from unnest(${Object.keys(writes)}::text[]) as name)
        and not has_sequence_privilege(seqrelid, 'usage')
    )
    select format('grant %s on %s%s to %I;', privileges, kind, string_agg(object::text, ', ' order by object::text), current_user) as statement
    from missing group by privileges, kind order by statement`.execute(db);
  return rows.map(({ statement }) => statement);
}

/** The statement that lets the role read this table, if it may not. */
export async function findMissingGrant(db: Database, table: string): Promise<string | undefined> {
  if (!isPostgres(db)) return undefined;
  const { rows } = await sql<{ statement: string }>`
    select format('grant select on %I to %I;', ${table}::text, current_user) as statement
    where not has_table_privilege(to_regclass(${table}), 'select')`.execute(db);
  return rows[0]?.statement;
}

/** The statement that lets the role make tables, if it may not. */
export async function findMissingCreate(db: Database): Promise<string | undefined> {
  if (!isPostgres(db)) return undefined;
  const { rows } = await sql<{ statement: string }>`
    select format('grant create on schema %I to %I;', current_schema(), current_user) as statement
    where not has_schema_privilege(current_schema(), 'create')`.execute(db);
  return rows[0]?.statement;
}
