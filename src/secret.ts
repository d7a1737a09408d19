/** An envelope for what must not be seen: it prints as `[secret]` everywhere until it is asked to reveal itself. */
import { inspect } from "node:util";

export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The text. Call it only where the text is hashed, or where it is shown to its owner. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return "[secret]";
  }

  toJSON(): string {
    return "[secret]";
  }

  [inspect.custom](): string {
    return "[secret]";
  }
}
