/** People who press "Regenerate token" at a running server, each again as soon as he is answered. */
import type { Database } from "../../src/db/schema.ts";
import { hashPassword } from "../../src/users/password.ts";
import { Connection, rotate, signIn, type SignedIn } from "../../test/support/client.ts";
import { password } from "../../test/support/people.ts";
import type { Server } from "./servers.ts";

export type Pressers = AsyncDisposable & {
  /** They begin; the function that is returned lets them end, and resolves to how many presses were answered. */
  begin: () => () => Promise<number>;
};

/** The persons with the numbers 1 to `count` sign in. */
export async function signInPressers(
  db: Database,
  { port }: Server,
  count: number,
): Promise<Pressers> {
  const url = `http://127.0.0.1:${port}`;
  await db
    .updateTable("users")
    .set({ encrypted_password: await hashPassword(password, "") })
    .where("id", "<=", count)
    .execute();
  const pressers: { connection: Connection; person: SignedIn }[] = [];
  for (let id = 1; id <= count; id += 1) {
    const connection = new Connection(url);
    const person = { id, email: `nia-${id}@example.org`, firstname: "Nia" };
    pressers.push({ connection, person: await signIn(connection, person) });
  }

  function begin() {
    const over = new AbortController();
    const presses = pressers.map(async ({ connection, person }) => {
      let answered = 0;
      for (; !over.signal.aborted; answered += 1) {
        const { status, body } = await rotate(connection, person);
        if (status !== 200) throw new Error(`A press was answered ${status}: ${body}`);
      }
      return answered;
    });
    return async () => {
      over.abort();
      const answered = await Promise.all(presses);
      return answered.reduce((total, one) => total + one, 0);
    };
  }

  return {
    begin,
    async [Symbol.asyncDispose]() {
      for (const { connection } of pressers) connection.close();
    },
  };
}
