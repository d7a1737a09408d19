/**
 * Kysely over Node's own SQLite: one connection that writes, one that only reads.
 *
 * A write transaction is the lock: it begins with BEGIN IMMEDIATE, one at a time in this process, and waits for other
 * processes without blocking the event loop. What is read outside a transaction sees what is committed at that moment.
 */
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import {
  DatabaseSync,
  type SQLInputValue,
  type SQLOutputValue,
  type StatementColumnMetadata,
  type StatementSync,
} from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import {
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  type QueryResult,
} from "kysely";
import {
  CommitOutcomeUnknownError,
  DatabaseUnavailableError,
  isSqliteBusy,
  isSqliteInputOutputError,
} from "./failures.ts";
import { formatMoment, parseMoment } from "./moments.ts";
import { WriteTurns } from "./write-turns.ts";

/** How long a write waits, in milliseconds, for its turn in this process and then for other processes. */
const patience = 5_000;
/** How long SQLite itself may block the event loop waiting for a lock, in milliseconds. */
const blockingTimeout = 20;
/** Older ones can lose committed transactions when the write-ahead log is reset (fixed in 3.51.3). */
const oldestSafeVersion = [3, 51, 3] as const;

export class SqliteDialect implements Dialect {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  createAdapter() {
    return new TransactionalSqliteAdapter();
  }

  createDriver() {
    return new SqliteDriver(this.#path);
  }

  createIntrospector(db: Kysely<unknown>) {
    return new SqliteIntrospector(db);
  }

  createQueryCompiler() {
    return new SqliteQueryCompiler();
  }
}

/** SQLite can roll back a change of the schema; BEGIN IMMEDIATE is the lock between two migrating processes. */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl() {
    return true;
  }

  /** Or Kysely would let reads wait for writes; who waits for whom is decided below. */
  override get supportsMultipleConnections() {
    return true;
  }
}

