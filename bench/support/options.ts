/** What may be said behind a bench's name: `npm run bench:verify -- --rounds 3 --on SQLite`. */
import { parseArgs } from "node:util";
import { kinds, type Kind } from "./databases.ts";

export type BenchOptions = {
  /** How often each candidate is measured, and for how many seconds. */
  rounds: number;
  seconds: number;
  /** Which databases. */
  on: readonly Kind[];
};

/** Runs the bench on each database that the options name. */
export async function benchOnEach(
  argv: readonly string[],
  bench: (kind: Kind, options: BenchOptions) => Promise<void>,
): Promise<void> {
  const options = readOptions(argv);
  for (const kind of options.on) await bench(kind, options);
}

export function readOptions(argv: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      rounds: { type: "string", default: "7" },
      seconds: { type: "string", default: "2" },
      on: { type: "string", multiple: true, default: [...kinds] },
    },
  });
  return {
    rounds: Number(values.rounds),
    seconds: Number(values.seconds),
    on: kinds.filter((kind) => values.on.includes(kind)),
  };
}
