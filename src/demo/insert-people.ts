/** Adds the people. */
import type { DatabaseTransaction } from "../db/schema.ts";
import { insertUser } from "../users/add-user.ts";
import { hashPassword } from "../users/password.ts";
import { insertEach, insertIdentifier } from "./insert.ts";
import type { Vocabularies } from "./insert-vocabularies.ts";
import { password, people, type DemoPerson } from "./people.ts";

export async function insertPeople(
  db: DatabaseTransaction,
  { language, organisation, scheme }: Vocabularies,
  passwordPepper: string,
) {
  return await insertEach(people, async (person: DemoPerson) => {
    const { about: _, orcid, language: spoken = "en-GB", ...columns } = person;
    const id = await insertUser(db, {
      ...columns,
      encrypted_password: await hashPassword(password, passwordPepper),
      org_id: organisation("university"),
      language_id: language(spoken),
    });
    if (orcid) {
      const orcidScheme = { name: "orcid", id: scheme("orcid") } as const;
      await insertIdentifier(db, { type: "User", id }, orcid, orcidScheme);
    }
    return id;
  });
}
