/** What a person may see of himself: his names, and those of his organisation and language. */
import { firstOf, prepareQuery } from "../db/prepared-query.ts";
import type { Deps } from "../deps.ts";
import type { User } from "./user.ts";

export type Profile = {
  firstname: string | null;
  surname: string | null;
  email: string;
  /** The organisation's name. */
  organisation: string | null;
  /** The language's name, such as `English (GB)`. */
  language: string | null;
};

export async function findProfile(
  { db }: Pick<Deps, "db">,
  { firstname, surname, email, org_id, language_id }: User,
): Promise<Profile> {
  const names = firstOf(await selectNames(db, { org_id, language_id }));
  return { firstname, surname, email, ...names };
}

const selectNames = prepareQuery(
  (db, { org_id, language_id }: Pick<User, "org_id" | "language_id">) =>
    db.selectNoFrom((select) => [
      select.selectFrom("orgs").select("name").where("id", "=", org_id).as("organisation"),
      select.selectFrom("languages").select("name").where("id", "=", language_id).as("language"),
    ]),
);
