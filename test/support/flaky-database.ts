/** A database that counts what it is asked, and that can be gone: each query then fails as a lost one does. */
import type { KyselyPlugin, QueryId, RootOperationNode } from "kysely";
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
  const compiled = new WeakMap<QueryId, RootOperationNode>();
  const answered = new WeakSet<QueryId>();
  const ask = (node: RootOperationNode) => {
    queries += 1;
    if (isAffected(node)) throw new DatabaseUnavailableError("The test's database is gone");
  };
  const plugin: KyselyPlugin = {
    transformQuery({ node, queryId }) {
      ask(node);
      compiled.set(queryId, node);
      return node;
    },
    // A prepared query is compiled once and asked often: only its answers tell of it.
    async transformResult({ result, queryId }) {
      const node = compiled.get(queryId);
      if (node && answered.has(queryId)) ask(node);
      answered.add(queryId);
      return result;
    },
  };
  return {
    db: db.withPlugin(plugin),
    queries: () => queries,
    lose(affected = () => true) {
      isAffected = affected;
    },
    find() {
      isAffected = () => false;
    },
  };
}
