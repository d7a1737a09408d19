/** An open SQLite file: durable, with its statements prepared, and with values that mean the same as PostgreSQL's. */
import {
  DatabaseSync,
  type SQLInputValue,
  type SQLOutputValue,
  type StatementColumnMetadata,
  type StatementSync,
} from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import type { CompiledQuery, QueryResult } from "kysely";
import { DatabaseUnavailableError, isSqliteBusy } from "./failures.ts";
import { formatMoment, parseMoment } from "./moments.ts";

/** How long a write waits, in milliseconds, for its turn in this process and then for other processes. */
export const patience = 5_000;
/** How long SQLite itself may block the event loop waiting for a lock, in milliseconds. */
const blockingTimeout = 20;
/** How much of the file the reader maps into memory, in bytes. */
const mapped = 2 ** 30;

export async function openWriter(path: string): Promise<SqliteFile> {
  const database = await openFile(path, { readOnly: false });
  await whenFree(() => database.exec("pragma journal_mode = wal"));
  requirePragma(database, "journal_mode", "wal");
  return new SqliteFile(database);
}

/** Pages are read where the system has them in memory: SQLite's own cache is small, and forgets all at every commit. */
export async function openReader(path: string): Promise<SqliteFile> {
  const database = await openFile(path, { readOnly: true });
  database.exec(`pragma mmap_size = ${mapped}`);
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

/** One open file with its prepared statements. */
export class SqliteFile {
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

/** A list, which SQLite does not know, becomes JSON, for `json_each`. */
function encode(value: unknown): SQLInputValue {
  if (value instanceof Date) return formatMoment(value);
  if (typeof value === "boolean") return value ? 1 : 0;
  if (Array.isArray(value)) return JSON.stringify(value);
  return (value ?? null) as SQLInputValue;
}

/** Statements that change the schema run once, and change what others mean. */
function isRepeatable(sql: string): boolean {
  return /^(select|insert|update|delete|with)\b/i.test(sql);
}

/** Tries again while another process holds the lock, without blocking the event loop, until patience ends. */
export async function whenFree<Result>(attempt: () => Result): Promise<Result> {
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
