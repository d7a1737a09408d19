/** People and browsers beyond the cast: somebody new for one test, and a browser in which he is signed in already. */
import { randomBytes } from "node:crypto";
import { hash } from "bcrypt";
import { databaseNow } from "../../src/db/database.ts";
import type { NewUserRow } from "../../src/db/schema.ts";
import { beginSession } from "../../src/users/session.ts";
import { urls } from "../../src/urls.ts";
import { Browser } from "./browser.ts";
import { password, type Person } from "./people.ts";
import { insertDoorkeeperToken } from "./tokens.ts";
import type { World } from "./world.ts";

export const sessionCookie = "tollgate_session";

/** The password of the cast at bcrypt's lowest cost: tests sign in often. */
let quickHash: Promise<string> | undefined;

/** A plain user whom no other test knows, with the password of the cast; `more`: columns that differ. */
export async function addNewcomer(world: World, more: Partial<NewUserRow> = {}): Promise<Person> {
  const { db } = world.deps;
  quickHash ??= hash(password, 4);
  const encrypted_password = await quickHash;
  const firstname = more.firstname ?? "Newcomer";
  const email = more.email ?? `newcomer-${randomBytes(6).toString("hex")}@example.org`;
  const moments = { created_at: databaseNow(db), updated_at: databaseNow(db) };
  const { id } = await db
    .insertInto("users")
    .values({ firstname, surname: "Example", encrypted_password, ...moments, ...more, email })
    .returning("id")
    .executeTakeFirstOrThrow();
  return { id, email, firstname };
}

/** A browser with a session of this person, without the time that a password takes, on his profile. */
export async function openProfileOf(world: World, person: Person): Promise<Browser> {
  const browser = new Browser(world.app);
  const id = await beginSession(world.deps, await findUser(world, person));
  browser.cookies.set(sessionCookie, `s_${id.reveal()}`);
  await browser.get(urls.profile);
  return browser;
}

/** A browser of somebody with something to lose: he has a live token, and his profile open. */
export async function openVictimsProfile(world: World): Promise<Browser> {
  const person = await addNewcomer(world);
  await insertDoorkeeperToken(world, { resource_owner_id: person.id });
  return await openProfileOf(world, person);
}

async function findUser({ deps }: World, { id }: Pick<Person, "id">) {
  return await deps.db
    .selectFrom("users")
    .select(["id", "encrypted_password"])
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
}
