/** What "Regenerate token" does: the owner's live token dies and a new one is made, in one transaction. */
import { requireInternalApplications } from "../applications/internal-application.ts";
import { isForeignKeyViolation } from "../db/failures.ts";
import { prepareQuery } from "../db/prepared-query.ts";
import type { DatabaseTransaction } from "../db/schema.ts";
import type { Deps } from "../deps.ts";
import { AppError } from "../errors.ts";
import {
  logEvent,
  readEndOfHistory,
  recordEvent,
  type EndOfHistory,
  type TokenEvent,
} from "./events.ts";
import { issue, type IssuedAccessToken } from "./issue.ts";
import { withOwnerLocked } from "./owner-lock.ts";
import { revokeLive } from "./revoke.ts";
import { consumeForm } from "./used-forms.ts";

const hour = 3_600_000;

/**
 * Makes the owner's only live internal token; whatever was live before is revoked. Nothing has changed if it throws:
 * `form_already_used` for a form sent again (`formId`), `application_missing`, `too_many_requests`, `not_signed_in`,
 * or a database failure. Only `outcome_unknown` leaves open whether the new token exists.
 */
export async function rotate(
  deps: Deps,
  ownerId: number,
  { formId }: { formId?: string | undefined } = {},
): Promise<IssuedAccessToken> {
  const { token, event } = await withOwnerLocked(deps.db, ownerId, async (transaction) => {
    if (formId !== undefined) await consumeForm(transaction, ownerId, formId, deps.now());
    const applications = await requireInternalApplications(deps, transaction);
    const history = await readEndOfHistory(transaction, ownerId);
    await requireAllowance(deps, transaction, { ownerId, history });
    const revoked = await revokeLive(transaction, ownerId, applications);
    const issued = await issue(deps, transaction, {
      applicationId: applications[0].id,
      ownerId,
    }).catch(failForMissingApplication);
    const rotated: TokenEvent = {
      resource_owner_id: ownerId,
      name: revoked.length === 0 ? "issued" : "rotated",
      application_id: issued.application_id,
      access_token_id: issued.id,
      revoked_access_token_ids: revoked.map(({ id }) => id),
      created_at: issued.created_at,
    };
    return {
      token: issued,
      event: await recordEvent(deps, transaction, rotated, { after: history }),
    };
  });
  logEvent(deps, event);
  return token;
}

/** So that a stuck script cannot fill the table: the n-th last token must be older than an hour. */
async function requireAllowance(
  { settings: { tokensPerHour }, now }: Deps,
  transaction: DatabaseTransaction,
  { ownerId, history }: { ownerId: number; history: EndOfHistory },
) {
  if (history.lastSequence < tokensPerHour) return; // there is no n-th last one
  const [nthLast] = await selectIssued(transaction, { ownerId, newer: tokensPerHour - 1 });
  if (!nthLast) return;
  const wait = nthLast.created_at.getTime() + hour - now().getTime();
  if (wait > 0) throw new AppError("too_many_requests", { retryAfter: Math.ceil(wait / 1000) });
}

/** When the token was made since which the owner has made so many newer ones. */
const selectIssued = prepareQuery((db, { ownerId, newer }: { ownerId: number; newer: number }) =>
  db
    .selectFrom("tollgate_events")
    .select("created_at")
    .where("resource_owner_id", "=", ownerId)
    .where("access_token_id", "is not", null)
    .orderBy("sequence", "desc")
    .offset(newer)
    .limit(1),
);

/** The application was there when we looked, and Rails deleted it before our insert. */
function failForMissingApplication(error: unknown): never {
  if (isForeignKeyViolation(error)) throw new AppError("application_missing", { cause: error });
  throw error;
}
