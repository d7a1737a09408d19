/** The small questions about a person. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { fullName, isActive, isInvitationPending } from "../../src/users/user.ts";

describe("a person", () => {
  it("is active only when the column says so; Rails reads NULL as inactive", () => {
    assert.equal(isActive({ active: true }), true);
    assert.equal(isActive({ active: false }), false);
    assert.equal(isActive({ active: null }), false);
  });

  it("is invited from the invitation until it is accepted", () => {
    const accepted = new Date();
    const invited = (invitation_token: string | null, invitation_accepted_at: Date | null) =>
      isInvitationPending({ invitation_token, invitation_accepted_at });
    assert.equal(invited("token", null), true);
    assert.equal(invited("token", accepted), false);
    assert.equal(invited(null, accepted), false);
    assert.equal(invited(null, null), false);
  });

  it("is called by first name and surname, by what there is of them, or by the address", () => {
    const email = "ben@example.org";
    const name = (firstname: string | null, surname: string | null) =>
      fullName({ firstname, surname, email });
    assert.equal(name("Ben", "Bouvier"), "Ben Bouvier");
    assert.equal(name("Ben", null), "Ben");
    assert.equal(name("", "Bouvier"), "Bouvier");
    assert.equal(name(null, null), email);
    assert.equal(name(" ", ""), email);
  });
});
