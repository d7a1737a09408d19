/** Databases for benches: SQLite files and PostgreSQL databases in a temporary folder, removed at the end. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "../../src/db/database.ts";
import { migrate } from "../../src/db/migrate.ts";
import type { Database } from "../../src/db/schema.ts";
import { startPostgres } from "../../test/support/postgres-server.ts";

export const kinds = ["SQLite", "PostgreSQL"] as const;
export type Kind = (typeof kinds)[number];

/** Both durable, as Tollgate requires it. `open` gives another migrated database each time, closed with the others. */
export type BenchDatabases = AsyncDisposable & {
  open: () => Promise<{ url: string; db: Database }>;
};

export async function createDatabases(kind: Kind): Promise<BenchDatabases> {
  const stack = new AsyncDisposableStack();
  const newUrl = kind === "SQLite" ? await sqliteUrls(stack) : await postgresUrls(stack);
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

async function sqliteUrls(stack: AsyncDisposableStack) {
  const folder = await mkdtemp(join(tmpdir(), "tollgate-bench-"));
  stack.defer(() => rm(folder, { recursive: true }));
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
