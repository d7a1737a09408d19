/** Writes pending migrations down as SQL, for operators whose own database user may not make tables. */
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
  type CompiledQuery,
  type DatabaseConnection,
} from "kysely";
import { MIGRATION_LOCK_ID } from "kysely/migration";
import {
  findPendingMigrations,
  migrationLockTableName,
  migrations,
  migrationTableName,
} from "./migrate.ts";
import type { Database } from "./schema.ts";

/**
 * What `migrate` would do to this PostgreSQL, as one transaction for `psql`, or a comment if nothing is pending. Reads
 * the database, and changes nothing. `now`: noted as the moment when the migrations ran.
 */
export async function describeMigrations(db: Database, now: Date): Promise<string> {
  const pending = await findPendingMigrations(db);
  if (pending.length === 0) return "-- Nothing is to be done: the tables are up to date.\n";
  const { db: notebook, statements } = createNotebook(db);
  await sql`set local search_path to ${sql.raw(await readSearchPath(db))}`.execute(notebook);
  await describeBookkeeping(notebook);
  for (const name of pending) {
    await migrations[name]?.up(notebook);
    await sql`
      insert into ${sql.table(migrationTableName)} (name, "timestamp")
      values (${sql.lit(name)}, ${sql.lit(now.toISOString())})`.execute(notebook);
  }
  return [
    `-- Migrations of Tollgate: ${pending.join(", ")}`,
    "begin;",
    ...statements.map((statement) => `${statement};`),
    "commit;",
    "",
  ].join("\n");
}

/** A database that answers questions from the real one, and writes everything else down instead of doing it. */
function createNotebook(db: Database): { db: Kysely<unknown>; statements: string[] } {
  const statements: string[] = [];
  const connection: DatabaseConnection = {
    async executeQuery<Row>(query: CompiledQuery) {
      if (/^\s*select\b/i.test(query.sql)) {
        return await db.executeQuery<Row>(query);
      }
      if (query.parameters.length > 0) throw new Error(`Cannot be written down: ${query.sql}`);
      statements.push(query.sql.trim().replaceAll(/\n\s+/g, " "));
      return { rows: [] };
    },
    streamQuery: () => {
      throw new Error("A migration does not stream.");
    },
  };
  class Notebook extends DummyDriver {
    override acquireConnection = async () => connection;
  }
  const dialect = {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new Notebook(),
    createIntrospector: (kysely: Kysely<unknown>) => new PostgresIntrospector(kysely),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
  return { db: new Kysely<unknown>({ dialect }), statements };
}

/** Where Tollgate looks for tables; the administrator who runs the SQL may look elsewhere. */
async function readSearchPath(db: Database): Promise<string> {
  const { rows } = await sql<{ path: string }>`
    select array_to_string(array(select quote_ident(name) from unnest(current_schemas(false)) as name), ', ') as path`.execute(
    db,
  );
  return rows.map(({ path }) => path).join();
}

/** The tables in which Kysely's migrator notes what has run, as it makes them itself. */
async function describeBookkeeping(notebook: Kysely<unknown>) {
  await notebook.schema
    .createTable(migrationTableName)
    .ifNotExists()
    .addColumn("name", "varchar(255)", (column) => column.notNull().primaryKey())
    .addColumn("timestamp", "varchar(255)", (column) => column.notNull())
    .execute();
  await notebook.schema
    .createTable(migrationLockTableName)
    .ifNotExists()
    .addColumn("id", "varchar(255)", (column) => column.notNull().primaryKey())
    .addColumn("is_locked", "integer", (column) => column.notNull().defaultTo(0))
    .execute();
  await sql`
    insert into ${sql.table(migrationLockTableName)} (id) values (${sql.lit(MIGRATION_LOCK_ID)})
    on conflict do nothing`.execute(notebook);
}
