/** What a call fails with; a call that succeeds fails the test. */
import assert from "node:assert/strict";

export async function failureOf(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
  } catch (error) {
    return error;
  }
  return assert.fail("It did not fail");
}
