/** Kysely over `pg`, with values that mean the same as SQLite's: ids are numbers, moments are UTC. */
import { hash } from "node:crypto";
import pg from "pg";
import {
  AbortedTransactionError,
  PostgresAdapter,
  PostgresDialect,
  PostgresDriver,
  type CompiledQuery,
  type DatabaseConnection,
  type QueryResult,
} from "kysely";
import { CommitOutcomeUnknownError, DatabaseUnavailableError } from "./failures.ts";
import { parseMoment } from "./moments.ts";

/**
 * How many connections one process keeps for transactions, of which many may wait for their owner's lock, and for whatever
 * else is not prepared.
 */
const poolSize = 8;
/** How many more for prepared queries that let somebody in, and for those that read for him. */
const preparedPoolSizes = { lettingIn: 4, reading: 8 };

/** What PostgreSQL keeps of a name, in bytes. */
const longestName = 63;

// Rails keeps UTC in columns without a zone; by default pg would write the local time of this process.
pg.defaults.parseInputDatesAsUTC = true;

/** What the driver is told when it is asked for a connection; `prepared`: for a query of that purpose. */
export type ConnectionOptions = { signal?: AbortSignal; prepared?: Purpose };

export type Purpose = {
  /**
   * Whether the answer lets somebody in: then it waits for no query that does not, and a standby's, where what was revoked
   * may be alive, does not count.
   */
  letsIn: boolean;
};

/** `onIdleError` hears of connections that died while nobody used them; the pools replace them by themselves. */
export function createPostgresDialect(url: string, onIdleError: (error: Error) => void) {
  const openPrepared = (max: number) =>
    createPool(url, { max, onConnect: beginPrepared }, onIdleError);
  return new ThreePoolsDialect({
    ordinary: createPool(url, { max: poolSize, onConnect: refuseStandby }, onIdleError),
    lettingIn: new PreparedPool(openPrepared(preparedPoolSizes.lettingIn), onPrimary),
    reading: new PreparedPool(openPrepared(preparedPoolSizes.reading)),
  });
}

type Pools = { ordinary: pg.Pool; lettingIn: PreparedPool; reading: PreparedPool };

function createPool(
  url: string,
  own: Pick<pg.PoolConfig, "max" | "onConnect">,
  onIdleError: (error: Error) => void,
): pg.Pool {
  const pool = new pg.Pool({
    ...own,
    connectionString: url,
    application_name: "tollgate",
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    statement_timeout: 15_000,
    query_timeout: 20_000,
    idle_in_transaction_session_timeout: 15_000,
    types: { getTypeParser },
  });
  pool.on("error", onIdleError);
  // A connection lost while in use: its query fails and tells. Without a listener the process would end.
  pool.on("connect", (client) => client.on("error", () => {}));
  return pool;
}

/**
 * A standby lags behind: a token that was revoked may still be alive there. A primary cannot become one without ending
 * its connections, so each connection is asked once.
 */
async function refuseStandby(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ standby: boolean }>(
    "select pg_is_in_recovery() as standby",
  );
  if (rows.some(({ standby }) => standby)) throw standbyError();
}

function standbyError() {
  return new DatabaseUnavailableError(
    "This PostgreSQL is a standby: what was revoked may be alive there. DATABASE_URL must lead to the primary.",
  );
}

/**
 * PostgreSQL would plan what has a list anew each time, because a list of one seems cheaper to it than a list of any
 * length; to plan takes it several times as long as to find. Versions before 12 lack the setting.
 */
async function planOnce(client: pg.ClientBase): Promise<void> {
  await client.query(
    `select set_config(name, 'force_generic_plan', false) from pg_settings where name = 'plan_cache_mode'`,
  );
}

async function beginPrepared(client: pg.ClientBase): Promise<void> {
  await refuseStandby(client);
  await planOnce(client);
}

class ThreePoolsDialect extends PostgresDialect {
  readonly #pools: Pools;

  constructor(pools: Pools) {
    super({ pool: pools.ordinary });
    this.#pools = pools;
  }

  override createAdapter() {
    return new PoolerProofAdapter();
  }

  override createDriver() {
    return new ThreePoolsDriver(this.#pools);
  }
}

/** `migrate` takes turns by itself: Kysely's lock belongs to a connection, and a pooler would hand that to others. */
class PoolerProofAdapter extends PostgresAdapter {
  override async acquireMigrationLock() {}
  override async releaseMigrationLock() {}
}

type Connection = Parameters<PostgresDriver["releaseConnection"]>[0];

/** Beside the other pools: tells a COMMIT that PostgreSQL refused from one whose answer never came. */
class ThreePoolsDriver extends PostgresDriver {
  readonly #pools: Pools;

