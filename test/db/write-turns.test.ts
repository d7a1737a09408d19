/** The queue before SQLite's one write connection is fair, and nobody waits in it for ever. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { DatabaseUnavailableError } from "../../src/db/failures.ts";
import { WriteTurns } from "../../src/db/write-turns.ts";

const patient = 60_000;
const impatient = 20;

describe("turns to write", () => {
  it("come at once when nobody else writes", async () => {
    const turns = new WriteTurns(impatient);
    for (const _ of [1, 2, 3]) {
      const end = await turns.take();
      end();
    }
  });

  it("come one after the other, in the order in which they were asked for", async () => {
    const turns = new WriteTurns(patient);
    const events: string[] = [];
    const write = async (name: string) => {
      const end = await turns.take();
      events.push(`${name} begins`);
      await Promise.resolve();
      events.push(`${name} ends`);
      end();
    };
    await Promise.all(["first", "second", "third"].map(write));
    assert.deepEqual(
      events,
      ["first", "second", "third"].flatMap((name) => [`${name} begins`, `${name} ends`]),
    );
  });

  it("go to who waits, not to a newcomer who asks at the moment they end", async () => {
    const turns = new WriteTurns(patient);
    const order: string[] = [];
    const write = async (name: string) => {
      const end = await turns.take();
      order.push(name);
      end();
    };
    const end = await turns.take();
    const waiting = write("waiting");
    end();
    const newcomer = write("newcomer");
    await Promise.all([waiting, newcomer]);
    assert.deepEqual(order, ["waiting", "newcomer"]);
  });

  it("are refused to who waited too long, as a database that is unavailable", async () => {
    const turns = new WriteTurns(impatient);
    const end = await turns.take();
    await assert.rejects(turns.take(), DatabaseUnavailableError);
    end();
  });

  it("are not lost when somebody gave up waiting", async () => {
    const turns = new WriteTurns(impatient);
    const end = await turns.take();
    await Promise.allSettled([turns.take(), turns.take()]);
    end();
    const endNext = await turns.take();
    await assert.rejects(turns.take(), DatabaseUnavailableError);
    endNext();
  });

  it("end once, however often it is said", async () => {
    const turns = new WriteTurns(impatient);
    const endFirst = await turns.take();
    const second = turns.take();
    endFirst();
    const endSecond = await second;
    endFirst();
    await assert.rejects(turns.take(), DatabaseUnavailableError, "the second still writes");
    endSecond();
  });
});
