/** A process that was told to stop ends, whatever holds on to it. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { describe, it } from "node:test";

/** Runs it in a process that also does `work`. */
function leaveAfter(milliseconds: number, work: string) {
  const program = `
    import { leaveAfter } from ${JSON.stringify(new URL("../src/leave-after.js", import.meta.url).href)};
    leaveAfter(${milliseconds}, { error: (text) => console.log(text) });
    ${work}
  `;
  const node = ["--input-type=module", "--eval", program];
  return spawnSync(process.execPath, node, { encoding: "utf8", timeout: 60_000 });
}

describe("a process that is to leave", () => {
  it("leaves behind what does not end, and says so", () => {
    const { status, stdout } = leaveAfter(100, "setInterval(() => {}, 1000);");
    assert.equal(status, 1);
    assert.match(stdout, /does not end/);
  });

  it("is not held back when all has ended before", () => {
    const { status, stdout } = leaveAfter(50_000, "setTimeout(() => {}, 100);");
    assert.deepEqual([status, stdout], [0, ""]);
  });
});
