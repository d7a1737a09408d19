/** Whatever is typed wrong is refused in one message that helps, before anything is opened or changed. */
import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { main } from "../../src/cli.ts";

describe("tollgate refuses", () => {
  for (const name of ["frobnicate", "constructor", "toString", "__proto__", "--demo", ""]) {
    it(`the unknown command ${JSON.stringify(name)}, and shows which there are`, async (t) => {
      const message = await messageOf(t, [name]);
      assert.match(message, /There is no command/);
      assert.match(message, /Usage: tollgate COMMAND/);
      for (const command of [
        "serve",
        "migrate",
        "ensure-internal-app",
        "add-user",
        "set-password",
      ]) {
        assert.match(message, new RegExp(`^ {2}${command}\\b`, "m"));
      }
    });
  }

  const wrong: Record<string, [argv: string[], message: RegExp]> = {
    "an unknown option": [["migrate", "--force"], /--force/],
    "a word too many": [["ensure-internal-app", "again"], /again/],
    "an option without its value": [["add-user", "--email"], /--email/],
    "a flag with a value": [["serve", "--demo=yes"], /--demo/],
    "an account without address": [["add-user"], /--email must be/],
    "an account with an odd address": [["add-user", "--email", "ben"], /--email must be/],
    "an account with two addresses in one": [
      ["add-user", "--email", "ben@example.org, ada@example.org"],
      /--email must be/,
    ],
    "an account with an address of 81 characters": [
      ["add-user", "--email", `${"x".repeat(69)}@example.org`],
      /at most 80 characters/,
    ],
    "a new password for no address": [["set-password"], /--email must be/],
  };
  for (const [what, [argv, expected]] of Object.entries(wrong)) {
    it(`${what}, in one message`, async (t) => {
      const message = await messageOf(t, argv);
      assert.match(message, expected);
      assert.doesNotMatch(message, /^\s+at /m, "a stack of calls");
    });
  }
});

/** What is written for who typed it; the exit code is always 1. */
async function messageOf(t: TestContext, argv: string[]): Promise<string> {
  let message = "";
  const write = t.mock.method(process.stderr, "write", (text: string) => {
    message += text;
    return true;
  });
  const exitCode = await main(argv);
  write.mock.restore();
  assert.equal(exitCode, 1);
  return message;
}
