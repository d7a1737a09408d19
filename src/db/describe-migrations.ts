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
import { createBookkeeping, migrationTableName } from "./bookkeeping.ts";
import { findPendingMigrations, migrations } from "./migrate.ts";
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
  await createBookkeeping(notebook);
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
