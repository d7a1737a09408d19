/** The log reaches its destination line by line and in order, whatever way the program ends. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { describe, it } from "node:test";

const log = JSON.stringify(new URL("../src/log.js", import.meta.url).href);

/** What a program writes to its log that says these lines in one turn and then ends as `end` says. */
function logOf(end: string): string[] {
  const program = `
    import { createLog } from ${log};
    const log = await createLog({ level: "info", human: false, to: "stdout" });
    for (const line of ["first", "second", "third"]) log.info(line);
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
      const messages = logOf(end).map((line): unknown => JSON.parse(line).msg);
      assert.deepEqual(messages, ["first", "second", "third"]);
    });
  }

  it("goes on in later turns", () => {
    const lines = logOf("setTimeout(() => log.info('fourth'), 20)");
    assert.match(lines.at(-1) ?? "", /"msg":"fourth"/);
    assert.equal(lines.length, 4);
  });
});
