/** People to try Tollgate with, in an empty database on this machine alone. */
import { databaseNow, takeTurn } from "./db/database.ts";
import type { DatabaseTransaction } from "./db/schema.ts";
import type { Deps } from "./deps.ts";
import { urls } from "./urls.ts";
import { insertUser } from "./users/add-user.ts";
import { hashPassword } from "./users/password.ts";

const password = "let-me-through-please";

const people = [
  {
    email: "ada@example.org",
    firstname: "Ada",
    surname: "Achterberg",
    perms: ["use_api", "grant_permissions"],
    about: "administers her organisation and may use the legacy API",
  },
  { email: "ben@example.org", firstname: "Ben", surname: "Bouvier", about: "a plain user" },
  {
    email: "fay@example.org",
    firstname: "Fay",
    surname: "Fitzgerald",
    perms: ["use_api"],
    about: "may use the legacy API",
  },
  {
    email: "dev@example.org",
    firstname: "Dev",
    surname: "Dhillon",
    perms: ["add_organisations", "grant_api_to_orgs", "change_org_affiliation"],
    about: "a super administrator",
  },
  {
    email: "eve@example.org",
    firstname: "Eve",
    surname: "Eriksen",
    active: false,
    about: "deactivated: cannot sign in",
  },
] as const;

/** Adds them all or none, and none to a database that has users. Returns whether they are there now. */
export async function addDemoPeople(deps: Deps): Promise<boolean> {
  return await deps.db.transaction().execute(async (transaction) => {
    await takeTurn(transaction, "demo people");
    const users = await transaction
      .selectFrom("users")
      .select("email")
      .orderBy("id")
      .limit(1)
      .execute();
    if (users.length > 0) return users[0]?.email === people[0].email;
    const language_id = await addLanguage(transaction);
    const org_id = await addOrganisation(transaction, language_id);
    for (const { about: _, ...person } of people) {
      const encrypted_password = await hashPassword(password, deps.settings.passwordPepper);
      await insertUser(transaction, { ...person, encrypted_password, org_id, language_id });
    }
    return true;
  });
}

/** What a newcomer needs to read, once the server listens at `address`. */
export function welcome(address: string, { withPeople }: { withPeople: boolean }): string {
  return [
    "",
    "Tollgate is open. Make a token at",
    "",
    `  ${address}${urls.apiAccess}`,
    "",
    ...(withPeople ? accounts() : []),
    "Then use it:",
    "",
    `  curl -H "Authorization: Bearer YOUR-TOKEN" ${address}${urls.me}`,
    "",
    "",
  ].join("\n");
}

function accounts(): string[] {
  const width = Math.max(...people.map(({ email }) => email.length));
  return [
    `Demo accounts, all with the password ${password}:`,
    "",
    ...people.map(({ email, about }) => `  ${email.padEnd(width)}  ${about}`),
    "",
  ];
}

async function addLanguage(db: DatabaseTransaction): Promise<number> {
  const { id } = await db
    .insertInto("languages")
    .values({ abbreviation: "en-GB", name: "English (GB)", default_language: true })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

async function addOrganisation(db: DatabaseTransaction, language_id: number): Promise<number> {
  const now = databaseNow(db);
  const { id } = await db
    .insertInto("orgs")
    .values({
      name: "Example University",
      abbreviation: "EU",
      org_type: 1,
      managed: true,
      language_id,
      created_at: now,
      updated_at: now,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}
