/** Notes when and from where a token was last used: behind the answer, and at most once a minute for each token. */
import type { DatabaseTransaction } from "../db/schema.ts";
import type { Deps } from "../deps.ts";
import { shortenAddress } from "../network-address.ts";

const interval = 60_000;
/** How long uses are gathered, in milliseconds, before they are written together. */
const gathering = 1_000;
/** How many tokens' last stamps are remembered, so that most uses do not ask the database. */
const remembered = 10_000;

export type LastUse = {
  /** Notes a successful use; `address` is stored shortened. Never throws, never waits. */
  note: (accessTokenId: number, address: string) => void;
  /** Resolves when everything noted is written, or given up with a warning. */
  flush: () => Promise<void>;
};

type Use = { last_used_at: Date; last_used_address: string };

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
      await deps.db.transaction().execute(async (transaction) => {
        // In ascending order, so that two processes never wait for each other's rows in a circle.
        for (const [id, use] of [...uses].toSorted(([one], [other]) => one - other)) {
          await stamp(transaction, id, use);
        }
      });
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
        last_used_at: now,
        last_used_address: shortenAddress(address),
      });
      timer ??= setTimeout(() => void flush(), gathering);
    },
    flush,
  };
}

/** One conditional statement, so that several processes together stamp once a minute too. */
async function stamp(transaction: DatabaseTransaction, accessTokenId: number, use: Use) {
  const aMinuteBefore = new Date(use.last_used_at.getTime() - interval);
  await transaction
    .insertInto("tollgate_access_tokens")
    .values({ access_token_id: accessTokenId, ...use })
    .onConflict((conflict) =>
      conflict
        .column("access_token_id")
        .doUpdateSet(use)
        .where((where) =>
          where.or([
            where("tollgate_access_tokens.last_used_at", "is", null),
            where("tollgate_access_tokens.last_used_at", "<=", aMinuteBefore),
          ]),
        ),
    )
    .execute();
}
