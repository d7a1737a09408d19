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
export async function loseSessionsTable(world: World): Promise<AsyncDisposable> {
  return await loseTable(world, "tollgate_sessions");
}

/** A table is missing: what needs it meets an error that nobody foresaw. */
export async function loseTable({ deps: { db } }: World, name: string): Promise<AsyncDisposable> {
  const rename = async (from: string, to: string) =>
    await db.schema.alterTable(from).renameTo(to).execute();
  await rename(name, "lost");
  return { [Symbol.asyncDispose]: async () => await rename("lost", name) };
}
