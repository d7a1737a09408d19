/** Who may manage an access token for himself. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { mayManageOwnAccessToken } from "../../src/access-tokens/policy.ts";

describe("managing one's own access token", () => {
  const ben = {
    id: 1,
    firstname: "Ben",
    surname: "Example",
    email: "ben@example.org",
    active: true,
    org_id: null,
    language_id: null,
  };

  it("is allowed to every active user, whatever he may do otherwise", () => {
    assert.equal(mayManageOwnAccessToken(ben), true);
  });

  it("is not allowed to who is deactivated, or was never activated", () => {
    assert.equal(mayManageOwnAccessToken({ ...ben, active: false }), false);
    assert.equal(mayManageOwnAccessToken({ ...ben, active: null }), false);
  });
});
