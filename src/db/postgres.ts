/** Kysely over `pg`, with values that mean the same as SQLite's: ids are numbers, moments are UTC. */
import pg from "pg";
import {
  AbortedTransactionError,
  PostgresDialect,
  PostgresDriver,
  type DatabaseConnection,
} from "kysely";
import { CommitOutcomeUnknownError, DatabaseUnavailableError } from "./failures.ts";
import { parseMoment } from "./moments.ts";

/** How many connections one process keeps: many writes wait for their owner's lock, reads are short. */
const poolSize = 16;

// Rails keeps UTC in columns without a zone; by default pg would write the local time of this process.
pg.defaults.parseInputDatesAsUTC = true;

/** `onIdleError` hears of connections that died while nobody used them; the pool replaces them by itself. */
export function createPostgresDialect(url: string, onIdleError: (error: Error) => void) {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: "tollgate",
    max: poolSize,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    statement_timeout: 15_000,
    query_timeout: 20_000,
    idle_in_transaction_session_timeout: 15_000,
    types: { getTypeParser },
    onConnect: refuseStandby,
  });
  pool.on("error", onIdleError);
  // A connection lost while in use: its query fails and tells. Without a listener the process would end.
  pool.on("connect", (client) => client.on("error", () => {}));
  return new CommitAwarePostgresDialect({ pool });
}

/**
 * A standby lags behind: a token that was revoked may still be alive there. A primary cannot become one without ending
 * its connections, so each connection is asked once.
 */
async function refuseStandby(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ standby: boolean }>(
    "select pg_is_in_recovery() as standby",
  );
  if (rows.some(({ standby }) => standby)) {
    throw new DatabaseUnavailableError(
      "This PostgreSQL is a standby: what was revoked may be alive there. DATABASE_URL must lead to the primary.",
    );
  }
}

class CommitAwarePostgresDialect extends PostgresDialect {
  readonly #config: ConstructorParameters<typeof PostgresDialect>[0];

  constructor(config: ConstructorParameters<typeof PostgresDialect>[0]) {
    super(config);
    this.#config = config;
  }

  override createDriver() {
    return new CommitAwarePostgresDriver(this.#config);
  }
}

/** Tells a COMMIT that PostgreSQL refused from one whose answer never came. */
class CommitAwarePostgresDriver extends PostgresDriver {
  override async commitTransaction(connection: DatabaseConnection) {
    try {
      await super.commitTransaction(connection);
    } catch (error) {
      if (error instanceof AbortedTransactionError || isRefusal(error)) throw error;
      throw new CommitOutcomeUnknownError("PostgreSQL did not answer COMMIT", { cause: error });
    }
  }

  /** A connection that cannot even roll back is discarded; the error that led here is the one to tell. */
  override async rollbackTransaction(
    connection: Parameters<PostgresDriver["rollbackTransaction"]>[0],
  ) {
    await super.rollbackTransaction(connection).catch(() => {});
  }
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
