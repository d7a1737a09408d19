/** A database that counts what it is asked, and that can be gone: each query then fails as a lost one does. */
import type { CompiledQuery, QueryExecutor, RootOperationNode } from "kysely";
import { DatabaseUnavailableError } from "../../src/db/failures.ts";
import type { Database } from "../../src/db/schema.ts";

export type FlakyDatabase = {
  db: Database;
  /** How many queries were asked so far. */
  queries: () => number;
  /** Which. */
  asked: readonly CompiledQuery[];
  /** From now on every query that `affected` names fails; by default every one. */
  lose: (affected?: (query: RootOperationNode) => boolean) => void;
  find: () => void;
};

export function createFlakyDatabase(db: Database): FlakyDatabase {
  const asked: CompiledQuery[] = [];
  let isAffected: (query: RootOperationNode) => boolean = () => false;

  function watch(executor: QueryExecutor): QueryExecutor {
    const executeQuery = executor.executeQuery.bind(executor);
    const withConnectionProvider = executor.withConnectionProvider.bind(executor);
    return Object.assign(executor, {
      executeQuery: async (...[query, options]: Parameters<typeof executeQuery>) => {
        asked.push(query);
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

  const copy = db.withoutPlugins(); // there are none; it has an executor of its own
  watch(copy.getExecutor());
  return {
    db: copy,
    queries: () => asked.length,
    asked,
    lose(affected = () => true) {
      isAffected = affected;
    },
    find() {
      isAffected = () => false;
    },
  };
}