class SqliteDriver implements Driver {
  readonly #path: string;
  readonly #turns = new WriteTurns(patience);
  #writer: SqliteFile | undefined;
  #reader: SqliteFile | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  async init() {
    requireSafeVersion(process.versions["sqlite"]);
    makeFolder(dirname(this.#path));
    this.#writer = await openWriter(this.#path);
    this.#reader = new SqliteFile(await openFile(this.#path, { readOnly: true }));
  }

  async acquireConnection() {
    if (!this.#writer || !this.#reader) throw new Error("The database is closed");
    return new SqliteConnection(this.#writer, this.#reader, this.#turns);
  }

  async beginTransaction(connection: SqliteConnection) {
    await connection.begin();
  }

  async commitTransaction(connection: SqliteConnection) {
    connection.commit();
  }

  async rollbackTransaction(connection: SqliteConnection) {
    connection.rollback();
  }

  async releaseConnection(connection: SqliteConnection) {
    connection.release();
  }

  async destroy() {
    this.#reader?.close();
    this.#writer?.close();
    this.#reader = this.#writer = undefined;
  }
}

/** What Kysely holds for one query or one transaction: reads go to the reader, the rest takes its turn to write. */
class SqliteConnection implements DatabaseConnection {
  readonly #writer: SqliteFile;
  readonly #reader: SqliteFile;
  readonly #turns: WriteTurns;
  #endTurn: (() => void) | undefined;

  constructor(writer: SqliteFile, reader: SqliteFile, turns: WriteTurns) {
    this.#writer = writer;
    this.#reader = reader;
    this.#turns = turns;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    if (this.#endTurn) return this.#writer.execute(query);
    if (query.query.kind === "SelectQueryNode") {
      return await whenFree(() => this.#reader.execute<Row>(query));
    }
    const endTurn = await this.#turns.take();
    try {
      return await whenFree(() => this.#writer.execute<Row>(query));
    } finally {
      endTurn();
    }
  }

  // oxlint-disable-next-line require-yield
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error("Rows are not streamed from SQLite");
  }

  async begin() {
    this.#endTurn = await this.#turns.take();
    try {
      await whenFree(() => this.#writer.run("begin immediate"));
    } catch (error) {
      this.release();
      throw error;
    }
  }

  commit() {
    try {
      this.#writer.run("commit");
    } catch (error) {
      if (!isSqliteInputOutputError(error)) throw error;
      throw new CommitOutcomeUnknownError("SQLite could not write the commit", { cause: error });
    }
    this.release();
  }

  rollback() {
    try {
      if (this.#writer.inTransaction) this.#writer.run("rollback");
    } catch {
      // The error that led here is the one to tell.
    } finally {
      this.release();
    }
  }

  release() {
    this.#endTurn?.();
    this.#endTurn = undefined;
  }
}

/** One open file with its prepared statements. */
class SqliteFile {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, PreparedStatement>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  get inTransaction() {
    return this.#database.isTransaction;
  }

  run(statement: string) {
    this.#database.exec(statement);
  }

  execute<Row>(query: CompiledQuery): QueryResult<Row> {
    const { statement, returnsRows, decoders } = this.#prepare(query.sql);
    const parameters = query.parameters.map(encode);
    if (!returnsRows) {
      const { changes, lastInsertRowid } = statement.run(...parameters);
      return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
    }
    const rows = statement.all(...parameters);
    for (const row of rows) {
      for (const [column, decode] of decoders) row[column] = decode(row[column] ?? null) as never;
    }
    return { rows: rows as Row[], numAffectedRows: BigInt(rows.length) };
  }

  close() {
    this.#database.close();
  }

  #prepare(sql: string): PreparedStatement {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#database.prepare(sql);
    const columns = statement.columns();
    const prepared = { statement, returnsRows: columns.length > 0, decoders: decodersOf(columns) };
    if (isRepeatable(sql)) this.#statements.set(sql, prepared);
    return prepared;
  }
}

type PreparedStatement = {
  statement: StatementSync;
  returnsRows: boolean;
  decoders: Map<string, Decoder>;
};
type Decoder = (value: SQLOutputValue) => unknown;

/** SQLite knows neither booleans nor moments; the type that a column was declared with says what its values mean. */
function decodersOf(columns: StatementColumnMetadata[]): Map<string, Decoder> {
  const decoders = new Map<string, Decoder>();
  for (const { name, type } of columns) {
    const declared = type?.toLowerCase().replace(/\(.*/, "");
    if (declared === "boolean")
      decoders.set(name, (value) => (value === null ? null : value !== 0));
    if (declared === "datetime") {
      decoders.set(name, (value) => (typeof value === "string" ? parseMoment(value) : value));
    }
  }
  return decoders;
}

function encode(value: unknown): SQLInputValue {
  if (value instanceof Date) return formatMoment(value);
  if (typeof value === "boolean") return value ? 1 : 0;
  return (value ?? null) as SQLInputValue;
}

/** Statements that change the schema run once, and change what others mean. */
function isRepeatable(sql: string): boolean {
  return /^(select|insert|update|delete|with)\b/i.test(sql);
}

function makeFolder(folder: string) {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new DatabaseUnavailableError(`The folder ${folder} cannot be made`, { cause: error });
  }
}

async function openWriter(path: string): Promise<SqliteFile> {
  const database = await openFile(path, { readOnly: false });
  await whenFree(() => database.exec("pragma journal_mode = wal"));
  requirePragma(database, "journal_mode", "wal");
  return new SqliteFile(database);
}

/** Opens the file and sees to it that what is answered is on disk: both settings belong to the connection. */
async function openFile(path: string, { readOnly }: { readOnly: boolean }): Promise<DatabaseSync> {
  const database = new DatabaseSync(path, { readOnly, timeout: blockingTimeout });
  try {
    await whenFree(() => database.exec("pragma synchronous = full; pragma foreign_keys = on"));
    requirePragma(database, "synchronous", 2);
    requirePragma(database, "foreign_keys", 1);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function requirePragma(database: DatabaseSync, name: string, expected: string | number) {
  const value = database.prepare(`pragma ${name}`).get()?.[name];
  if (value !== expected) throw new Error(`SQLite's ${name} is ${String(value)}, not ${expected}`);
}

/** Throws unless SQLite is new enough not to lose committed transactions. */
export function requireSafeVersion(version: string | undefined) {
  const numbers = (version ?? "0").split(".").map(Number);
  const first = oldestSafeVersion.findIndex((least, index) => numbers[index] !== least);
  if (first !== -1 && (numbers[first] ?? 0) < (oldestSafeVersion[first] ?? 0)) {
    throw new Error(`SQLite ${version} is too old: ${oldestSafeVersion.join(".")} is needed`);
  }
}

/** Tries again while another process holds the lock, without blocking the event loop, until patience ends. */
async function whenFree<Result>(attempt: () => Result): Promise<Result> {
  const deadline = performance.now() + patience;
  for (let pause = 1; ; pause = Math.min(pause * 2, 50)) {
    try {
      return attempt();
    } catch (error) {
      if (!isSqliteBusy(error)) throw error;
      if (performance.now() > deadline) {
        throw new DatabaseUnavailableError("Another process keeps SQLite locked", { cause: error });
      }
    }
    await sleep(pause);
  }
}
