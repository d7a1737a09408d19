/** Notes when and from where a token was last used, after the answer and at most once a minute for each token. */
import type { Deps } from "../deps.ts";
import { shortenAddress } from "../network-address.ts";

const interval = 60_000;
/** How many tokens' last stamps are remembered, so that most uses do not ask the database. */
const remembered = 10_000;

export type LastUse = {
  /** Notes a successful use; `address` is stored shortened. Never throws, never waits. */
  note: (accessTokenId: number, address: string) => void;
  /** Resolves when everything noted is written, or given up with a warning. */
  flush: () => Promise<void>;
};

export function createLastUse(deps: Pick<Deps, "db" | "now" | "log">): LastUse {
  const stampedAt = new Map<number, number>();
  const writing = new Set<Promise<void>>();

  return {
    note(accessTokenId, address) {
      const now = deps.now();
      if (now.getTime() - (stampedAt.get(accessTokenId) ?? 0) < interval) return;
      if (stampedAt.size >= remembered) stampedAt.clear();
      stampedAt.set(accessTokenId, now.getTime());
      const write = stamp(deps, accessTokenId, now, shortenAddress(address))
        .catch((error: unknown) => deps.log.warn({ err: error }, "last use was not written"))
        .finally(() => writing.delete(write));
      writing.add(write);
    },
    async flush() {
      await Promise.all(writing);
    },
  };
}

/** One conditional statement, so that several processes together stamp once a minute too. */
async function stamp(
  { db }: Pick<Deps, "db">,
  accessTokenId: number,
  last_used_at: Date,
  last_used_address: string,
) {
  const use = { last_used_at, last_used_address };
  await db
    .insertInto("tollgate_access_tokens")
    .values({ access_token_id: accessTokenId, ...use })
    .onConflict((conflict) =>
      conflict
        .column("access_token_id")
        .doUpdateSet(use)
        .where((where) =>
          where.or([
            where("tollgate_access_tokens.last_used_at", "is", null),
            where(
              "tollgate_access_tokens.last_used_at",
              "<=",
              new Date(last_used_at.getTime() - interval),
            ),
          ]),
        ),
    )
    .execute();
}
