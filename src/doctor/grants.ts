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

/** A statement for each table and sequence that exists and may not be used as needed; none on SQLite. */
export async function findMissingGrants(db: Database): Promise<string[]> {
  if (!isPostgres(db)) return [];
  const { rows } = await sql<{ privileges: string; object: string; role: string }>`
    select string_agg(distinct words, ', ') as privileges, oid::regclass::text as object, quote_ident(current_user) as role
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
    select 'usage', 'sequence ' || seqrelid::regclass, quote_ident(current_user)
    from pg_attrdef
    join pg_depend on classid = 'pg_attrdef'::regclass and objid = pg_attrdef.oid
    join pg_sequence on refclassid = 'pg_class'::regclass and seqrelid = refobjid
    where adrelid in (select to_regclass(name) from unnest(${Object.keys(writes)}::text[]) as name)
      and not has_sequence_privilege(seqrelid, 'usage')
    order by object`.execute(db);
  return rows.map(({ privileges, object, role }) => `grant ${privileges} on ${object} to ${role};`);
}

/** The statement that lets the role make tables, if it may not. */
export async function findMissingCreate(db: Database): Promise<string | undefined> {
  if (!isPostgres(db)) return undefined;
  const { rows } = await sql<{ statement: string }>`
    select format('grant create on schema %I to %I;', current_schema(), current_user) as statement
    where not has_schema_privilege(current_schema(), 'create')`.execute(db);
  return rows[0]?.statement;
}
