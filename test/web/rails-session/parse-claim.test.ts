/** Whom a session of Rails names: somebody whom Devise signed in, with a moment that tells how fresh that is, or nobody. */
import assert from "node:assert/strict";
import { inspect } from "node:util";
import { describe, it } from "node:test";
import { parseClaim } from "../../../src/web/rails-session/parse-claim.ts";
import { deviseSession } from "../../support/rails-cookies.ts";

const salt = "$2a$10$abcdefghijklmnopqrstuv";
const user = { id: 7, encrypted_password: `${salt}and the rest of the hash` };
const at = new Date("2026-03-08T09:30:00Z");
const session = deviseSession(user, { at, sessionId: "0123456789abcdef0123456789abcdef" });

describe("a session of Rails", () => {
  it("names whom Devise signed in, and when it saw him last", () => {
    const found = parseClaim(session);
    assert.equal(found?.claim.userId, 7);
    assert.equal(found.claim.salt?.reveal(), salt);
    assert.equal(found.claim.lastRequestAt, at.getTime());
    assert.equal(found.sessionId.reveal(), session.session_id);
  });

  it("names somebody without password too", () => {
    for (const encrypted_password of [null, ""]) {
      const found = parseClaim(deviseSession({ id: 7, encrypted_password }, { at }));
      assert.equal(found?.claim.salt?.reveal() ?? null, encrypted_password);
    }
  });

  it("shows neither its id nor the salt when it is printed", () => {
    const printed =
      inspect(parseClaim(session), { depth: 9 }) + JSON.stringify(parseClaim(session));
    assert.ok(!printed.includes(salt) && !printed.includes(session.session_id));
  });

  it("names nobody when it is not what Devise writes", () => {
    const key = "warden.user.user.key";
    const seen = "warden.user.user.session";
    const others: unknown[] = [undefined, null, 1, "text", [], [session], {}];
    for (const name of ["session_id", key, seen]) {
      const values = [undefined, null, 0, "", "7", {}, [], [[]], [[7]], [[7], 1], [["7"], salt]];
      for (const value of values) others.push({ ...session, [name]: value });
    }
    for (const ids of [7, [], [null], [7.5], [2 ** 53], [7, 8], { 0: 7 }, "7"]) {
      others.push({ ...session, [key]: [ids, salt] });
    }
    others.push({ ...session, [key]: [[7], salt, 1] });
    for (const moment of [undefined, null, "1772962200", 1.5, Number.NaN, {}, []]) {
      others.push({ ...session, [seen]: { last_request_at: moment } });
    }
    others.push({ ...session, session_id: "too short to be a secret" });
    for (const other of others) assert.equal(parseClaim(other), undefined, inspect(other));
  });

  it("of an administrator's or another model's scope names nobody", () => {
    const { "warden.user.user.key": key, ...rest } = session;
    assert.equal(parseClaim({ ...rest, "warden.user.admin.key": key }), undefined);
  });
});
