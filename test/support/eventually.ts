/** Waits for what another process will do, as long as that takes on a busy machine. */
import { setTimeout as sleep } from "node:timers/promises";

const patience = 120_000;

/** Resolves to the first truthy value of `condition`; `what` says in the error what never came. */
export async function eventually<Value>(
  what: string,
  condition: () => Promise<Value>,
): Promise<NonNullable<Value>> {
  for (const deadline = Date.now() + patience; Date.now() < deadline; await sleep(10)) {
    const value = await condition();
    if (value) return value;
  }
  throw new Error(`This did not happen within ${patience / 1000} seconds: ${what}`);
}
