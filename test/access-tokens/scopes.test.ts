/** Scopes are whole words in any order. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { includesAnyScope, isScopeToken, parseScopes } from "../../src/access-tokens/scopes.ts";

describe("scopes", () => {
  it("are words separated by spaces; doubled spaces and order do not matter", () => {
    assert.deepEqual([...parseScopes("read  write read ")], ["read", "write"]);
    assert.deepEqual([...parseScopes(" v2_read")], ["v2_read"]);
  });

  it("are none when the column is empty or NULL", () => {
    assert.equal(parseScopes("").size, 0);
    assert.equal(parseScopes(null).size, 0);
    assert.equal(includesAnyScope(null, ["read"]), false);
    assert.equal(includesAnyScope("", ["read", ""]), false);
  });

  it("open a route that asks for at least one of them", () => {
    assert.equal(includesAnyScope("write v2_read", ["read", "v2_read"]), true);
    assert.equal(includesAnyScope("read", ["read", "v2_read"]), true);
    assert.equal(includesAnyScope("write", ["read", "v2_read"]), false);
    assert.equal(includesAnyScope("read", []), false);
  });

  it("are compared whole, in their own case", () => {
    for (const scopes of [
      "read_dmps",
      "readwrite",
      "thread",
      "READ",
      "read,write",
      "read\twrite",
    ]) {
      assert.equal(includesAnyScope(scopes, ["read"]), false, scopes);
    }
  });

  it("are not taken for what every object has", () => {
    assert.equal(includesAnyScope("read", ["constructor", "__proto__"]), false);
  });

  it("are words by the grammar of RFC 6749 §3.3", () => {
    for (const word of ["read", "v2_read", "!", "#", "[", "]", "~", "https://example.org/read"]) {
      assert.equal(isScopeToken(word), true, word);
    }
    for (const word of ["", "read write", '"', "\\", "\u007f", "é", "a\n", "\t"]) {
      assert.equal(isScopeToken(word), false, JSON.stringify(word));
    }
  });
});
