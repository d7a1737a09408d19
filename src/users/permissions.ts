/** What DMPRoadmap lets a person do, as far as tokens need to know it (its User model's `can_…?`). */
import { prepareQuery } from "../db/prepared-query.ts";
import type { Database } from "../db/schema.ts";
import { together } from "../db/together.ts";
import type { User } from "./user.ts";

export type Permissions = {
  /** May use the v0 and v1 APIs, and so sees the legacy token. */
  canUseApi: boolean;
  /** May make himself a new legacy token. */
  canRegenerateLegacyToken: boolean;
};

const superAdminPerms = ["add_organisations", "grant_api_to_orgs", "change_org_affiliation"];
const orgAdminPerms = [
  "grant_permissions",
  "modify_guidance",
  "modify_templates",
  "change_org_details",
  "review_org_plans",
];

export async function findPermissions(
  db: Database,
  user: Pick<User, "id" | "org_id">,
): Promise<Permissions> {
  const [rows, [org]] = await together([
    selectPerms(db, { id: user.id }),
    selectOrg(db, { org_id: user.org_id }),
  ]);

  const names = new Set(rows.map(({ name }) => name));
  const hasAny = (perms: readonly string[]) => perms.some((name) => names.has(name));
  const canUseApi = names.has("use_api");
  const isSuperAdmin = hasAny(superAdminPerms);
  const isOrgAdmin = isSuperAdmin || (org?.managed === true && hasAny(orgAdminPerms));
  return { canUseApi, canRegenerateLegacyToken: isSuperAdmin || (isOrgAdmin && canUseApi) };
}

const selectPerms = prepareQuery((db, { id }: { id: number }) =>
  db
    .selectFrom("users_perms")
    .innerJoin("perms", "perms.id", "users_perms.perm_id")
    .select("perms.name")
    .where("users_perms.user_id", "=", id),
);

const selectOrg = prepareQuery((db, { org_id }: Pick<User, "org_id">) =>
  db.selectFrom("orgs").select("managed").where("id", "=", org_id),
);

/** The names that an account can be given: those that DMPRoadmap knows, and whatever else stands in its table. */
export async function findPermNames(db: Database): Promise<string[]> {
  const rows = await db.selectFrom("perms").select("name").where("name", "is not", null).execute();
  const found = rows.flatMap(({ name }) => name ?? []);
  return [...new Set(["use_api", ...orgAdminPerms, ...superAdminPerms, ...found])].toSorted();
}
