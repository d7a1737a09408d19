/**
 * Statements that requests run all the time: each is built and compiled once, which takes longer than running it.
 *
 * Outside transactions PostgreSQL keeps them prepared, on connections that nothing else uses.
 */
import type { Compilable, CompiledQuery } from "kysely";
import { isPostgres } from "./database.ts";
import type { Database, DatabaseTransaction } from "./schema.ts";

/** Resolves to the rows. `db`: a transaction sees what it has written. `values`: the same names each time. */
export type PreparedQuery<Values extends object, Row> = (
  db: Database,
  values: Values,
) => Promise<Row[]>;

/** The same for what changes something, and so must not be done by halves. */
export type PreparedChange<Values extends object, Row> = (
  transaction: DatabaseTransaction,
  values: Values,
) => Promise<Row[]>;

export type RowOf<Query extends PreparedQuery<never, unknown>> = Awaited<ReturnType<Query>>[number];

/** What a driver is told when it is asked for a connection for such a query. */
export type ConnectionOptions = { signal?: AbortSignal; prepared?: Purpose };

export type Purpose = {
  /**
   * Whether the answer lets somebody in: then it waits for no query that does not, and a standby's, where what was revoked
   * may be alive, does not count.
   */
  letsIn: boolean;
};

/**
 * `build` is called once for each kind of database, with stand-ins under the names of the values that are given first: it
 * may put them into the query, as often as it likes, and must not look at them.
 */
export function prepareQuery<Values extends object, Row>(
  build: (db: Database, values: Values) => Compilable<Row>,
  { letsIn }: Purpose = { letsIn: false },
): PreparedQuery<Values, Row> {
  const compiled = new Map<boolean, CompiledQuery<Row>>();
  const options: ConnectionOptions = { prepared: { letsIn } };

  return async (db, values) => {
    const kind = isPostgres(db);
    let query = compiled.get(kind);
    if (!query) {
      query = build(db, standInsFor(values)).compile();
      compiled.set(kind, query);
    }
    const parameters = fillIn(query.parameters, new Map(Object.entries(values)));
    const { rows } = await db.executeQuery<Row>({ ...query, parameters }, options);
    return rows;
  };
}

/** The same for an insert or an update, or for a lock. */
export function prepareChange<Values extends object, Row>(
  build: (db: Database, values: Values) => Compilable<Row>,
): PreparedChange<Values, Row> {
  return prepareQuery(build);
}

/** The row of a query that always has one. */
export function firstOf<Row>([row]: readonly Row[]): Row {
  if (row === undefined) throw new Error("A query that always has a row had none");
  return row;
}

/** Stands in a compiled query for the value that is given under its name each time. */
class StandIn {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

function standInsFor<Values extends object>(values: Values): Values {
  const standIns: object = Object.fromEntries(
    Object.keys(values).map((name) => [name, new StandIn(name)]),
  );
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- whoever builds only hands them on
  return standIns as Values;
}

/** Throws for a value that was not given: the databases would take it for NULL. */
function fillIn(parameters: readonly unknown[], values: ReadonlyMap<string, unknown>): unknown[] {
  return parameters.map((parameter) => {
    if (!(parameter instanceof StandIn)) return parameter;
    const value = values.get(parameter.name);
    if (value === undefined) throw new TypeError(`A statement lacks its ${parameter.name}`);
    return value;
  });
}
