/** Tollgate's own tables. They refer to Rails' rows by id alone, without foreign keys, so that Rails may delete. */
import { PostgresAdapter, sql, type ColumnDefinitionBuilder, type Kysely } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  const postgres = db.getExecutor().adapter instanceof PostgresAdapter;
  const moment = postgres ? sql`timestamp(6)` : sql`datetime`;
  const required = (column: ColumnDefinitionBuilder) => column.notNull();
  const key = (column: ColumnDefinitionBuilder) => column.notNull().primaryKey();

  await db.schema
    .createTable("tollgate_access_tokens")
    .addColumn("access_token_id", "bigint", key)
    .addColumn("last_four", "varchar(4)")
    .addColumn("last_used_at", moment)
    .addColumn("last_used_address", "varchar")
    .execute();

  await db.schema
    .createTable("tollgate_events")
    .addColumn("id", postgres ? "bigserial" : "integer", (column) =>
      postgres ? column.primaryKey() : column.primaryKey().autoIncrement().notNull(),
    )
    .addColumn("resource_owner_id", "bigint", required)
    .addColumn("sequence", "integer", required)
    .addColumn("name", "varchar", required)
    .addColumn("application_id", "bigint", required)
    .addColumn("access_token_id", "bigint")
    .addColumn("revoked_access_token_ids", "text", required)
    .addColumn("created_at", moment, required)
    .addColumn("seal", "varchar(64)", required)
    .addUniqueConstraint("tollgate_events_in_sequence", ["resource_owner_id", "sequence"])
    .execute();

  await db.schema
    .createTable("tollgate_event_chains")
    .addColumn("resource_owner_id", "bigint", key)
    .addColumn("length", "integer", required)
    .addColumn("last_seal", "varchar(64)", required)
    .addColumn("seal", "varchar(64)", required)
    .execute();

  await db.schema
    .createTable("tollgate_sessions")
    .addColumn("id_digest", "varchar(64)", key)
    .addColumn("user_id", "bigint", required)
    .addColumn("password_digest", "varchar(64)", required)
    .addColumn("created_at", moment, required)
    .addColumn("last_seen_at", moment, required)
    .execute();
  await db.schema
    .createIndex("tollgate_sessions_by_age")
    .on("tollgate_sessions")
    .column("created_at")
    .execute();

  await db.schema
    .createTable("tollgate_sign_in_attempts")
    .addColumn("subject", "varchar(64)", key)
    .addColumn("failures", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("last_attempt_at", moment, required)
    .addColumn("refused_until", moment)
    .addColumn("last_success_at", moment)
    .execute();
  await db.schema
    .createIndex("tollgate_sign_in_attempts_by_age")
    .on("tollgate_sign_in_attempts")
    .column("last_attempt_at")
    .execute();

  await db.schema
    .createTable("tollgate_used_forms")
    .addColumn("user_id", "bigint", required)
    .addColumn("form_id", "varchar", required)
    .addColumn("used_at", moment, required)
    .addPrimaryKeyConstraint("tollgate_used_forms_once", ["user_id", "form_id"])
    .execute();
  await db.schema
    .createIndex("tollgate_used_forms_by_age")
    .on("tollgate_used_forms")
    .column("used_at")
    .execute();
}
