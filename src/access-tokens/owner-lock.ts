/** One change at a time for each owner: the lock that keeps "one live token" true. */
import { sql } from "kysely";
import { isPostgres } from "../db/database.ts";
import { prepareChange } from "../db/prepared-query.ts";
import type { Database, DatabaseTransaction } from "../db/schema.ts";
import { AppError } from "../errors.ts";
import { isActive } from "../users/user.ts";

/**
 * Runs `work` in one transaction while nobody else changes this owner's tokens. If anything throws, nothing changed.
 * SQLite: the write transaction is the lock. PostgreSQL: the owner's row, locked as weakly as it can be, so that Rails
 * may go on inserting rows that refer to the user. Throws `not_signed_in` if the owner is gone or deactivated by now;
 * `evenIfDeactivated`: only if he is gone.
 */
export async function withOwnerLocked<Result>(
  db: Database,
  ownerId: number,
  work: (transaction: DatabaseTransaction) => Promise<Result>,
  { evenIfDeactivated = false } = {},
): Promise<Result> {
  return await db.transaction().execute(async (transaction) => {
    if (isPostgres(transaction)) await sql`set local lock_timeout = '3s'`.execute(transaction);
    const [owner] = await lockOwner(transaction, { ownerId });
    if (!owner || !(evenIfDeactivated || isActive(owner))) throw new AppError("not_signed_in");
    return await work(transaction);
  });
}

const lockOwner = prepareChange((db, { ownerId }: { ownerId: number }) =>
  db
    .selectFrom("users")
    .select("active")
    .where("id", "=", ownerId)
    .$if(isPostgres(db), (query) => query.forNoKeyUpdate()),
);
