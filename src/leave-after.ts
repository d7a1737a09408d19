/** Ends the process when nothing else does: without it a person at a terminal would press Ctrl-C in vain. */
import type { Log } from "./deps.ts";

/** Ends the process with exit code 1 unless it has ended by itself in so many milliseconds. */
export function leaveAfter(milliseconds: number, log: Log): void {
  setTimeout(() => {
    log.error("something does not end: it is left behind");
    process.exit(1);
  }, milliseconds).unref();
}
