/**
 * A query that is asked all the time: it is compiled once, which takes longer than running it.
 *
 * PostgreSQL keeps it prepared, on connections that nothing else uses: it never waits behind transactions that wait for
 * each other.
 */
import type { Compilable, CompiledQuery } from "kysely";
import type { Database } from "./schema.ts";

export type PreparedQuery<Row> = { name: string; compiled: CompiledQuery<Row> };

/** What a driver is told when it is asked for a connection for such a query; `name`: undefined for one not to be kept. */
export type ConnectionOptions = { signal?: AbortSignal; asked?: { name: string | undefined } };

/** `name`: the only one of its kind in the program. `query`: with any values in the places of its parameters. */
export function prepareQuery<Row>(name: string, query: Compilable<Row>): PreparedQuery<Row> {
  return { name, compiled: query.compile() };
}

/** `parameters`: in the query's order. */
export async function runPrepared<Row>(
  db: Database,
  { name, compiled }: PreparedQuery<Row>,
  parameters: readonly unknown[],
): Promise<Row[]> {
  return await ask(db, { ...compiled, parameters }, name);
}

/** The same for this once: what was prepared does not outlive a change of its tables. */
export async function runUnprepared<Row>(
  db: Database,
  { compiled }: PreparedQuery<Row>,
  parameters: readonly unknown[],
): Promise<Row[]> {
  return await ask(db, { ...compiled, parameters }, undefined);
}

async function ask<Row>(db: Database, query: CompiledQuery<Row>, name: string | undefined) {
  const options: ConnectionOptions = { asked: { name } };
  const { rows } = await db.executeQuery<Row>(query, options);
  return rows;
}
