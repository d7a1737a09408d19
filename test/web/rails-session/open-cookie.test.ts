/** What is taken for a cookie of Rails: what one of its keys sealed, for this very name, and not too long ago. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readConfig } from "../../../src/config.ts";
import { openCookie } from "../../../src/web/rails-session/open-cookie.ts";
import { railsCookie, sealCookie, secretKeyBase } from "../../support/rails-cookies.ts";

const session = { session_id: "0123456789abcdef0123456789abcdef", name: "Zoë" };
const now = new Date("2026-03-08T09:30:00Z");

const { railsSessions } = readConfig(
  { RAILS_SECRET_KEY_BASE: secretKeyBase },
  () => "a secret key that is only for tests",
);

function open(cookie: string) {
  assert.ok(railsSessions);
  return openCookie(railsSessions, decodeURIComponent(cookie), now);
}

describe("a cookie of Rails", () => {
  it("is opened, sealed with a key of either digest", () => {
    for (const digest of ["sha1", "sha256"] as const) {
      assert.deepEqual(open(sealCookie(session, { digest })), session);
    }
  });

  it("is opened until it expires, not a moment longer", () => {
    assert.deepEqual(open(sealCookie(session, { expires: "2026-03-08T09:30:00.001Z" })), session);
    for (const expires of ["2026-03-08T09:30:00.000Z", "2025-01-01T00:00:00Z", "soon", ""]) {
      assert.equal(open(sealCookie(session, { expires })), undefined, expires);
    }
  });

  it("is not opened when it was sealed with another secret", () => {
    assert.equal(open(sealCookie(session, { secret: `${secretKeyBase}.` })), undefined);
  });

  it("is not opened when it was sealed for another purpose, or for none", () => {
    for (const purpose of ["cookie.remember_user_token", railsCookie, "", null]) {
      assert.equal(open(sealCookie(session, { purpose })), undefined, String(purpose));
    }
    assert.equal(open(sealCookie(null, { text: JSON.stringify(session) })), undefined);
  });

  it("is not opened when a bit of it was changed, wherever", () => {
    const cookie = decodeURIComponent(sealCookie(session));
    for (const [index, character] of cookie.split("").entries()) {
      // The last letter before "==" has bits that mean nothing: changing those changes nothing.
      if (character === "-" || character === "=" || cookie[index + 1] === "=") continue;
      const changed = cookie.slice(0, index) + other(character) + cookie.slice(index + 1);
      assert.equal(open(encodeURIComponent(changed)), undefined, String(index));
    }
  });

  it("is not opened when it was cut off, wherever", () => {
    const cookie = decodeURIComponent(sealCookie(session));
    for (let length = 0; length < cookie.length; length += 1) {
      assert.equal(open(encodeURIComponent(cookie.slice(0, length))), undefined, String(length));
    }
  });

  it("is not opened with a proof of fewer bytes, which could be guessed", () => {
    const [data = "", nonce = "", proof = ""] = decodeURIComponent(sealCookie(session)).split("--");
    for (const length of [4, 8, 12, 15]) {
      const shorter = Buffer.from(proof, "base64").subarray(0, length).toString("base64");
      const cookie = encodeURIComponent([data, nonce, shorter].join("--"));
      assert.equal(open(cookie), undefined, String(length));
    }
  });

  it("is not opened when it holds no JSON, such as Ruby's own serialisation", () => {
    const marshalled = Buffer.from(
      '\u0004\b{\u0006I"\u000fsession_id\u0006:\u0006ETi\u0006',
      "latin1",
    );
    for (const message of [marshalled, Buffer.from(""), Buffer.from("{"), Buffer.from([0xff, 0])]) {
      assert.equal(open(sealCookie(null, { message })), undefined);
    }
  });

  it("is not opened when its envelope is none", () => {
    const envelopes = ["", "{", "null", "[]", "1", '{"_rails":null}', '{"_rails":[]}'];
    const odd = `{"_rails":{"message":1,"exp":null,"pur":"cookie.${railsCookie}"}}`;
    for (const text of [...envelopes, odd, odd.replace("1", "null"), odd.replace("null", "5")]) {
      assert.equal(open(sealCookie(null, { text })), undefined, text);
    }
  });

  it("is not opened when it is longer than any of Rails'", () => {
    const fits = { filler: "x".repeat(2000) };
    assert.deepEqual(open(sealCookie(fits)), fits);
    assert.equal(open(sealCookie({ filler: "x".repeat(4000) })), undefined);
  });

  it("is not looked for in what is nothing of the kind, nor takes long to find that out", () => {
    const begin = performance.now();
    for (const text of ["", "--", "----", "x", "\0", "=--=--=", "\ud800", "A".repeat(1_000_000)]) {
      assert.ok(railsSessions);
      assert.equal(openCookie(railsSessions, text, now), undefined);
      assert.equal(openCookie(railsSessions, `${text}--${text}--${text}`, now), undefined);
    }
    assert.ok(performance.now() - begin < 500);
  });
});

/** Another letter of base64, one bit away in what it means. */
function other(character: string): string {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  return letters[letters.indexOf(character) ^ 1] ?? "";
}
