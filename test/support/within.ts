/** Waits for work that a mistake would let wait for ever, so that the test fails instead of hanging. */
import { setTimeout as sleep } from "node:timers/promises";

export async function within<Result>(seconds: number, work: Promise<Result>): Promise<Result> {
  const ended = new AbortController();
  const timeout = sleep(seconds * 1000, undefined, { signal: ended.signal }).then(() => {
    throw new Error(`This has waited for ${seconds} seconds`);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    timeout.catch(() => {});
    ended.abort();
  }
}
