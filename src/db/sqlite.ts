/**
 * Kysely over Node's own SQLite: one connection that writes, one that only reads.
 *
 * A write transaction is the lock: one at a time in this process, and it waits for other processes without blocking the
 * event loop. What is read outside a transaction sees what is committed at that moment.
 */
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
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
import { DatabaseUnavailableError } from "./failures.ts";
import { openReader, openWriter, whenFree, type SqliteFile } from "./sqlite-file.ts";
import { SqliteWriter, type Member } from "./sqlite-writer.ts";

/** Older ones can lose committed transactions when the write-ahead log is reset (fixed in 3.51.3). */
const oldestSafeVersion = [3, 51, 3] as const;

export class SqliteDialect implements Dialect {
  readonly #path: string;
  readonly #largestGroup: number | undefined;

  /** `largestGroup`: how many transactions are committed together at most. */
  constructor(path: string, { largestGroup }: { largestGroup?: number } = {}) {
    this.#path = path;
    this.#largestGroup = largestGroup;
  }

  createAdapter() {
    return new TransactionalSqliteAdapter();
  }

  createDriver() {
    return new SqliteDriver(this.#path, this.#largestGroup);
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
  readonly #largestGroup: number | undefined;
  #writer: SqliteWriter | undefined;
  #reader: SqliteFile | undefined;

  constructor(path: string, largestGroup: number | undefined) {
    this.#path = path;
    this.#largestGroup = largestGroup;
  }

  async init() {
    requireSafeVersion(process.versions["sqlite"]);
    makeFolder(dirname(this.#path));
    this.#writer = new SqliteWriter(await openWriter(this.#path), this.#largestGroup);
    this.#reader = await openReader(this.#path);
  }

  async acquireConnection() {
    if (!this.#writer || !this.#reader) throw new Error("The database is closed");
    return new SqliteConnection(this.#writer, this.#reader);
  }

  async beginTransaction(connection: SqliteConnection) {
    await connection.begin();
  }

  async commitTransaction(connection: SqliteConnection) {
    await connection.commit();
  }

  async rollbackTransaction(connection: SqliteConnection) {
    await connection.rollback();
  }

  async releaseConnection() {}

  async destroy() {
    this.#reader?.close();
    this.#writer?.close();
    this.#reader = this.#writer = undefined;
  }
}

/** What Kysely holds for one query or one transaction: reads go to the reader, the rest takes its turn to write. */
class SqliteConnection implements DatabaseConnection {
  readonly #writer: SqliteWriter;
  readonly #reader: SqliteFile;
  #member: Member | undefined;

  constructor(writer: SqliteWriter, reader: SqliteFile) {
    this.#writer = writer;
    this.#reader = reader;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    if (this.#member) return this.#member.execute(query);
    if (query.query.kind === "SelectQueryNode") {
      return await whenFree(() => this.#reader.execute<Row>(query));
    }
    return await this.#writer.executeAlone(query);
  }

  // oxlint-disable-next-line require-yield
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error("Rows are not streamed from SQLite");
  }

  async begin() {
    this.#member = await this.#writer.begin();
  }

  async commit() {
    await this.#member?.commit();
  }

  async rollback() {
    await this.#member?.rollback();
  }
}

function makeFolder(folder: string) {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new DatabaseUnavailableError(`The folder ${folder} cannot be made`, { cause: error });
  }
}

/** Throws unless SQLite is new enough not to lose committed transactions. */
export function requireSafeVersion(version: string | undefined) {
  const numbers = (version ?? "0").split(".").map(Number);
  const first = oldestSafeVersion.findIndex((least, index) => numbers[index] !== least);
  if (first !== -1 && (numbers[first] ?? 0) < (oldestSafeVersion[first] ?? 0)) {
    throw new Error(`SQLite ${version} is too old: ${oldestSafeVersion.join(".")} is needed`);
  }
}
