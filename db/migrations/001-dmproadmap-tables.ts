/** The tables of DMPRoadmap that people, organisations and permissions live in, for a database without them. */
import { PostgresAdapter, sql, type ColumnDefinitionBuilder, type Kysely } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  const postgres = db.getExecutor().adapter instanceof PostgresAdapter;
  if (await hasUsers(db, { postgres })) return; // DMPRoadmap's own database: nothing of it is touched

  const idType = postgres ? "serial" : "integer";
  const moment = postgres ? sql`timestamp(6)` : sql`datetime`;
  const id = (column: ColumnDefinitionBuilder) =>
    postgres ? column.primaryKey() : column.primaryKey().autoIncrement().notNull();
  const required = (column: ColumnDefinitionBuilder) => column.notNull();

  await db.schema
    .createTable("languages")
    .addColumn("id", idType, id)
    .addColumn("abbreviation", "varchar")
    .addColumn("description", "varchar")
    .addColumn("name", "varchar")
    .addColumn("default_language", "boolean")
    .execute();

  await db.schema
    .createTable("orgs")
    .addColumn("id", idType, id)
    .addColumn("name", "varchar")
    .addColumn("abbreviation", "varchar")
    .addColumn("target_url", "varchar")
    .addColumn("is_other", "boolean", (column) => column.notNull().defaultTo(false))
    .addColumn("region_id", "integer")
    .addColumn("language_id", "integer", (column) => column.references("languages.id"))
    .addColumn("logo_uid", "varchar")
    .addColumn("logo_name", "varchar")
    .addColumn("contact_email", "varchar")
    .addColumn("contact_name", "varchar")
    .addColumn("helpdesk_email", "varchar")
    .addColumn("org_type", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("links", "text")
    .addColumn("feedback_enabled", "boolean", (column) => column.defaultTo(false))
    .addColumn("feedback_msg", "text")
    .addColumn("managed", "boolean", (column) => column.notNull().defaultTo(false))
    .addColumn("api_create_plan_email_subject", "varchar")
    .addColumn("api_create_plan_email_body", "text")
    .addColumn("created_at", moment, required)
    .addColumn("updated_at", moment, required)
    .execute();

  await db.schema
    .createTable("users")
    .addColumn("id", idType, id)
    .addColumn("firstname", "varchar")
    .addColumn("surname", "varchar")
    .addColumn("email", "varchar(80)", (column) => column.notNull().defaultTo(""))
    .addColumn("encrypted_password", "varchar")
    .addColumn("org_id", "integer", (column) => column.references("orgs.id"))
    .addColumn("language_id", "integer", (column) => column.references("languages.id"))
    .addColumn("department_id", "integer")
    .addColumn("api_token", "varchar")
    .addColumn("active", "boolean", (column) => column.defaultTo(true))
    .addColumn("last_api_access", moment)
    .addColumn("accept_terms", "boolean")
    .addColumn("reset_password_token", "varchar")
    .addColumn("reset_password_sent_at", moment)
    .addColumn("remember_created_at", moment)
    .addColumn("sign_in_count", "integer", (column) => column.defaultTo(0))
    .addColumn("current_sign_in_at", moment)
    .addColumn("last_sign_in_at", moment)
    .addColumn("current_sign_in_ip", "varchar")
    .addColumn("last_sign_in_ip", "varchar")
    .addColumn("confirmation_token", "varchar")
    .addColumn("confirmed_at", moment)
    .addColumn("confirmation_sent_at", moment)
    .addColumn("invitation_token", "varchar")
    .addColumn("invitation_created_at", moment)
    .addColumn("invitation_sent_at", moment)
    .addColumn("invitation_accepted_at", moment)
    .addColumn("invited_by_id", "integer")
    .addColumn("invited_by_type", "varchar")
    .addColumn("other_organisation", "varchar")
    .addColumn("recovery_email", "varchar")
    .addColumn("ldap_username", "varchar")
    .addColumn("ldap_password", "varchar")
    .addColumn("created_at", moment, required)
    .addColumn("updated_at", moment, required)
    .execute();

  await db.schema
    .createTable("perms")
    .addColumn("id", idType, id)
    .addColumn("name", "varchar")
    .addColumn("created_at", moment, required)
    .addColumn("updated_at", moment, required)
    .execute();

  await db.schema
    .createTable("users_perms")
    .addColumn("user_id", "integer")
    .addColumn("perm_id", "integer")
    .execute();

  const indexes = [
    ["index_orgs_on_language_id", "orgs", "language_id"],
    ["index_orgs_on_region_id", "orgs", "region_id"],
    ["index_users_on_email", "users", "email"],
    ["index_users_on_org_id", "users", "org_id"],
    ["index_users_on_language_id", "users", "language_id"],
    ["index_users_on_department_id", "users", "department_id"],
    ["index_users_perms_on_user_id", "users_perms", "user_id"],
    ["index_users_perms_on_perm_id", "users_perms", "perm_id"],
  ] as const;
  for (const [name, table, column] of indexes) {
    await db.schema.createIndex(name).on(table).column(column).execute();
  }
}

/** In the schema where the tables would be made; others of PostgreSQL may have users of their own. */
async function hasUsers(db: Kysely<unknown>, { postgres }: { postgres: boolean }) {
  const { rows } = postgres
    ? await sql`select 1 where to_regclass('users') is not null`.execute(db)
    : await sql`select 1 from sqlite_master where type = 'table' and name = 'users'`.execute(db);
  return rows.length > 0;
}
