/** Asks for a new password at a terminal, which does not show what is typed. */
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";

/** Asked for twice, because nobody sees a slip. Undefined if the two differ; empty when the person gives up. */
export async function typePassword(): Promise<string | undefined> {
  const nowhere = new Writable({ write: (_text, _encoding, done) => done() });
  const reader = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  const lines = reader[Symbol.asyncIterator]();
  const ask = async (prompt: string) => {
    process.stderr.write(prompt);
    const { value } = await lines.next();
    process.stderr.write("\n");
    return value ?? "";
  };
  try {
    const password = await ask("New password: ");
    if (password === "") return password;
    return (await ask("The same again: ")) === password ? password : undefined;
  } finally {
    reader.close();
  }
}
