/** The small questions about an access token's life. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { expiryOf, isExpired, isRevoked } from "../../src/access-tokens/access-token.ts";
import { inEachTimeZone } from "../support/time-zones.ts";

describe("an access token", () => {
  const now = new Date("2026-11-24T06:50:24.500Z");

  it("is live while it has no moment of revocation", () => {
    assert.equal(isRevoked({ revoked_at: null }), false);
  });

  it("is revoked by any moment: past, present or future", () => {
    for (const moment of [new Date(0), now, new Date("2999-01-01T00:00:00Z")]) {
      assert.equal(isRevoked({ revoked_at: moment }), true);
    }
  });

  it("never expires without a lifetime", () => {
    const token = { created_at: new Date(0), expires_in: null };
    assert.equal(expiryOf(token), undefined);
    assert.equal(isExpired(token, new Date("2999-01-01T00:00:00Z")), false);
  });

  inEachTimeZone(() => {
    // Los Angeles puts its clocks back between the two moments.
    const created_at = new Date("2026-11-01T08:30:00.250Z");
    const token = { created_at, expires_in: 7200 };
    const expiry = new Date("2026-11-01T10:30:00.250Z");

    it("expires after its lifetime in seconds", () => {
      assert.deepEqual(expiryOf(token), expiry);
    });

    it("is good until the last moment, and expired at the boundary itself", () => {
      const after = (milliseconds: number) => new Date(expiry.getTime() + milliseconds);
      assert.equal(isExpired(token, after(-1000)), false);
      assert.equal(isExpired(token, after(-1)), false);
      assert.equal(isExpired(token, after(0)), true);
      assert.equal(isExpired(token, after(1000)), true);
    });
  });

  it("is expired at once with no lifetime left", () => {
    assert.equal(isExpired({ created_at: now, expires_in: 0 }, now), true);
    assert.equal(isExpired({ created_at: now, expires_in: -1 }, now), true);
  });
});
