/** Databases for benches: SQLite files and PostgreSQL databases in a temporary folder, gone when the bench has ended. */
import { join } from "node:path";
import { openDatabase } from "../../src/db/database.ts";
import { migrate } from "../../src/db/migrate.ts";
import type { Database } from "../../src/db/schema.ts";
import { startPostgres } from "../../test/support/postgres-server.ts";
import { createTemporaryFolder } from "./temporary-folder.ts";

export const kinds = ["SQLite", "PostgreSQL"] as const;
export type Kind = (typeof kinds)[number];

/** Both durable, as Tollgate requires it. `open` gives another migrated database each time, closed with the others. */
export type BenchDatabases = AsyncDisposable & {
  open: () => Promise<{ url: string; db: Database }>;
};

export async function createDatabases(kind: Kind): Promise<BenchDatabases> {
  const stack = new AsyncDisposableStack();
  const newUrl = kind === "SQLite" ? sqliteUrls() : await postgresUrls(stack);
  return {
    async open() {
      const url = await newUrl();
      const db = stack.adopt(
        openDatabase(url, () => {}),
        (opened) => opened.destroy(),
      );
      await migrate(db);
      return { url, db };
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

function sqliteUrls() {
  const folder = createTemporaryFolder();
  let files = 0;
  return async () => `sqlite:${join(folder, `${(files += 1)}.sqlite3`)}`;
}

async function postgresUrls(stack: AsyncDisposableStack) {
  const server = stack.adopt(await startPostgres(), (started) => started.remove());
  let databases = 0;
  return async () => {
    const name = `bench_${(databases += 1)}`;
    await server.createDatabase(name);
    return server.url(name);
  };
}
