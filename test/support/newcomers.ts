/** People beside the cast, one for each test, so that tests can share a world without meeting each other's tokens. */
import { randomBytes } from "node:crypto";
import { databaseNow } from "../../src/db/database.ts";
import type { NewUserRow } from "../../src/db/schema.ts";
import type { Person } from "./people.ts";
import type { World } from "./world.ts";

/** A plain user nobody has seen before, called Nia unless `columns` say otherwise. She has no password. */
export async function addNewcomer(
  { deps: { db } }: Pick<World, "deps">,
  columns: Partial<NewUserRow> = {},
): Promise<Person> {
  const email = `nia-${randomBytes(6).toString("hex")}@example.org`;
  const now = databaseNow(db);
  const { id, email: stored } = await db
    .insertInto("users")
    .values({
      firstname: "Nia",
      surname: "Newcomer",
      email,
      created_at: now,
      updated_at: now,
      ...columns,
    })
    .returning(["id", "email"])
    .executeTakeFirstOrThrow();
  return { id, email: stored, firstname: "Nia" };
}

/** The same service with other settings. */
export function withSettings(deps: World["deps"], settings: Partial<World["deps"]["settings"]>) {
  return { ...deps, settings: { ...deps.settings, ...settings } };
}
