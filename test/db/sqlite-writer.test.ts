/** Transactions that share one COMMIT: each can fail alone, all fail with it, and nobody goes on before it. */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, it } from "node:test";
import { setImmediate as endOfTurn } from "node:timers/promises";
import { CompiledQuery } from "kysely";
import {
  CommitOutcomeUnknownError,
  DatabaseUnavailableError,
  isDatabaseUnavailable,
} from "../../src/db/failures.ts";
import { SqliteWriter, type Member } from "../../src/db/sqlite-writer.ts";
import { type FaultyFile, openFaultyFile } from "../support/faulty-file.ts";

const ioError = 10;
const diskFull = 13;

describe("transactions that end in one turn of the event loop", () => {
  let folder: string;
  let path: string;
  let file: FaultyFile;
  let writer: SqliteWriter;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "tollgate-writer-"));
    path = join(folder, "one.sqlite3");
    file = await openFaultyFile(path);
    file.run("create table presses (id integer primary key, name varchar unique)");
    writer = new SqliteWriter(file);
  });
  afterEach(async () => {
    writer.close();
    await rm(folder, { recursive: true });
  });

  it("are committed together, in the order in which they came", async () => {
    await Promise.all(["Ada", "Ben", "Fay"].map((name) => transact(insert(name))));
    assert.equal(file.commits(), 1);
    assert.deepEqual(stored(), ["Ada", "Ben", "Fay"]);
  });

  it("go on when COMMIT has returned, not before", async () => {
    const answered: string[] = [];
    const press = async (name: string) => {
      await transact(insert(name));
      assert.ok(stored().includes(name), "what is answered is there");
      answered.push(name);
    };
    file.beforeNextCommit(() => {
      assert.deepEqual(answered, []);
      assert.deepEqual(stored(), [], "nobody else sees anything yet");
    });
    await Promise.all([press("Ada"), press("Ben")]);
    assert.deepEqual(answered, ["Ada", "Ben"]);
  });

  it("see what those before them did", async () => {
    const counts = await Promise.all(
      ["Ada", "Ben", "Fay"].map((name) =>
        transact(async (member) => {
          await insert(name)(member);
          return member.execute<{ count: number }>(
            CompiledQuery.raw("select count(*) as count from presses"),
          ).rows[0]?.count;
        }),
      ),
    );
    assert.deepEqual(counts, [1, 2, 3]);
  });

  it("are in another group when they come in another turn", async () => {
    await transact(insert("Ada"));
    await transact(insert("Ben"));
    assert.equal(file.commits(), 2);
  });

  it("are no more than the largest group has", async () => {
    writer = new SqliteWriter(file, 2);
    await Promise.all(["1", "2", "3", "4", "5"].map((name) => transact(insert(name))));
    assert.equal(file.commits(), 3);
    assert.equal(stored().length, 5);
  });

  describe("when one fails", () => {
    it("lose nothing but what that one did", async () => {
      const failing = transact(async (member) => {
        await insert("Ben")(member);
        throw new Error("Ben changed his mind");
      });
      const outcomes = await Promise.allSettled([
        transact(insert("Ada")),
        failing,
        transact(insert("Fay")),
      ]);
      assert.deepEqual(statuses(outcomes), ["fulfilled", "rejected", "fulfilled"]);
      await assert.rejects(failing, /changed his mind/);
      assert.deepEqual(stored(), ["Ada", "Fay"]);
      assert.equal(file.commits(), 1);
    });

    it("lose nothing but what that one did when a statement of it failed", async () => {
      const outcomes = await Promise.allSettled([
        transact(insert("Ada")),
        transact(insert("Eve", "Ada")),
        transact(insert("Fay")),
      ]);
      assert.deepEqual(statuses(outcomes), ["fulfilled", "rejected", "fulfilled"]);
      assert.deepEqual(stored(), ["Ada", "Fay"]);
    });

    it("are not told of that before COMMIT has returned: the reason may be what another one did", async () => {
      let isTold = false;
      const pressed = transact(insert("Ada"));
      const refused = transact(insert("Ada"));
      void refused.catch(() => (isTold = true));
      file.beforeNextCommit(() => assert.equal(isTold, false));
      await pressed;
      await assert.rejects(refused, /UNIQUE/);
      assert.equal(isTold, true);
    });
  });

  describe("when SQLite undoes the whole transaction", () => {
    const undoing = (member: Member) =>
      void member.execute(
        CompiledQuery.raw("insert or rollback into presses (name) values ('Ada')"),
      );

    it("all fail, those before and those after, and nothing is there", async () => {
      const before = [transact(insert("Ada")), transact(insert("Ben"))];
      const culprit = transact(undoing);
      const outcomes = await Promise.allSettled([...before, culprit]);
      assert.deepEqual(statuses(outcomes), ["rejected", "rejected", "rejected"]);
      for (const lost of before) await assert.rejects(lost, DatabaseUnavailableError);
      await assert.rejects(culprit, /UNIQUE/);
      assert.deepEqual(stored(), []);
      assert.equal(file.commits(), 0);
    });

    it("none that comes later is harmed", async () => {
      const outcomes = await Promise.allSettled([
        transact(insert("Ada")),
        transact(undoing),
        transact(insert("Fay")),
      ]);
      assert.deepEqual(statuses(outcomes), ["rejected", "rejected", "fulfilled"]);
      assert.deepEqual(stored(), ["Fay"]);
    });

    it("no statement goes on outside of it, even where the error was swallowed", async () => {
      const careless = async (member: Member) => {
        try {
          undoing(member);
        } catch {}
        await insert("Ben")(member);
      };
      const swallowing = async (member: Member) => {
        try {
          undoing(member);
        } catch {}
      };
      for (const work of [careless, swallowing]) {
        const outcomes = await Promise.allSettled([transact(insert("Ada")), transact(work)]);
        for (const { status, ...outcome } of outcomes) {
          assert.equal(status, "rejected");
          assert.ok("reason" in outcome && outcome.reason instanceof DatabaseUnavailableError);
        }
        assert.deepEqual(stored(), []);
      }
    });
  });

  describe("when COMMIT fails", () => {
    const pressTogether = async () =>
      await Promise.allSettled([
        transact(insert("Ada")),
        transact(insert("Ben")),
        transact(insert("Eve", "Ada")), // refused for what Ada did
      ]);

    for (const isCarriedOut of [false, true]) {
      it(`by the disk, nobody knows the outcome (it was ${isCarriedOut ? "" : "not "}carried out)`, async () => {
        file.failNextCommit(ioError, { isCarriedOut });
        for (const outcome of await pressTogether()) {
          assert.ok(outcome.status === "rejected");
          assert.ok(outcome.reason instanceof CommitOutcomeUnknownError, String(outcome.reason));
        }
        assert.deepEqual(stored(), isCarriedOut ? ["Ada", "Ben"] : []);
        await transact(insert("Fay"));
        assert.ok(stored().includes("Fay"), "and it goes on");
      });
    }

    it("for want of room, all fail, and nothing is there", async () => {
      file.failNextCommit(diskFull, { isCarriedOut: false });
      for (const outcome of await pressTogether()) {
        assert.ok(outcome.status === "rejected");
        assert.ok(isDatabaseUnavailable(outcome.reason), String(outcome.reason));
      }
      assert.deepEqual(stored(), []);
      await transact(insert("Fay"));
      assert.deepEqual(stored(), ["Fay"]);
    });
  });

  describe("when one waits for something else", () => {
    it("wait for it and no longer: whoever comes in a later turn is in another group", async () => {
      const wait = Promise.withResolvers<void>();
      const quick = transact(insert("Ada"));
      const slow = transact(async (member) => {
        await insert("Ben")(member);
        await wait.promise;
      });
      await endOfTurn();
      const later = transact(insert("Fay"));
      await endOfTurn();
      assert.deepEqual(stored(), []);
      file.beforeNextCommit(() => assert.equal(file.execute(select).rows.length, 2));
      wait.resolve();
      await Promise.all([quick, slow]);
      assert.deepEqual(stored().slice(0, 2), ["Ada", "Ben"]);
      await later;
      assert.equal(file.commits(), 2);
    });
  });

  it("are committed before a statement outside of them, which is there when it is answered", async () => {
    const press = transact(insert("Ada"));
    const alone = writer.executeAlone(
      CompiledQuery.raw("insert into presses (name) values ('Ben')"),
    );
    await alone;
    assert.deepEqual(stored(), ["Ada", "Ben"]);
    await press;
    assert.equal(file.commits(), 1);
  });

  it("are committed when the database is closed, but for one that has not ended", async () => {
    const again = new SqliteWriter(await openFaultyFile(path));
    const ended = await again.begin();
    await insert("Ada")(ended);
    const committed = ended.commit();
    again.close();
    await committed;
    assert.deepEqual(stored(), ["Ada"]);

    const once = new SqliteWriter(await openFaultyFile(path));
    const first = await once.begin();
    await insert("Ben")(first);
    const lost = first.commit();
    await once.begin();
    once.close();
    await assert.rejects(lost, DatabaseUnavailableError);
    assert.deepEqual(stored(), ["Ada"]);
  });

  const select = CompiledQuery.raw("select name from presses order by id");

  /** As Kysely does it. */
  async function transact<Result>(work: (member: Member) => Result): Promise<Awaited<Result>> {
    const member = await writer.begin();
    try {
      const result = await work(member);
      await member.commit();
      return result;
    } catch (error) {
      await member.rollback();
      throw error;
    }
  }

  /** What another process sees. */
  function stored(): unknown[] {
    using other = new DatabaseSync(path, { readOnly: true });
    return other
      .prepare(select.sql)
      .all()
      .map(({ name }) => name);
  }
});

function insert(...names: string[]) {
  return async (member: Member) => {
    for (const name of names) {
      await Promise.resolve(); // as Kysely does between two statements
      member.execute(CompiledQuery.raw("insert into presses (name) values (?)", [name]));
    }
  };
}

function statuses(outcomes: readonly PromiseSettledResult<unknown>[]): string[] {
  return outcomes.map(({ status }) => status);
}
