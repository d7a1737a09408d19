/** Looks for anything half done among tokens and their events, as an auditor with the key would. */
import type { KeyObject } from "node:crypto";
import type { Selectable } from "kysely";
import { sealChain, sealEvent } from "../../src/access-tokens/events.ts";
import type {
  Database,
  EventRow,
  OauthAccessTokenRow,
  TollgateEventChainsTable,
} from "../../src/db/schema.ts";

/** Describes everything that is wrong; nothing is, in a database where only Tollgate made tokens. */
export async function findFaults(db: Database, eventKey: KeyObject): Promise<string[]> {
  const tokens = await db.selectFrom("oauth_access_tokens").selectAll().orderBy("id").execute();
  const known = await db.selectFrom("tollgate_access_tokens").selectAll().execute();
  const events = await db.selectFrom("tollgate_events").selectAll().orderBy("sequence").execute();
  const chains = await db.selectFrom("tollgate_event_chains").selectAll().execute();

  const ownerOf = (row: { resource_owner_id: number | null }) => row.resource_owner_id;
  const tokensOf = Map.groupBy(tokens, ownerOf);
  const eventsOf = Map.groupBy(events, ownerOf);
  const chainsOf = Map.groupBy(chains, ownerOf);
  const withLastFour = new Set(
    known.filter(({ last_four }) => last_four).map(({ access_token_id }) => access_token_id),
  );
  const owners = new Set([...tokensOf.keys(), ...eventsOf.keys(), ...chainsOf.keys()]);
  return [...owners].flatMap((owner) => {
    const ownTokens = tokensOf.get(owner) ?? [];
    const ownEvents = eventsOf.get(owner) ?? [];
    const faults = [
      ...faultsOfTokens(ownTokens, ownEvents, withLastFour),
      ...faultsOfEvents(ownEvents, ownTokens, eventKey),
      ...faultsOfChain(ownEvents, chainsOf.get(owner)?.[0], eventKey),
    ];
    return faults.map((fault) => `user ${owner}: ${fault}`);
  });
}

/** Each token is made by one event, and ended by one if it is dead; at most one is not. */
function faultsOfTokens(
  tokens: readonly OauthAccessTokenRow[],
  events: readonly EventRow[],
  withLastFour: ReadonlySet<number>,
): string[] {
  const faults: string[] = [];
  const live = tokens.filter(({ revoked_at }) => !revoked_at).map(({ id }) => id);
  if (live.length > 1) faults.push(`${live.length} live tokens: ${live.join(", ")}`);
  const made = countEach(events.flatMap(({ access_token_id }) => access_token_id ?? []));
  const ended = countEach(events.flatMap(revokedIds));
  for (const { id, revoked_at } of tokens) {
    const state = revoked_at ? "dead" : "live";
    const endings = ended.get(id) ?? 0;
    if (!withLastFour.has(id)) faults.push(`token ${id} has no row in tollgate_access_tokens`);
    if (made.get(id) !== 1) faults.push(`${made.get(id) ?? 0} events made token ${id}`);
    if (endings !== (revoked_at ? 1 : 0)) {
      faults.push(`${endings} events ended token ${id}, which is ${state}`);
    }
  }
  return faults;
}

/** Events follow each other without gaps, each sealed with the one before, and tell of tokens that exist. */
function faultsOfEvents(
  events: readonly EventRow[],
  tokens: readonly OauthAccessTokenRow[],
  eventKey: KeyObject,
): string[] {
  const faults: string[] = [];
  const ids = new Set(tokens.map(({ id }) => id));
  for (const [index, event] of events.entries()) {
    const { sequence, seal, access_token_id } = event;
    const told = [...revokedIds(event), ...(access_token_id === null ? [] : [access_token_id])];
    if (sequence !== index + 1) faults.push(`event ${index + 1} has the sequence ${sequence}`);
    if (seal !== sealEvent(eventKey, events[index - 1]?.seal ?? "", event)) {
      faults.push(`the seal of event ${sequence} is wrong`);
    }
    if (told.length === 0) faults.push(`event ${sequence} tells of no token`);
    const missing = told.filter((id) => !ids.has(id));
    if (missing.length > 0) faults.push(`event ${sequence} tells of tokens ${missing.join(", ")}`);
  }
  return faults;
}

/** The chain ends where the events end. */
function faultsOfChain(
  events: readonly EventRow[],
  chain: Selectable<TollgateEventChainsTable> | undefined,
  eventKey: KeyObject,
): string[] {
  const last = events.at(-1);
  if (!chain || !last) return chain || last ? ["events without a chain, or a chain without"] : [];
  const { resource_owner_id, length, last_seal } = chain;
  const faults: string[] = [];
  if (length !== last.sequence || last_seal !== last.seal) {
    faults.push(`the chain ends at ${length}, the events end at ${last.sequence}`);
  }
  if (chain.seal !== sealChain(eventKey, resource_owner_id, length, last_seal)) {
    faults.push("the seal of the chain is wrong");
  }
  return faults;
}

function revokedIds({ revoked_access_token_ids }: EventRow): number[] {
  return revoked_access_token_ids.split(" ").filter(Boolean).map(Number);
}

function countEach(ids: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}
