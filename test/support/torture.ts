/** How long the race and crash tests go on: briefly with every other test, long with TORTURE=1. */

const isTorture = process.env["TORTURE"] === "1";

export function times({ normally, torture }: { normally: number; torture: number }): number {
  return isTorture ? torture : normally;
}
