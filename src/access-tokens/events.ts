/**
 * The history of an owner's tokens, sealed row by row with a key that is not in the database.
 *
 * Each seal covers its row and the seal before it, so a changed, missing or inserted row breaks the chain; the owner's
 * sealed chain length shows rows cut off at the end. Every event is logged with its seal too: a whole database put back
 * to an earlier day would seal correctly, and only the log could tell.
 */
import { createHmac, type KeyObject } from "node:crypto";
import type { Selectable } from "kysely";
import { firstOf, prepareChange, prepareQuery } from "../db/prepared-query.ts";
import type { DatabaseTransaction, EventRow, TollgateEventChainsTable } from "../db/schema.ts";
import type { Deps } from "../deps.ts";

export type TokenEvent = Omit<EventRow, "id" | "sequence" | "seal" | "revoked_access_token_ids"> & {
  revoked_access_token_ids: readonly number[];
};

export type SealedEvent = Omit<EventRow, "id">;

/** Where an owner's history ends. */
export type EndOfHistory = {
  /** Of the last event that is there; at least as large as the number of events. */
  lastSequence: number;
  /** What the chain's own row says, if there is one. */
  chain: Omit<Selectable<TollgateEventChainsTable>, "resource_owner_id"> | undefined;
};

/** Call it with the owner locked. */
export async function readEndOfHistory(
  transaction: DatabaseTransaction,
  owner: number,
): Promise<EndOfHistory> {
  const { last_sequence, length, last_seal, seal } = firstOf(
    await selectEndOfHistory(transaction, { owner }),
  );
  return {
    lastSequence: last_sequence ?? 0,
    chain:
      length === null || last_seal === null || seal === null
        ? undefined
        : { length, last_seal, seal },
  };
}

/**
 * Adds an event to its owner's chain, in the transaction of what it tells. Call it with the owner locked; `after`: where
 * his history ends. If somebody tampered with it, that hinders nothing: the chain goes on, and stays broken.
 */
export async function recordEvent(
  deps: Pick<Deps, "settings">,
  transaction: DatabaseTransaction,
  event: TokenEvent,
  { after: { lastSequence, chain } }: { after: EndOfHistory },
): Promise<SealedEvent> {
  const { eventKey } = deps.settings;
  const owner = event.resource_owner_id;
  const length = chain?.length ?? 0;
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

/** The owner has a row, or he could not be locked. */
const selectEndOfHistory = prepareQuery((db, { owner }: { owner: number }) =>
  db
    .selectFrom("users")
    .leftJoin("tollgate_event_chains as chain", "chain.resource_owner_id", "users.id")
    .select(["chain.length", "chain.last_seal", "chain.seal"])
    .select((select) =>
      select
        .selectFrom("tollgate_events as event")
        .select((own) => own.fn.max("event.sequence").as("last"))
        .where("event.resource_owner_id", "=", owner)
        .as("last_sequence"),
    )
    .where("users.id", "=", owner),
);

const insertEvent = prepareChange((db, event: SealedEvent) =>
  db.insertInto("tollgate_events").values(event),
);

const putChain = prepareChange(
  (db, { resource_owner_id, ...end }: Selectable<TollgateEventChainsTable>) =>
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
