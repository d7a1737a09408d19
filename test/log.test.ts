/** The log reaches its destination line by line and in order, whatever way the program ends. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { describe, it } from "node:test";

const log = JSON.stringify(new URL("../src/log.js", import.meta.url).href);

const begin = `
  import { createLog } from ${log};
  const log = await createLog({ level: "info", to: "stdout" });`;

/** What a program writes to its log that answers three requests in one turn and then ends as `end` says. */
function logOf(end: string): string[] {
  return outputOf(`${begin}
    for (const number of [1, 2, 3]) log.info({ number }, "request");
    ${end}`);
}

function outputOf(program: string): string[] {
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

  it("is written in whole lines that a pipe keeps together, though others write into it too", () => {
    const writes = outputOf(`
      import fs from "node:fs";
      import { syncBuiltinESMExports } from "node:module";
      const texts = [];
      fs.writeSync = (_file, text) => texts.push(text) && Buffer.byteLength(text);
      syncBuiltinESMExports();
      ${begin}
      for (let number = 0; number < 100; number += 1) log.info({ path: "/\u00e9".repeat(20) }, "request");
      setTimeout(() => process.stdout.write(JSON.stringify(texts)), 20);`);
    const texts: string[] = JSON.parse(writes.join("\n"));
    assert.equal(texts.join("").split("\n").length, 101);
    assert.ok(texts.length < 20, "some lines are written together");
    for (const text of texts) {
      assert.ok(text.endsWith("\n"));
      assert.ok(Buffer.byteLength(text) <= 4096, "PIPE_BUF");
    }
  });
});

function numbersIn(lines: readonly string[]): unknown[] {
  return lines.map((line): unknown => JSON.parse(line).number);
}
