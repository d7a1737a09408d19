/** `tollgate migrate`: brings the tables up to date, or says how. */
import { isPostgres } from "../db/database.ts";
import { describeMigrations } from "../db/describe-migrations.ts";
import { migrate } from "../db/migrate.ts";
import { OperatorError } from "../operator-error.ts";
import { requireUnderstood } from "../prepare-database.ts";
import { parseOptions } from "./arguments.ts";
import { print } from "./print.ts";
import { withDeps } from "./with-deps.ts";

export async function run(argv: string[]): Promise<void> {
  const { "print-sql": printSql } = parseOptions(argv, { "print-sql": { type: "boolean" } });
  await withDeps(async (deps, database) => {
    const { pending } = await requireUnderstood(deps);
    if (printSql) {
      if (!isPostgres(deps.db)) throw new OperatorError("--print-sql is for PostgreSQL.");
      process.stdout.write(await describeMigrations(deps.db, deps.now()));
      return;
    }
    const done = pending.length > 0 ? await migrate(deps.db) : [];
    print(
      done.length > 0 ? `Migrated ${database}: ${done.join(", ")}` : `${database} is up to date.`,
    );
  });
}
