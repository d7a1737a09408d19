/** Counts failures by address, in memory, so that guessing gets slower answers than knowing. */
import { networkOf } from "../network-address.ts";

/** How many addresses are remembered; beyond it the oldest windows are forgotten. */
const remembered = 50_000;

export type FailureLimit = {
  /** Counts one failure. Returns 0 while there are few, else the seconds after which the count starts anew. */
  count: (address: string, now: Date) => number;
};

/** `most` failures an address in `window` milliseconds; IPv6 addresses count by their /64. */
export function createFailureLimit({
  most,
  window,
}: {
  most: number;
  window: number;
}): FailureLimit {
  const counters = new Map<string, { failures: number; endsAt: number }>();

  return {
    count(address, now) {
      const network = networkOf(address);
      const moment = now.getTime();
      const known = counters.get(network);
      if (known && moment < known.endsAt) {
        known.failures += 1;
        return known.failures > most ? Math.ceil((known.endsAt - moment) / 1000) : 0;
      }
      counters.delete(network); // set again at the end: a Map keeps the order in which windows began
      counters.set(network, { failures: 1, endsAt: moment + window });
      if (counters.size > remembered) forgetOldest(counters);
      return 0;
    },
  };
}

function forgetOldest(counters: Map<string, unknown>) {
  for (const network of counters.keys()) {
    counters.delete(network);
    return;
  }
}
