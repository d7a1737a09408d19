/** What a person is to a plan. */
import { isOneOf } from "../db/database.ts";
import { prepareQuery } from "../db/prepared-query.ts";
import type { Database } from "../db/schema.ts";

/** Bit flags of `roles.access`. */
export const accessFlags = {
  creator: 1,
  administrator: 2,
  editor: 4,
  commenter: 8,
  reviewer: 16,
} as const;

export type PlanRole = keyof typeof accessFlags;

/** By the id of the plan, the first of a person's active roles in the order above. */
export async function findPlanRoles(
  db: Database,
  userId: number,
  planIds: readonly number[],
): Promise<Map<number | null, PlanRole | undefined>> {
  const rows = await selectRoles(db, { userId, planIds });
  const access = new Map<number | null, number>();
  for (const row of rows) access.set(row.plan_id, (access.get(row.plan_id) ?? 0) | row.access);
  return new Map([...access].map(([planId, flags]) => [planId, firstRole(flags)]));
}

const selectRoles = prepareQuery(
  (db, { userId, planIds }: { userId: number; planIds: readonly number[] }) =>
    db
      .selectFrom("roles")
      .select(["plan_id", "access"])
      .where("user_id", "=", userId)
      .where("active", "=", true)
      .where(isOneOf(db, "plan_id", planIds)),
);

function firstRole(flags: number): PlanRole | undefined {
  const roles: readonly PlanRole[] = [
    "creator",
    "administrator",
    "editor",
    "commenter",
    "reviewer",
  ];
  return roles.find((role) => (flags & accessFlags[role]) !== 0);
}
