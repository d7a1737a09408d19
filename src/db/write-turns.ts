/** The queue for SQLite's one write connection: first come, first served, and nobody waits for ever. */
import { DatabaseUnavailableError } from "./failures.ts";

export class WriteTurns {
  readonly #patience: number;
  readonly #waiting: (() => void)[] = [];
  #taken = false;

  /** `patience`: milliseconds that a write waits for its turn. */
  constructor(patience: number) {
    this.#patience = patience;
  }

  /** Resolves, when it is this caller's turn, to the function that ends it. Throws DatabaseUnavailableError. */
  async take(): Promise<() => void> {
    if (this.#taken) await this.#wait();
    this.#taken = true;
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      this.#taken = false;
      this.#waiting.shift()?.();
    };
  }

  #wait(): Promise<void> {
    return new Promise((resolve, reject) => {
      const start = () => {
        clearTimeout(timer);
        // Taken at once, or a newcomer could slip in before the waiting function goes on.
        this.#taken = true;
        resolve();
      };
      const giveUp = () => {
        this.#waiting.splice(this.#waiting.indexOf(start), 1);
        reject(new DatabaseUnavailableError("Too many writes are waiting for SQLite"));
      };
      const timer = setTimeout(giveUp, this.#patience);
      this.#waiting.push(start);
    });
  }
}
