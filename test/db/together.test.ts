/** Queries asked at once: one that fails does not leave the others under way. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { together } from "../../src/db/together.ts";

describe("what is asked together", () => {
  it("is answered in its order, whatever comes first", async () => {
    const [first, second, third] = await together([turn(1), "at once", Promise.resolve(3)]);
    assert.deepEqual([first, second, third], [1, "at once", 3]);
  });

  it("fails with the first failure, when nothing is under way any more", async () => {
    const slow = Promise.withResolvers<void>();
    let isOver = false;
    const failing = together([slow.promise, Promise.reject(new Error("the database is gone"))]);
    void failing.catch(() => (isOver = true));
    await turn();
    assert.equal(isOver, false);
    slow.reject(new Error("what came of it"));
    await assert.rejects(failing, /the database is gone/);
  });
});
