/** Brings a database's tables up to date; safe to run twice, and by two processes at once. */
import { Migrator, type Migration } from "kysely/migration";
import * as dmproadmapTables from "../../db/migrations/001-dmproadmap-tables.ts";
import * as oauthTables from "../../db/migrations/002-oauth-tables.ts";
import * as tollgateTables from "../../db/migrations/003-tollgate-tables.ts";
import * as plansTables from "../../db/migrations/004-plans-tables.ts";
import * as importedPlans from "../../db/migrations/005-imported-plans.ts";
import * as noAgeOfForms from "../../db/migrations/006-no-age-of-forms.ts";
import { createBookkeeping, migrationLockTableName, migrationTableName } from "./bookkeeping.ts";
import { hasTable, takeTurn } from "./database.ts";
import type { Database } from "./schema.ts";

export const migrations: Record<string, Migration> = {
  "001-dmproadmap-tables": dmproadmapTables,
  "002-oauth-tables": oauthTables,
  "003-tollgate-tables": tollgateTables,
  "004-plans-tables": plansTables,
  "005-imported-plans": importedPlans,
  "006-no-age-of-forms": noAgeOfForms,
};

/** Runs what is pending and returns its names. Throws what went wrong; then nothing has changed. */
export async function migrate(db: Database): Promise<string[]> {
  return await db.transaction().execute(async (transaction) => {
    await takeTurn(transaction, "migrations");
    await createBookkeeping(transaction); // not left to Kysely: once the transaction has failed, it could no longer tell why
    const { error, results } = await createMigrator(transaction).migrateToLatest();
    if (error) throw error;
    return (results ?? []).map((result) => result.migrationName);
  });
}

/** The names of the migrations that have not run yet. */
export async function findPendingMigrations(db: Database): Promise<string[]> {
  const all = await createMigrator(db).getMigrations();
  return all.filter((migration) => !migration.executedAt).map((migration) => migration.name);
}

/** Whether Rails made this database: then nothing is migrated unless an operator asks for it. */
export async function isRailsDatabase(db: Database): Promise<boolean> {
  return await hasTable(db, "schema_migrations");
}

function createMigrator(db: Database): Migrator {
  return new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    migrationTableName,
    migrationLockTableName,
  });
}
