/** Reads a new password: what is typed, or the first line of standard input. */
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { OperatorError } from "../operator-error.ts";
import { longestPassword } from "../users/password.ts";
import { typePassword } from "./type-password.ts";

const shortestPassword = 15;

/** Not an argument: everybody on the machine can read those. */
export async function readPassword(): Promise<string> {
  const password = process.stdin.isTTY ? await typePassword() : await firstLineOf(process.stdin);
  if (password === undefined) throw new OperatorError("The two passwords differ.");
  if (Array.from(password).length < shortestPassword || password.includes("\0")) {
    throw new OperatorError(`The password must have at least ${shortestPassword} characters.`);
  }
  if (Buffer.byteLength(password) > longestPassword) {
    throw new OperatorError(
      `The password must have at most ${longestPassword} bytes: bcrypt reads no more.`,
    );
  }
  return password;
}

async function firstLineOf(input: Readable): Promise<string> {
  const [line = ""] = (await text(input)).split(/\r?\n/);
  return line;
}
