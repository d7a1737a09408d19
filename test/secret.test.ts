/** A secret in its envelope is seen nowhere until it is asked to reveal itself. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { format, inspect } from "node:util";
import { pino } from "pino";
import { Secret } from "../src/secret.ts";

describe("a secret", () => {
  const text = "let-me-through-please";
  const secret = new Secret(text);

  it("reveals itself when it is asked to", () => {
    assert.equal(secret.reveal(), text);
  });

  const ways: Record<string, (value: Secret) => string> = {
    "as text": String,
    // oxlint-disable-next-line typescript/restrict-template-expressions -- what a careless line does
    "in a template": (value) => `${value}`,
    "joined with others": (value) => [value, value].join(" "),
    "as JSON": (value) => JSON.stringify(value),
    "as JSON, in an object": (value) => JSON.stringify({ value }),
    "as JSON, in a list": (value) => JSON.stringify([[value]]),
    inspected: (value) => inspect(value),
    "inspected in an object": (value) => inspect({ deep: { value } }),
    "printed on a console": (value) => format(value),
    "printed with %s": (value) => format("%s", value),
    "printed with %j": (value) => format("%j", value),
    "printed with %o": (value) => format("%o", value),
    "printed with %O": (value) => format("%O", value),
    "printed behind a text": (value) => format("the secret:", value),
    "in the message of an error": (value) => inspect(new Error(String(value))),
    "as the cause of an error": (value) => inspect(new Error("failed", { cause: value })),
  };
  for (const [way, print] of Object.entries(ways)) {
    it(`shows as [secret] ${way}`, () => {
      const printed = print(secret);
      assert.ok(!printed.includes(text), printed);
      assert.ok(printed.includes("[secret]"), printed);
    });
  }

  it("is not shown even where its own words are not heard", () => {
    for (const options of [{ customInspect: false }, { customInspect: false, showHidden: true }]) {
      assert.ok(!inspect(secret, options).includes(text));
    }
  });

  it("is logged as [secret], however deep", () => {
    let line = "";
    const log = pino({}, { write: (written: string) => void (line += written) });
    log.info({ value: secret, deep: { list: [secret] } }, `a message with ${String(secret)}`);
    assert.ok(!line.includes(text), line);
    assert.equal(line.split("[secret]").length - 1, 3, line);
  });

  it("has nothing that could be copied or listed", () => {
    assert.deepEqual(Object.keys(secret), []);
    assert.deepEqual(Reflect.ownKeys(secret), []);
    assert.equal(JSON.stringify(Object.assign({}, secret)), "{}");
    assert.ok(!inspect(structuredClone(secret), { showHidden: true }).includes(text));
  });
});
