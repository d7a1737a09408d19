/** The rules by which recorded histories are judged, on small histories where the verdict is plain. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { findContradictions, type Operation } from "../support/history.ts";

const ben = { user: "Ben", server: "server 1" };

function rotated(secret: string, start: number, end: number): Operation {
  return { kind: "rotate", secret, start, end, ...ben };
}

function revoked(start: number, end: number): Operation {
  return { kind: "revoke", start, end, ...ben };
}

function used(secret: string, accepted: boolean, start: number, end: number): Operation {
  return { kind: "me", secret, accepted, start, end, ...ben };
}

describe("a recorded history", () => {
  it("is believed when uses and presses that overlap end either way", () => {
    const history = [
      rotated("first", 0, 10),
      used("first", true, 11, 12),
      rotated("second", 20, 30),
      used("first", true, 21, 29),
      used("first", false, 22, 23),
      used("first", false, 31, 32),
      revoked(40, Infinity), // lost on its way, or not
      used("second", true, 41, 42),
      used("second", false, 43, 44),
    ];
    assert.deepEqual(findContradictions(history), []);
  });

  it("is not believed when a token is accepted after the answer that ended it", () => {
    for (const end of [rotated("second", 20, 30), revoked(20, 30)]) {
      const history = [rotated("first", 0, 10), end, used("first", true, 30.5, 32)];
      const [contradiction = ""] = findContradictions(history);
      assert.match(contradiction, /accepted though it was dead/);
      assert.match(
        contradiction,
        /30\.50 – +32\.00 ms {2}me +…irst accepted {2}\(Ben at server 1\)/,
      );
    }
  });

  it("is not believed when a token is refused before anything could have ended it", () => {
    const history = [rotated("first", 0, 10), used("first", false, 11, 12), revoked(13, 14)];
    assert.match(findContradictions(history)[0] ?? "", /refused though nothing had ended it/);
  });

  it("is not believed when two tokens of one user are live together", () => {
    const history = [
      rotated("first", 0, 10),
      rotated("second", 5, 15),
      used("first", true, 20, 21),
      used("second", true, 22, 23),
      used("first", true, 24, 25),
      used("second", true, 26, 27),
    ];
    assert.match(findContradictions(history)[0] ?? "", /live together with another/);
  });

  it("keeps users apart", () => {
    const adas = { user: "Ada" };
    const history = [
      rotated("first", 0, 10),
      { ...rotated("second", 20, 30), ...adas },
      used("first", true, 31, 32),
      { ...used("second", true, 33, 34), ...adas },
      used("first", true, 35, 36),
    ];
    assert.deepEqual(findContradictions(history), []);
  });
});
