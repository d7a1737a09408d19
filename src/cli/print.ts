/** Writes a line to standard output. */
import { visible } from "./visible.ts";

export function print(line: string) {
  process.stdout.write(`${visible(line)}\n`);
}
