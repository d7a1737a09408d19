/** Puts the people of a plan's file into the tables. */
import { databaseNow } from "../../db/database.ts";
import type { DatabaseTransaction } from "../../db/schema.ts";
import { normaliseEmail } from "../../users/find-user.ts";
import type { User } from "../../users/user.ts";
import { contributorRoles } from "../plan.ts";
import {
  listOf,
  type DmpDocument,
  type GivenAffiliation,
  type GivenIdentifier,
  type GivenPerson,
} from "./document.ts";
import { ensureOrganisation, orgTypes } from "./ensure-organisation.ts";
import { roleFlags } from "./roles.ts";
import { storeIdentifier, toStored } from "./store-identifiers.ts";

export type ImportOwner = Pick<User, "id" | "email" | "org_id">;

/**
 * In the place of those that the plan has. The contact is one more contributor, who looks after the data as DMPRoadmap
 * has it, unless it is the owner himself: then `contact_id` is null.
 */
export async function storeContributors(
  db: DatabaseTransaction,
  plan_id: number,
  { contributor = [], contact }: DmpDocument,
  owner: ImportOwner,
): Promise<{ contact_id: number | null }> {
  await deleteContributors(db, plan_id);
  for (const person of contributor) {
    const ids = listOf(person.contributor_id);
    await storePerson(db, plan_id, { person, ids, roles: roleFlags(person.role) });
  }
  if (normaliseEmail(contact.mbox) === normaliseEmail(owner.email)) return { contact_id: null };
  const ids = listOf(contact.contact_id);
  const roles = contributorRoles.data_curation;
  return { contact_id: await storePerson(db, plan_id, { person: contact, ids, roles }) };
}

async function deleteContributors(db: DatabaseTransaction, plan_id: number) {
  await db
    .deleteFrom("identifiers")
    .where("identifiable_type", "=", "Contributor")
    .where("identifiable_id", "in", (select) =>
      select.selectFrom("contributors").select("id").where("plan_id", "=", plan_id),
    )
    .execute();
  await db.deleteFrom("contributors").where("plan_id", "=", plan_id).execute();
}

/** `ids`: of several, the first is kept. */
async function storePerson(
  db: DatabaseTransaction,
  plan_id: number,
  { person, ids, roles }: { person: GivenPerson; ids: GivenIdentifier[]; roles: number },
): Promise<number> {
  const now = databaseNow(db);
  const { id } = await db
    .insertInto("contributors")
    .values({
      plan_id,
      name: person.name,
      email: person.mbox ?? null,
      roles,
      org_id: await ensureAffiliation(db, listOf(person.affiliation)),
      created_at: now,
      updated_at: now,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  const [identifier] = ids;
  if (identifier) {
    await storeIdentifier(db, ["Contributor", id], await toStored(db, identifier));
  }
  return id;
}

async function ensureAffiliation(db: DatabaseTransaction, [affiliation]: GivenAffiliation[]) {
  if (!affiliation) return null;
  const { name, abbreviation, affiliation_id: identifier } = affiliation;
  return await ensureOrganisation(db, { name, abbreviation, identifier }, orgTypes.institution);
}
