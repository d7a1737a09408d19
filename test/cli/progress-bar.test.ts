/** How far a long command has come is shown to who watches, and to nobody else. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createProgressBar } from "../../src/cli/progress-bar.ts";

function watch({ isTTY = true, total = 4 }) {
  let written = "";
  const write = (text: string) => {
    written += text;
    return true;
  };
  const bar = createProgressBar({ isTTY, write }, total);
  return { bar, written: () => written };
}

describe("the progress bar", () => {
  it("grows on a terminal, makes room for lines, and goes at the end", () => {
    const { bar, written } = watch({});
    bar.clear();
    bar.advance();
    assert.equal(written(), `\r\u001B[K\r[${"#".repeat(10)}${".".repeat(30)}] 1 of 4`);
    for (const _ of [2, 3, 4]) bar.advance();
    assert.ok(written().endsWith("4 of 4\r\u001B[K"));
  });

  it("is not shown where nobody watches, nor for a single step", () => {
    for (const options of [{ isTTY: false }, { total: 1 }]) {
      const { bar, written } = watch(options);
      bar.clear();
      bar.advance();
      assert.equal(written(), "");
    }
  });
});
