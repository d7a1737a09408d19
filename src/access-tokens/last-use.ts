/** Notes when and from where a token was last used: behind the answer, and at most once a minute for each token. */
import { setImmediate as endOfTurn } from "node:timers/promises";
import { sql } from "kysely";
import { isPostgres } from "../db/database.ts";
import { formatMoment } from "../db/moments.ts";
import type { Database } from "../db/schema.ts";
import type { Deps } from "../deps.ts";
import { shortenAddress } from "../network-address.ts";

const interval = 60_000;
/** How long uses are gathered, in milliseconds, before they are written together. */
const gathering = 1_000;
/** How many are written in one statement: others' requests are answered between two. */
const together = 500;
/** How many tokens' last stamps are remembered, so that most uses do not ask the database. */
const remembered = 100_000;

export type LastUse = {
  /** Notes a successful use; `address` is stored shortened. Never throws, never waits. */
  note: (accessTokenId: number, address: string) => void;
  /** Resolves when everything noted is written, or given up with a warning. */
  flush: () => Promise<void>;
};

type Use = { id: number; at: Date; address: string };

export function createLastUse(deps: Pick<Deps, "db" | "now" | "log">): LastUse {
  const stampedAt = new Map<number, number>();
  let gathered = new Map<number, Use>();
  let writing = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  async function flush() {
    clearTimeout(timer);
    timer = undefined;
    const uses = gathered;
    gathered = new Map();
    if (uses.size > 0) writing = writing.then(async () => await write(uses));
    await writing;
  }

  async function write(uses: Map<number, Use>) {
    try {
      const all = [...uses.values()];
      for (let start = 0; start < all.length; start += together) {
        if (start > 0) await endOfTurn();
        await stamp(deps.db, all.slice(start, start + together));
      }
    } catch (error) {
      deps.log.warn({ err: error }, "last use of tokens was not written");
    }
  }

  return {
    note(accessTokenId, address) {
      const now = deps.now();
      if (now.getTime() - (stampedAt.get(accessTokenId) ?? 0) < interval) return;
      if (stampedAt.size >= remembered) stampedAt.clear();
      stampedAt.set(accessTokenId, now.getTime());
      gathered.set(accessTokenId, {
        id: accessTokenId,
        at: now,
        address: shortenAddress(address),
      });
      timer ??= setTimeout(() => void flush(), gathering);
    },
    flush,
  };
}

/** One conditional statement, so that several processes together stamp once a minute too. */
async function stamp(db: Database, uses: readonly Use[]) {
  const rows = JSON.stringify(uses.map((use) => ({ ...use, at: formatMoment(use.at) })));
  const [used, aMinuteBefore] = isPostgres(db)
    ? [
        sql`select * from json_to_recordset(${rows}) as used (id bigint, at timestamp, address varchar)`,
        sql<Date>`excluded.last_used_at - interval '1 minute'`,
      ]
    : [
        sql`select value ->> 'id' as id, value ->> 'at', value ->> 'address' from json_each(${rows}) where true`,
        sql<Date>`strftime('%Y-%m-%d %H:%M:%f', excluded.last_used_at, '-1 minute') || '000'`,
      ];
  await db
    .insertInto("tollgate_access_tokens")
    .columns(["access_token_id", "last_used_at", "last_used_address"])
    // In ascending order, so that two processes never wait for each other's rows in a circle.
    .expression(sql`${used} order by id`)
    .onConflict((conflict) =>
      conflict
        .column("access_token_id")
        .doUpdateSet((update) => ({
          last_used_at: update.ref("excluded.last_used_at"),
          last_used_address: update.ref("excluded.last_used_address"),
        }))
        .where((where) =>
          where.or([
            where("tollgate_access_tokens.last_used_at", "is", null),
            where("tollgate_access_tokens.last_used_at", "<=", aMinuteBefore),
          ]),
        ),
    )
    .execute();
}
