/** Bodies that are not what their type says, too large, or strange: the right 4xx, never a bug, and nothing changed. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { urls } from "../../src/urls.ts";
import { Browser } from "../support/browser.ts";
import { openSqlite } from "../support/databases.ts";
import { dump } from "../support/dump.ts";
import { shareWorld } from "../support/shared-world.ts";
import { openVictimsProfile } from "../support/visitors.ts";

const json = "application/json";
const form = "application/x-www-form-urlencoded";
const multipart = '--x\r\ncontent-disposition: form-data; name="form_id"\r\n\r\ny\r\n--x--\r\n';

const bad: [what: string, type: string, body: string | Buffer, status: number][] = [
  ["JSON that is not JSON", json, "{form_id: 1}", 400],
  ["a form that says it is JSON", json, "form_id=abc", 400],
  ["half of JSON", json, '{"form_id": "', 400],
  ["JSON that is a list", json, "[]", 400],
  ["JSON that is a text", json, '"delete"', 400],
  ["JSON that is a number", json, "1", 400],
  ["JSON with a form_id that is no text", json, '{"form_id": 12345678901234567890}', 400],
  ["JSON with a form_id that is a list", json, '{"form_id": ["aaaaaaaaaaaaaaaaaaaa"]}', 400],
  ["JSON with __proto__", json, '{"__proto__": {"form_id": "aaaaaaaaaaaaaaaaaaaa"}}', 400],
  ["JSON with a constructor's prototype", json, '{"constructor": {"prototype": {"x": 1}}}', 400],
  ["deep JSON", json, "[".repeat(30_000), 400],
  ["JSON with bytes that are no UTF-8", json, Buffer.from([0x22, 0xff, 0xfe, 0x22]), 400],
  ["a doubled field", form, "form_id=aaaaaaaaaaaaaaaaaaaa&form_id=bbbbbbbbbbbbbbbbbbbb", 400],
  ["5,000 times the same field", form, Array(5_000).fill("form_id=x").join("&"), 400],
  ["another method than delete", form, "_method=patch", 400],
  ["a method that is a list", form, "_method=delete&_method=delete", 400],
  ["text", "text/plain", '{"form_id": "x"}', 415],
  ["text that says charset", "text/plain; charset=utf-8", "form_id=x", 415],
  ["a multipart form", "multipart/form-data; boundary=x", multipart, 415],
  ["XML", "application/xml", "<form_id>x</form_id>", 415],
  ["bytes", "application/octet-stream", "form_id=x", 415],
  ["a type that is none", "nonsense", "form_id=x", 415],
  ["an empty type", "", "form_id=x", 415],
  ["a type with a NUL", "application/json\0", "{}", 415],
  ["64 KiB and a byte", form, `x=${"y".repeat(65_535)}`, 413],
  ["64 KiB and a byte of JSON", json, JSON.stringify("y".repeat(65_535)), 413],
];

describe("a press with a body that is", () => {
  const world = shareWorld(openSqlite);

  /** Presses the button of the page that is open now, each time with another body. */
  async function openPage() {
    const browser = await openVictimsProfile(world());
    const token = browser.authenticityToken;
    return async (type: string, payload: string | Buffer, accept: string) =>
      await browser.send({
        method: "POST",
        url: urls.internalUserAccessToken,
        headers: { "content-type": type, "x-csrf-token": token, accept },
        payload,
      });
  }

  for (const [what, type, body, status] of bad) {
    it(`${what}: ${status}, and nothing has changed`, async () => {
      const press = await openPage();
      const before = await dump(world().deps.db);
      for (const accept of ["text/html", json]) {
        const answer = await press(type, body, accept);
        assert.equal(answer.statusCode, status, accept);
        assert.doesNotMatch(answer.body, /FST_|SyntaxError|Unexpected token|at position/);
        assert.match(answer.body, accept === json ? /^\{"application"/ : /^<!DOCTYPE html>/);
      }
      assert.deepEqual(await dump(world().deps.db), before);
    });
  }

  const harmless: [what: string, type: string, body: string | Buffer][] = [
    ["empty", form, ""],
    [
      "nothing but unknown fields",
      form,
      Array.from({ length: 5_000 }, (_, n) => `x${n}=`).join("&"),
    ],
    ["a field named __proto__", form, "__proto__=x&constructor=y&prototype[x]=z"],
    ["percent-garbage", form, "x=%zz&%=%&=&&&==&%ff=%c3"],
    ["bytes that are no UTF-8", form, Buffer.from([0x78, 0x3d, 0xff, 0xfe, 0x00])],
    ["JSON null", json, "null"],
    ["JSON with more than asked for", json, '{"user_id": 1, "form": {"deep": []}}'],
    ["JSON of another charset's name", `${json}; charset=UTF-8`, "{}"],
  ];
  for (const [what, type, body] of harmless) {
    it(`${what}: taken, and only what is known is read`, async () => {
      const press = await openPage();
      const answer = await press(type, body, json);
      assert.equal(answer.statusCode, 200);
      assert.match(answer.json().token, /^dmp_/);
    });
  }
});

describe("a sign-in whose form", () => {
  const world = shareWorld(openSqlite);

  for (const [what, fields] of Object.entries({
    "lacks the password": "user[email]=ben@example.org",
    "lacks everything": "",
    "has two addresses": "user[email]=a@b&user[email]=c@d&user[password]=x",
    "has two passwords": "user[email]=ben@example.org&user[password]=a&user[password]=b",
    "is nested too deeply": "user[email][x]=a&user[password][y]=b",
    "has an endless address": `user[email]=${"a".repeat(2_000)}&user[password]=x`,
    "has an endless password": `user[email]=ben@example.org&user[password]=${"a".repeat(9_000)}`,
    "has two ways back": "user[email]=a@b&user[password]=x&return_to=/a&return_to=/b",
  })) {
    it(`${what} is a bad request, and no attempt is counted`, async () => {
      const browser = new Browser(world().app);
      await browser.get(urls.signIn);
      const before = await dump(world().deps.db);
      const answer = await browser.send({
        method: "POST",
        url: urls.signIn,
        headers: { "content-type": form, "x-csrf-token": browser.authenticityToken },
        payload: fields,
      });
      assert.equal(answer.statusCode, 400);
      assert.deepEqual(await dump(world().deps.db), before);
    });
  }
});
