/**
 * Queries that are asked all the time: each is built and compiled once, which takes longer than running it.
 *
 * Outside transactions PostgreSQL keeps them prepared, on connections that nothing else uses.
 */
import { hash } from "node:crypto";
import type { Compilable, CompiledQuery } from "kysely";
import { isPostgres } from "./database.ts";
import type { Database } from "./schema.ts";

/** What PostgreSQL keeps of a name, in bytes. */
const longestName = 63;

/** Resolves to the rows. `db`: a transaction sees what it has written. */
export type PreparedQuery<Values extends object, Row> = (
  db: Database,
  values: Values,
) => Promise<Row[]>;

/** What a driver is told when it is asked for a connection for such a query. */
export type ConnectionOptions = { signal?: AbortSignal; asked?: Asked };

export type Asked = {
  /** The same for the same statement, and for no other: a pooler may lead to a connection where others prepared theirs. */
  name: string;
  /**
   * Whether the answer lets somebody in: then it waits for no other kind of query, and that of a standby, where what was
   * revoked may be alive, does not count.
   */
  letsIn: boolean;
};

/**
 * `build` is called once for each kind of database, with stand-ins under the names of the values that are given first: it
 * may put them into the query, as often as it likes, and must not look at them.
 */
export function prepareQuery<Values extends object, Row>(
  build: (db: Database, values: Values) => Compilable<Row>,
  { letsIn = false }: Partial<Pick<Asked, "letsIn">> = {},
): PreparedQuery<Values, Row> {
  const prepared = new Map<boolean, { query: CompiledQuery<Row>; options: ConnectionOptions }>();

  function prepare(db: Database, values: Values) {
    const standIns: object = Object.fromEntries(
      Object.keys(values).map((name) => [name, new StandIn(name)]),
    );
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `build` only hands them on
    const query = build(db, standIns as Values).compile();
    const name = hash("sha256", query.sql).slice(0, longestName);
    const options: ConnectionOptions = { asked: { name, letsIn } };
    return { query, options };
  }

  return async (db, values) => {
    const kind = isPostgres(db);
    const { query, options } = prepared.get(kind) ?? prepare(db, values);
    prepared.set(kind, { query, options });
    const given = new Map<string, unknown>(Object.entries(values));
    const parameters = query.parameters.map((parameter) =>
      parameter instanceof StandIn ? given.get(parameter.name) : parameter,
    );
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
