/** Everything that PostgreSQL's catalogue says of the tables of one schema, to compare before and after. */
import { sql } from "kysely";
import type { Database } from "../../src/db/schema.ts";

/**
 * Lines, sorted by the table that each begins with: the table itself and its flags, columns, indexes, constraints,
 * triggers, rules, comments and rights, and sequences. Owners are left out, so that it does not matter who made them.
 */
export async function readCatalogue(db: Database): Promise<string[]> {
  const { rows } = await sql<{ line: string }>`
    with tables as (
      select * from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'S')
    )
    select concat_ws(' ', relname, 'relation', relkind, relpersistence, relhasindex, relhasrules, relhastriggers,
      relrowsecurity, reloptions::text, relacl::text) as line from tables
    union all
    select concat_ws(' ', relname, 'column', attnum, attname, format_type(atttypid, atttypmod), attnotnull, attidentity,
      attstattarget, attoptions::text, attacl::text, pg_get_expr(adbin, adrelid)) from tables
      join pg_attribute on attrelid = tables.oid and attnum > 0 and relkind = 'r'
      left join pg_attrdef on adrelid = attrelid and adnum = attnum
    union all
    select concat_ws(' ', relname, 'index', pg_get_indexdef(indexrelid), indisprimary, indisclustered) from tables
      join pg_index on indrelid = tables.oid
    union all
    select concat_ws(' ', relname, 'constraint', conname, pg_get_constraintdef(pg_constraint.oid)) from tables
      join pg_constraint on conrelid = tables.oid
    union all
    select concat_ws(' ', relname, 'trigger', regexp_replace(pg_get_triggerdef(pg_trigger.oid), '_\\d+"', '"')) from tables
      join pg_trigger on tgrelid = tables.oid
    union all
    select concat_ws(' ', relname, 'rule', pg_get_ruledef(pg_rewrite.oid)) from tables
      join pg_rewrite on ev_class = tables.oid
    union all
    select concat_ws(' ', relname, 'comment', description) from tables
      join pg_description on objoid = tables.oid
    union all
    select concat_ws(' ', relname, 'sequence', seqtypid::regtype, seqstart, seqincrement, seqmax) from tables
      join pg_sequence on seqrelid = tables.oid
    order by line`.execute(db);
  return rows.map(({ line }) => line);
}
