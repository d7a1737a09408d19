/** Shows how far a long command has come, where somebody watches. */
import type { WriteStream } from "node:tty";

export type ProgressBar = {
  /** One more is done. */
  advance: () => void;
  /** Off the screen, to make room for other lines; the next step draws it again. */
  clear: () => void;
};

const width = 40;

/** Shows nothing on a stream that is no terminal, or for a single step. */
export function createProgressBar(
  stream: Pick<WriteStream, "isTTY" | "write">,
  total: number,
): ProgressBar {
  const isShown = stream.isTTY && total > 1;
  let done = 0;
  const clear = () => void (isShown && stream.write("\r\u001B[K"));
  return {
    clear,
    advance() {
      done += 1;
      if (!isShown) return;
      const filled = Math.floor((done / total) * width);
      const bar = "#".repeat(filled).padEnd(width, ".");
      stream.write(`\r[${bar}] ${done} of ${total}`);
      if (done === total) clear();
    },
  };
}
