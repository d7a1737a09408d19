/** Doorkeeper's three tables, as its own migration for Rails 7.1 makes them; those already there are left alone. */
import { PostgresAdapter, sql, type ColumnDefinitionBuilder, type Kysely } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  const postgres = db.getExecutor().adapter instanceof PostgresAdapter;
  const idType = postgres ? "bigserial" : "integer";
  const moment = postgres ? sql`timestamp(6)` : sql`datetime`;
  const id = (column: ColumnDefinitionBuilder) =>
    postgres ? column.primaryKey() : column.primaryKey().autoIncrement().notNull();
  const required = (column: ColumnDefinitionBuilder) => column.notNull();
  const ofApplication = (column: ColumnDefinitionBuilder) =>
    column.notNull().references("oauth_applications.id");
  const { rows } = postgres
    ? await sql<{ name: string }>`
        select name from unnest(array['oauth_applications', 'oauth_access_grants', 'oauth_access_tokens']) name
        where to_regclass(name) is not null`.execute(db)
    : await sql<{ name: string }>`select name from sqlite_master where type = 'table'`.execute(db);
  const existing = new Set(rows.map(({ name }) => name));

  if (!existing.has("oauth_applications")) {
    await db.schema
      .createTable("oauth_applications")
      .addColumn("id", idType, id)
      .addColumn("name", "varchar", required)
      .addColumn("uid", "varchar", required)
      .addColumn("secret", "varchar", required)
      .addColumn("redirect_uri", "text")
      .addColumn("scopes", "varchar", (column) => column.notNull().defaultTo(""))
      .addColumn("confidential", "boolean", (column) => column.notNull().defaultTo(true))
      .addColumn("created_at", moment, required)
      .addColumn("updated_at", moment, required)
      .execute();
    await db.schema
      .createIndex("index_oauth_applications_on_uid")
      .unique()
      .on("oauth_applications")
      .column("uid")
      .execute();
  }

  if (!existing.has("oauth_access_grants")) {
    await db.schema
      .createTable("oauth_access_grants")
      .addColumn("id", idType, id)
      .addColumn("resource_owner_id", "bigint", required)
      .addColumn("application_id", "bigint", ofApplication)
      .addColumn("token", "varchar", required)
      .addColumn("expires_in", "integer", required)
      .addColumn("redirect_uri", "text", required)
      .addColumn("scopes", "varchar", (column) => column.notNull().defaultTo(""))
      .addColumn("created_at", moment, required)
      .addColumn("revoked_at", moment)
      .execute();
    const grants = db.schema.createIndex("index_oauth_access_grants_on_token").unique();
    await grants.on("oauth_access_grants").column("token").execute();
    for (const column of ["resource_owner_id", "application_id"] as const) {
      const index = db.schema.createIndex(`index_oauth_access_grants_on_${column}`);
      await index.on("oauth_access_grants").column(column).execute();
    }
  }

  if (!existing.has("oauth_access_tokens")) {
    await db.schema
      .createTable("oauth_access_tokens")
      .addColumn("id", idType, id)
      .addColumn("resource_owner_id", "bigint")
      .addColumn("application_id", "bigint", ofApplication)
      .addColumn("token", "varchar", required)
      .addColumn("refresh_token", "varchar")
      .addColumn("expires_in", "integer")
      .addColumn("scopes", "varchar")
      .addColumn("created_at", moment, required)
      .addColumn("revoked_at", moment)
      .addColumn("previous_refresh_token", "varchar", (column) => column.notNull().defaultTo(""))
      .execute();
    for (const column of ["token", "refresh_token"] as const) {
      const index = db.schema.createIndex(`index_oauth_access_tokens_on_${column}`).unique();
      await index.on("oauth_access_tokens").column(column).execute();
    }
    for (const column of ["resource_owner_id", "application_id"] as const) {
      const index = db.schema.createIndex(`index_oauth_access_tokens_on_${column}`);
      await index.on("oauth_access_tokens").column(column).execute();
    }
    // Revoking must not grow with an owner's history: docs/decisions/004-one-live-token.md
    await db.schema
      .createIndex("tollgate_live_access_tokens")
      .on("oauth_access_tokens")
      .columns(["application_id", "resource_owner_id"])
      .where(sql.ref("revoked_at"), "is", null)
      .execute();
  }
}
