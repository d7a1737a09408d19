/** Faults on purpose, for tests of what a person sees of them. Each is mended where its block ends. */
import { DatabaseSync } from "node:sqlite";
import type { World } from "./world.ts";

/** Another process is writing to the SQLite file and does not come to an end: nobody else can write. */
export function holdWriteLock({ database }: World): Disposable {
  const other = new DatabaseSync(database.url.replace(/^sqlite:/, ""));
  other.exec("begin immediate");
  return { [Symbol.dispose]: () => other.close() };
}

/** A table is missing that every page of a signed-in person needs: nobody foresaw that. */
export async function loseSessionsTable({ deps: { db } }: World): Promise<AsyncDisposable> {
  const rename = async (from: string, to: string) =>
    await db.schema.alterTable(from).renameTo(to).execute();
  await rename("tollgate_sessions", "lost");
  return { [Symbol.asyncDispose]: async () => await rename("lost", "tollgate_sessions") };
}
