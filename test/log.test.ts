/** The log reaches its destination line by line and in order, whatever way the program ends. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { describe, it } from "node:test";

const log = JSON.stringify(new URL("../src/log.js", import.meta.url).href);

/** What a program writes to its log that answers three requests in one turn and then ends as `end` says. */
function logOf(end: string): string[] {
  const program = `
    import { createLog } from ${log};
    const log = await createLog({ level: "info", human: false, to: "stdout" });
    for (const number of [1, 2, 3]) log.info({ number }, "request");
    ${end}`;
  const { stdout } = spawnSync(process.execPath, ["--input-type=module", "--eval", program], {
    encoding: "utf8",
  });
  return stdout.trimEnd().split("\n");
}

describe("the log", () => {
  for (const [how, end] of [
    ["by itself", ""],
    ["at once", "process.exit(1)"],
    ["by an error that nobody foresaw", "throw new Error('unforeseen')"],
  ] as const) {
    it(`holds every line of a program that ends ${how}`, () => {
      assert.deepEqual(numbersIn(logOf(end)), [1, 2, 3]);
    });
  }

  it("goes on in later turns", () => {
    const lines = logOf("setTimeout(() => log.info({ number: 4 }, 'request'), 20)");
    assert.deepEqual(numbersIn(lines), [1, 2, 3, 4]);
  });

  it("has an event, and all before it, before anything else happens", () => {
    const lines = logOf(
      "log.info({ number: 4 }, 'access token rotated'); process.kill(process.pid, 'SIGKILL')",
    );
    assert.deepEqual(numbersIn(lines), [1, 2, 3, 4]);
  });
});

function numbersIn(lines: readonly string[]): unknown[] {
  return lines.map((line): unknown => JSON.parse(line).number);
}
