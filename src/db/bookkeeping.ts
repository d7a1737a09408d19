/** The tables in which Kysely's migrator notes what has run. */
import { sql, type Kysely } from "kysely";
import { MIGRATION_LOCK_ID } from "kysely/migration";

export const migrationTableName = "tollgate_migrations";
export const migrationLockTableName = "tollgate_migrations_lock";

/** Makes those that are missing, as Kysely makes them itself. */
export async function createBookkeeping<Tables>(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable(migrationTableName)
    .ifNotExists()
    .addColumn("name", "varchar(255)", (column) => column.notNull().primaryKey())
    .addColumn("timestamp", "varchar(255)", (column) => column.notNull())
    .execute();
  await db.schema
    .createTable(migrationLockTableName)
    .ifNotExists()
    .addColumn("id", "varchar(255)", (column) => column.notNull().primaryKey())
    .addColumn("is_locked", "integer", (column) => column.notNull().defaultTo(0))
    .execute();
  await sql`
    insert into ${sql.table(migrationLockTableName)} (id) values (${sql.lit(MIGRATION_LOCK_ID)})
    on conflict do nothing`.execute(db);
}
