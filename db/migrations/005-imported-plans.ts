/** What Tollgate remembers of plans that came from files: which they were, and what DMPRoadmap's tables have no place for. */
import { PostgresAdapter, sql, type ColumnDefinitionBuilder, type Kysely } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  const postgres = db.getExecutor().adapter instanceof PostgresAdapter;
  const required = (column: ColumnDefinitionBuilder) => column.notNull();

  await db.schema
    .createTable("tollgate_imported_plans")
    .addColumn("plan_id", "bigint", (column) => column.notNull().primaryKey())
    .addColumn("owner_id", "bigint", required)
    .addColumn("dmp_id_digest", "varchar(64)")
    .addColumn("language", "varchar(3)", required)
    .addColumn("contact_id", "bigint")
    .addColumn("imported_at", postgres ? sql`timestamp(6)` : sql`datetime`, required)
    .addUniqueConstraint("tollgate_imported_plans_once", ["owner_id", "dmp_id_digest"])
    .execute();

  if (await isFound(db, { postgres })) return;
  for (const table of ["repositories", "licenses"]) {
    const index = `create index if not exists "index_${table}_on_uri" on "${table}" ("uri")`;
    // Asks whether there is such a table only when it runs: 004 may have been written down before, and not have run.
    const ifThere = `do $$ begin if to_regclass('${table}') is not null then ${index}; end if; end $$`;
    await sql.raw(postgres ? ifThere : index).execute(db);
  }
}

/**
 * Whether Rails made the tables: then they are as they are. They have the indexes above, which 004 did not make.
 */
async function isFound(db: Kysely<unknown>, { postgres }: { postgres: boolean }) {
  const { rows } = postgres
    ? await sql`select 1 where to_regclass('schema_migrations') is not null`.execute(db)
    : await sql`
        select 1 where exists (select 1 from sqlite_master where name = 'schema_migrations')
          or not exists (select 1 from sqlite_master where name = 'repositories')`.execute(db);
  return rows.length > 0;
}
