/**
 * The history of an owner's tokens, sealed row by row with a key that is not in the database.
 *
 * Each seal covers its row and the seal before it, so a changed, missing or inserted row breaks the chain; the owner's
 * sealed chain length shows rows cut off at the end. Every event is logged with its seal too: a whole database put back
 * to an earlier day would seal correctly, and only the log could tell.
 */
import { createHmac, type KeyObject } from "node:crypto";
import type { Insertable } from "kysely";
import { prepareQuery } from "../db/prepared-query.ts";
import type { DatabaseTransaction, EventRow, TollgateEventChainsTable } from "../db/schema.ts";
import type { Deps } from "../deps.ts";

export type TokenEvent = Omit<EventRow, "id" | "sequence" | "seal" | "revoked_access_token_ids"> & {
  revoked_access_token_ids: readonly number[];
};

export type SealedEvent = Omit<EventRow, "id">;

/**
 * Adds an event to its owner's chain, in the transaction of what it tells. Call it with the owner locked. A history that
 * somebody tampered with hinders nothing: the chain goes on, and stays broken.
 */
export async function recordEvent(
  deps: Pick<Deps, "settings">,
  transaction: DatabaseTransaction,
  event: TokenEvent,
): Promise<SealedEvent> {
  const { eventKey } = deps.settings;
  const owner = event.resource_owner_id;
  const [chain] = await selectChain(transaction, { owner });
  const [last] = await selectLast(transaction, { owner });
  const length = chain?.length ?? 0;
  const lastSequence = last?.sequence ?? 0;
  const row = {
    ...event,
    revoked_access_token_ids: event.revoked_access_token_ids.join(" "),
    sequence: Math.max(length, lastSequence) + 1,
  };
  const seal = sealEvent(eventKey, chain?.last_seal ?? "", row);
  const isIntact =
    lastSequence <= length &&
    (!chain || chain.seal === sealChain(eventKey, owner, length, chain.last_seal));
  const end = {
    resource_owner_id: owner,
    length: row.sequence,
    last_seal: seal,
    // A broken seal stays broken: going on must not cover up what was done before.
    seal: isIntact ? sealChain(eventKey, owner, row.sequence, seal) : (chain?.seal ?? ""),
  };
  const sealed = { ...row, seal };
  await insertEvent(transaction, sealed);
  await putChain(transaction, end);
  return sealed;
}

const selectChain = prepareQuery((db, { owner }: { owner: number }) =>
  db
    .selectFrom("tollgate_event_chains")
    .select(["length", "last_seal", "seal"])
    .where("resource_owner_id", "=", owner),
);

const selectLast = prepareQuery((db, { owner }: { owner: number }) =>
  db
    .selectFrom("tollgate_events")
    .select("sequence")
    .where("resource_owner_id", "=", owner)
    .orderBy("sequence", "desc")
    .limit(1),
);

const insertEvent = prepareQuery((db, event: SealedEvent) =>
  db.insertInto("tollgate_events").values(event),
);

const putChain = prepareQuery(
  (db, { resource_owner_id, ...end }: Insertable<TollgateEventChainsTable>) =>
    db
      .insertInto("tollgate_event_chains")
      .values({ resource_owner_id, ...end })
      .onConflict((conflict) => conflict.column("resource_owner_id").doUpdateSet(end)),
);

/** Tells the log of an event, once it is committed. */
export function logEvent({ log }: Pick<Deps, "log">, event: SealedEvent): void {
  log.info({ event }, `access token ${event.name}`);
}

/** HMAC over every column in a fixed order, and over the seal of the owner's event before ("" for the first). */
export function sealEvent(
  key: KeyObject,
  previousSeal: string,
  row: Omit<EventRow, "id" | "seal">,
): string {
  return hmac(key, [
    "event",
    previousSeal,
    row.resource_owner_id,
    row.sequence,
    row.name,
    row.application_id,
    row.access_token_id,
    row.revoked_access_token_ids,
    row.created_at.toISOString(),
  ]);
}

/** HMAC over where an owner's chain ends. */
export function sealChain(
  key: KeyObject,
  ownerId: number,
  length: number,
  lastSeal: string,
): string {
  return hmac(key, ["chain", ownerId, length, lastSeal]);
}

function hmac(key: KeyObject, parts: readonly (string | number | null)[]): string {
  return createHmac("sha256", key).update(JSON.stringify(parts)).digest("hex");
}
