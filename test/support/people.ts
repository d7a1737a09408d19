/** The cast of the tests, the same people everywhere. Cleo has no account, so she is not here. */
import { databaseNow } from "../../src/db/database.ts";
import type { Database, NewUserRow } from "../../src/db/schema.ts";
import { hashPassword } from "../../src/users/password.ts";

export const password = "let-me-through-please";

export type Person = { id: number; email: string; firstname: string };

/**
 * Ada administers her organisation and may use the legacy API; Ben is a plain user; Fay may use the legacy API;
 * Dev is a super administrator; Eve is deactivated; Ivy was invited and has not accepted.
 */
export type People = Record<"ada" | "ben" | "fay" | "dev" | "eve" | "ivy", Person>;

let passwordHash: Promise<string> | undefined;

export async function addPeople(db: Database): Promise<People> {
  passwordHash ??= hashPassword(password, "");
  const encrypted_password = await passwordHash;
  const now = databaseNow(db);
  const moments = { created_at: now, updated_at: now };
  const language = await db
    .insertInto("languages")
    .values({ abbreviation: "en-GB", name: "English (GB)", default_language: true })
    .returning("id")
    .executeTakeFirstOrThrow();
  const org = await db
    .insertInto("orgs")
    .values({ name: "Example University", managed: true, ...moments })
    .returning("id")
    .executeTakeFirstOrThrow();

  const add = async (firstname: string, perms: string[], more: Partial<NewUserRow> = {}) => {
    const email = `${firstname.toLowerCase()}@example.org`;
    const { id } = await db
      .insertInto("users")
      .values({
        firstname,
        surname: "Example",
        email,
        encrypted_password,
        org_id: org.id,
        language_id: language.id,
        ...moments,
        ...more,
      })
      .returning("id")
      .executeTakeFirstOrThrow();
    for (const name of perms) {
      const perm = await db
        .insertInto("perms")
        .values({ name, ...moments })
        .returning("id")
        .executeTakeFirstOrThrow();
      await db.insertInto("users_perms").values({ user_id: id, perm_id: perm.id }).execute();
    }
    return { id, email, firstname };
  };

  return {
    ada: await add("Ada", ["use_api", "grant_permissions"]),
    ben: await add("Ben", []),
    fay: await add("Fay", ["use_api"]),
    dev: await add("Dev", ["add_organisations"]),
    eve: await add("Eve", [], { active: false }),
    ivy: await add("Ivy", [], { invitation_token: "not accepted yet" }),
  };
}
