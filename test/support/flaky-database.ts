/** A database that counts what it is asked, and that can be gone: each query then fails as a lost one does. */
import type { QueryExecutor, RootOperationNode } from "kysely";
import { DatabaseUnavailableError } from "../../src/db/failures.ts";
import type { Database } from "../../src/db/schema.ts";

export type FlakyDatabase = {
  db: Database;
  /** How many queries were asked so far. */
  queries: () => number;
  /** From now on every query that `affected` names fails; by default every one. */
  lose: (affected?: (query: RootOperationNode) => boolean) => void;
  find: () => void;
};

export function createFlakyDatabase(db: Database): FlakyDatabase {
  let queries = 0;
  let isAffected: (query: RootOperationNode) => boolean = () => false;

  function watch(executor: QueryExecutor): QueryExecutor {
    const executeQuery = executor.executeQuery.bind(executor);
    const withConnectionProvider = executor.withConnectionProvider.bind(executor);
    return Object.assign(executor, {
      executeQuery: async (...[query, options]: Parameters<typeof executeQuery>) => {
        queries += 1;
        if (isAffected(query.query)) {
          throw new DatabaseUnavailableError("The test's database is gone");
        }
        return await executeQuery(query, options);
      },
      // That of a transaction.
      withConnectionProvider: (...provider: Parameters<typeof withConnectionProvider>) =>
        watch(withConnectionProvider(...provider)),
    });
  }

  const copy = db.withoutPlugins();
  watch(copy.getExecutor());
  return {
    db: copy,
    queries: () => queries,
    lose(affected = () => true) {
      isAffected = affected;
    },
    find() {
      isAffected = () => false;
    },
  };
}
