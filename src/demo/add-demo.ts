/** Adds people, plans and templates to try Tollgate with, to an empty database on this machine alone. */
import { takeTurn } from "../db/database.ts";
import type { Deps } from "../deps.ts";
import { insertPeople } from "./insert-people.ts";
import { insertPlans } from "./insert-plans.ts";
import { insertTemplates } from "./insert-templates.ts";
import { insertVocabularies } from "./insert-vocabularies.ts";
import { people } from "./people.ts";

/** Adds it all or nothing, and nothing to a database that has users. Returns whether the people are there now. */
export async function addDemo(deps: Deps): Promise<boolean> {
  return await deps.db.transaction().execute(async (transaction) => {
    await takeTurn(transaction, "demo people");
    const users = await transaction
      .selectFrom("users")
      .select("email")
      .orderBy("id")
      .limit(1)
      .execute();
    if (users.length > 0) return users[0]?.email === people.ada.email;
    const vocabularies = await insertVocabularies(transaction);
    const person = await insertPeople(transaction, vocabularies, deps.settings.passwordPepper);
    const template = await insertTemplates(transaction, vocabularies);
    await insertPlans(transaction, { ...vocabularies, person, template });
    return true;
  });
}
