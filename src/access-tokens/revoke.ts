/** What "Revoke token" does: the owner's live internal tokens end at once. The rows stay. */
import { requireInternalApplications } from "../applications/internal-application.ts";
import { databaseNow, isOneOf } from "../db/database.ts";
import { prepareChange } from "../db/prepared-query.ts";
import type { DatabaseTransaction } from "../db/schema.ts";
import type { Deps } from "../deps.ts";
import { logEvent, readEndOfHistory, recordEvent, type TokenEvent } from "./events.ts";
import { withOwnerLocked } from "./owner-lock.ts";

export type RevokedAccessToken = { id: number; revoked_at: Date };

/**
 * Returns what was revoked, nothing if nothing was live. Nothing has changed if it throws: `application_missing`,
 * `not_signed_in` for an owner who is gone, or deactivated unless `evenIfDeactivated`, or a database failure; only
 * `outcome_unknown` leaves it open.
 */
export async function revoke(
  deps: Deps,
  ownerId: number,
  options: { evenIfDeactivated?: boolean } = {},
): Promise<RevokedAccessToken[]> {
  const work = async (transaction: DatabaseTransaction) => {
    const applications = await requireInternalApplications(deps, transaction);
    const rows = await revokeLive(transaction, ownerId, applications);
    const [first] = rows;
    if (!first) return { revoked: rows };
    const ended: TokenEvent = {
      resource_owner_id: ownerId,
      name: "revoked",
      application_id: applications[0].id,
      access_token_id: null,
      revoked_access_token_ids: rows.map(({ id }) => id),
      created_at: first.revoked_at,
    };
    const after = await readEndOfHistory(transaction, ownerId);
    return { revoked: rows, event: await recordEvent(deps, transaction, ended, { after }) };
  };
  const { revoked, event } = await withOwnerLocked(deps.db, ownerId, work, options);
  if (event) logEvent(deps, event);
  return revoked;
}

/** Call it with the owner locked. Tokens that were revoked before keep their moment; other applications' live on. */
export async function revokeLive(
  transaction: DatabaseTransaction,
  ownerId: number,
  applications: readonly { id: number }[],
): Promise<RevokedAccessToken[]> {
  const applicationIds = applications.map(({ id }) => id);
  const rows = await updateLive(transaction, { ownerId, applicationIds });
  return rows.toSorted((one, other) => one.id - other.id);
}

const updateLive = prepareChange(
  (db, { ownerId, applicationIds }: { ownerId: number; applicationIds: readonly number[] }) =>
    db
      .updateTable("oauth_access_tokens")
      .set({ revoked_at: databaseNow(db) })
      .where("resource_owner_id", "=", ownerId)
      .where(isOneOf(db, "application_id", applicationIds))
      .where("revoked_at", "is", null)
      .returning(["id", "revoked_at"])
      .$narrowType<{ revoked_at: Date }>(),
);
