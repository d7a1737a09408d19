/**
 * SQLite's one write connection: transactions that end in the same turn of the event loop are committed together.
 *
 * They run one after the other, in the order in which they came, each under a savepoint, so that it can fail alone.
 * Nobody goes on before COMMIT has returned, not even who failed: what he saw of the others could still be undone.
 */
import type { CompiledQuery, QueryResult } from "kysely";
import {
  CommitOutcomeUnknownError,
  DatabaseUnavailableError,
  isSqliteInputOutputError,
} from "./failures.ts";
import { patience, whenFree, type SqliteFile } from "./sqlite-file.ts";
import { WriteTurns } from "./write-turns.ts";

/** What the writer needs of an open file. */
export type WritableFile = Pick<SqliteFile, "run" | "execute" | "inTransaction" | "close">;

export class SqliteWriter {
  readonly #file: WritableFile;
  readonly #largestGroup: number;
  readonly #turns = new WriteTurns(patience);
  #group: Group | undefined;

  /** `largestGroup`: how many transactions are committed together at most. */
  constructor(file: WritableFile, largestGroup = 64) {
    this.#file = file;
    this.#largestGroup = largestGroup;
  }

  /** One statement outside transactions, which is durable when it resolves. Throws DatabaseUnavailableError. */
  async executeAlone<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const endTurn = await this.#turns.take();
    try {
      this.#commit();
      return await whenFree(() => this.#file.execute<Row>(query));
    } finally {
      endTurn();
    }
  }

  /** Resolves when it is this transaction's turn. Throws DatabaseUnavailableError. */
  async begin(): Promise<Member> {
    const endTurn = await this.#turns.take();
    try {
      const group = (this.#group ??= await this.#beginGroup());
      this.#file.run("savepoint member");
      group.isRunning = true;
      return new Member(this.#file, group, () => {
        this.#endMember(group);
        endTurn();
      });
    } catch (error) {
      if (this.#group && !this.#file.inTransaction) {
        lose(this.#file, this.#group, error);
        this.#endGroup();
      }
      endTurn();
      throw error;
    }
  }

  /** What has ended is committed; what has not is undone. */
  close() {
    if (this.#group?.isRunning) lose(this.#file, this.#group, new Error("The database is closed"));
    else this.#commit();
    this.#file.close();
  }

  async #beginGroup(): Promise<Group> {
    await whenFree(() => this.#file.run("begin immediate"));
    const group: Group = {
      outcome: Promise.withResolvers(),
      ended: 0,
      isRunning: false,
      isDue: false,
      lost: undefined,
      endOfTurn: setImmediate(() => {
        group.isDue = true;
        if (!group.isRunning) this.#commit();
      }),
    };
    group.outcome.promise.catch(() => {}); // told to each member
    return group;
  }

  #endMember(group: Group) {
    group.isRunning = false;
    group.ended += 1;
    if (group.lost) this.#endGroup();
    else if (group.isDue || group.ended >= this.#largestGroup) this.#commit();
  }

  #commit() {
    const group = this.#endGroup();
    if (!group) return;
    try {
      this.#file.run("commit");
      group.outcome.resolve();
    } catch (error) {
      rollBack(this.#file);
      group.outcome.reject(
        isSqliteInputOutputError(error)
          ? new CommitOutcomeUnknownError("SQLite could not write the commit", { cause: error })
          : error,
      );
    }
  }

  #endGroup(): Group | undefined {
    const group = this.#group;
    this.#group = undefined;
    clearImmediate(group?.endOfTurn);
    return group;
  }
}

type Group = {
  /** Resolves when COMMIT has returned; rejects when nothing was committed, or when nobody can know. */
  outcome: PromiseWithResolvers<void>;
  /** How many of its members have ended. */
  ended: number;
  /** Whether one has not. */
  isRunning: boolean;
  /** Whether the turn of the event loop in which it began is over: then nobody else joins. */
  isDue: boolean;
  /** Why nothing of it is left to be committed. */
  lost: DatabaseUnavailableError | undefined;
  endOfTurn: NodeJS.Immediate;
};

/** One transaction, while it has its turn. Ends with `commit` or `rollback`. */
export class Member {
  readonly #file: WritableFile;
  readonly #group: Group;
  readonly #endTurn: () => void;
  #hasEnded = false;

  constructor(file: WritableFile, group: Group, endTurn: () => void) {
    this.#file = file;
    this.#group = group;
    this.#endTurn = endTurn;
  }

  execute<Row>(query: CompiledQuery): QueryResult<Row> {
    return this.#attempt(() => this.#file.execute<Row>(query));
  }

  /** Resolves when it is durable. Throws CommitOutcomeUnknownError, or whatever else hindered the whole group. */
  async commit() {
    this.#attempt(() => this.#file.run("release member"));
    this.#end();
    await this.#group.outcome.promise;
  }

  /** Resolves when what it has seen is durable, else throws as `commit` does. */
  async rollback() {
    if (this.#hasEnded) return; // in vain: its group was not committed
    try {
      this.#attempt(() => this.#file.run("rollback to member; release member"));
    } catch (error) {
      if (!this.#group.lost) lose(this.#file, this.#group, error);
    }
    const { lost, outcome } = this.#group;
    this.#end();
    if (!lost) await outcome.promise;
  }

  /** Some errors make SQLite undo the whole transaction by itself; what came after would then be outside of any. */
  #attempt<Result>(work: () => Result): Result {
    if (this.#group.lost) throw this.#group.lost;
    try {
      return work();
    } catch (error) {
      if (!this.#file.inTransaction) lose(this.#file, this.#group, error);
      throw error;
    }
  }

  #end() {
    this.#hasEnded = true;
    this.#endTurn();
  }
}

function lose(file: WritableFile, group: Group, cause: unknown) {
  rollBack(file);
  group.lost = new DatabaseUnavailableError("SQLite has undone the transaction", { cause });
  group.outcome.reject(group.lost);
}

/** The error that led here is the one to tell. */
function rollBack(file: WritableFile) {
  try {
    if (file.inTransaction) file.run("rollback");
  } catch {}
}