  constructor(pools: Pools) {
    super({ pool: pools.ordinary });
    this.#pools = pools;
  }

  override async acquireConnection({ prepared, ...options }: ConnectionOptions = {}) {
    if (prepared === undefined) return await super.acquireConnection(options);
    return new PreparedConnection(prepared.letsIn ? this.#pools.lettingIn : this.#pools.reading);
  }

  override async commitTransaction(connection: DatabaseConnection) {
    try {
      await super.commitTransaction(connection);
    } catch (error) {
      if (error instanceof AbortedTransactionError || isRefusal(error)) throw error;
      throw new CommitOutcomeUnknownError("PostgreSQL did not answer COMMIT", { cause: error });
    }
  }

  /** A connection that cannot even roll back is discarded; the error that led here is the one to tell. */
  override async rollbackTransaction(connection: Connection) {
    await super.rollbackTransaction(connection).catch(() => {});
  }

  override async releaseConnection(connection: Connection | PreparedConnection) {
    if (!(connection instanceof PreparedConnection)) await super.releaseConnection(connection);
  }

  override async destroy() {
    const { lettingIn, reading } = this.#pools;
    await Promise.all([super.destroy(), lettingIn.end(), reading.end()]);
  }
}

/** What Kysely holds for one prepared query: whichever connection of the pool is free when it comes. */
class PreparedConnection implements DatabaseConnection {
  readonly #pool: PreparedPool;

  constructor(pool: PreparedPool) {
    this.#pool = pool;
  }

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    return await this.#pool.query<Row>(sql, parameters);
  }

  // oxlint-disable-next-line require-yield
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error("Rows of prepared queries are not streamed");
  }
}

/** Connections each of which prepares a query when it is first asked. */
class PreparedPool {
  readonly #pool: pg.Pool;
  readonly #guard: (sql: string) => string;
  readonly #statements = new Map<string, { text: string; name: string }>();

  /** `guard`: what is asked instead of a query. */
  constructor(pool: pg.Pool, guard = (sql: string) => sql) {
    this.#pool = pool;
    this.#guard = guard;
  }

  async query<Row>(sql: string, parameters: readonly unknown[]): Promise<QueryResult<Row>> {
    const { text, name } = this.#statementOf(sql);
    const values = [...parameters];
    try {
      return await this.#ask<Row>({ name, text, values });
    } catch (error) {
      // The connection on which it failed is given up, and with it what was prepared there.
      if (isStale(error)) return await this.#ask<Row>({ text, values });
      throw error;
    }
  }

  async end() {
    await this.#pool.end();
  }

  /** Named after its text: a pooler may lead to a connection where another program has prepared its own. */
  #statementOf(sql: string) {
    const known = this.#statements.get(sql);
    if (known) return known;
    const text = this.#guard(sql);
    const statement = { text, name: hash("sha256", text).slice(0, longestName) };
    this.#statements.set(sql, statement);
    return statement;
  }

  async #ask<Row>(query: pg.QueryConfig): Promise<QueryResult<Row>> {
    return await this.#pool.query<pg.QueryResultRow & Row>(query).catch((error: unknown) => {
      throw isDivisionByZero(error) ? standbyError() : error;
    });
  }
}

/**
 * Behind a pooler a connection may lead to a standby though it began at the primary: there the query divides by zero. No
 * query of ours divides otherwise.
 */
function onPrimary(sql: string): string {
  return `select * from (${sql}) as answer where (select 1 / (not pg_is_in_recovery())::integer) = 1`;
}

function isDivisionByZero(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === "22012";
}

/**
 * Whether only what was prepared is to blame: a column's type has changed, or a pooler that knows nothing of prepared
 * statements has led to a connection where this one is unknown, or was prepared by somebody else.
 */
function isStale(error: unknown): boolean {
  return error instanceof pg.DatabaseError && /^(0A000|26000|42P05)$/.test(error.code ?? "");
}

/** PostgreSQL answered with an error of the statement itself; a shutdown (57P…) may come after the commit. */
function isRefusal(error: unknown): boolean {
  return error instanceof pg.DatabaseError && !/^(57P|08)/.test(error.code ?? "");
}

const parsers = new Map<number, (text: string) => unknown>([
  [pg.types.builtins.INT8, parseInteger],
  [pg.types.builtins.TIMESTAMP, parseMoment],
]);

function getTypeParser(oid: number): (text: string) => unknown {
  // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- oids that pg has no name for are numbers too
  return parsers.get(oid) ?? pg.types.getTypeParser(oid, "text");
}

/** Throws a RangeError beyond 2^53, where numbers would no longer be exact. */
function parseInteger(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number)) throw new RangeError(`Too large an integer: ${text}`);
  return number;
}
