/**
 * Statements that requests run all the time: each is built and compiled once, which takes longer than running it.
 *
 * Outside transactions PostgreSQL keeps them prepared, on connections that nothing else uses.
 */
import type { Compilable, CompiledQuery } from "kysely";
import { isPostgres } from "./database.ts";
import type { ConnectionOptions, Purpose } from "./postgres.ts";
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

/**
 * `build` is called once for each kind of database, with stand-ins under the names of the values: it may put them into the
 * query, as often as it likes, and must not look at them.
 */
export function prepareQuery<Values extends object, Row>(
  build: (db: Database, values: Values) => Compilable<Row> & { isSelectQueryBuilder: true },
  purpose: Purpose = { letsIn: false },
): PreparedQuery<Values, Row> {
  return prepare(build, purpose);
}

/** The same for an insert or an update, or for a lock. */
export function prepareChange<Values extends object, Row>(
  build: (db: Database, values: Values) => Compilable<Row>,
): PreparedChange<Values, Row> {
  return prepare(build, undefined);
}

function prepare<Values extends object, Row>(
  build: (db: Database, values: Values) => Compilable<Row>,
  prepared: Purpose | undefined,
): PreparedQuery<Values, Row> {
  const compiled = new Map<boolean, { query: CompiledQuery<Row>; names: string[] }>();
  const options: ConnectionOptions = prepared ? { prepared } : {};

  return async (db, values) => {
    const kind = isPostgres(db);
    let known = compiled.get(kind);
    if (!known) {
      known = {
        query: build(db, standInsFor(values)).compile(),
        names: Object.keys(values),
      };
      compiled.set(kind, known);
    }
    const { query, names } = known;
    const parameters = fillIn(query.parameters, values, names);
    const { rows } = await db.executeQuery<Row>({ ...query, parameters }, options);
    return rows;
  };
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

/** Throws unless exactly the `names` are given: the databases would take a value that lacks for NULL. */
function fillIn(
  parameters: readonly unknown[],
  values: object,
  names: readonly string[],
): unknown[] {
  const given = new Map<string, unknown>(Object.entries(values));
  const isComplete = names.every((name) => given.get(name) !== undefined);
  if (!isComplete || given.size !== names.length) {
    throw new TypeError(
      `A statement takes ${names.join(", ")}, not ${[...given.keys()].join(", ")}`,
    );
  }
  return parameters.map((parameter) =>
    parameter instanceof StandIn ? given.get(parameter.name) : parameter,
  );
}
