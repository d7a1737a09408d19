/** Runs tests as if the machine stood elsewhere. */
import assert from "node:assert/strict";
import { after, before, describe } from "node:test";

/** Each with the minutes by which its clocks are behind UTC in January, as `getTimezoneOffset` counts them. */
const offsets = { UTC: 0, "Asia/Kolkata": -330, "America/Los_Angeles": 480 };

export type TimeZone = keyof typeof offsets;

export const timeZones: readonly TimeZone[] = ["UTC", "Asia/Kolkata", "America/Los_Angeles"];

/** Defines the same suite once for each time zone of this process. */
export function inEachTimeZone(define: (zone: TimeZone) => void): void {
  for (const zone of timeZones) {
    describe(`under TZ=${zone}`, () => {
      useTimeZone(zone);
      define(zone);
    });
  }
}

/** Call it in a suite, whose tests then run in that time zone. */
export function useTimeZone(zone: TimeZone): void {
  let restore: () => void;
  before(() => {
    restore = enter(zone);
  });
  after(() => restore());
}

/** Does one piece of work in a time zone. */
export async function inTimeZone<Result>(
  zone: TimeZone,
  work: () => Promise<Result>,
): Promise<Result> {
  const restore = enter(zone);
  try {
    return await work();
  } finally {
    restore();
  }
}

/** Returns what puts the former time zone back. Fails where Node does not know the zone. */
function enter(zone: TimeZone): () => void {
  const former = process.env["TZ"];
  process.env["TZ"] = zone;
  const january = new Date(Date.UTC(2026, 0, 15));
  assert.equal(january.getTimezoneOffset(), offsets[zone], `this process is not in ${zone}`);
  return () => {
    if (former === undefined) delete process.env["TZ"];
    else process.env["TZ"] = former;
  };
}
