/**
 * Slows down guessing of passwords: each failure makes the next try wait longer.
 *
 * Three counters, all in the database and so shared by every process: one for an account tried from one address, one
 * for the account from anywhere, one for the address with any account. Where an account has signed in from an address
 * before, only the first one counts, so strangers cannot lock its owner out.
 */
import { createHmac } from "node:crypto";
import { isPostgres } from "../db/database.ts";
import type { Database, DatabaseTransaction } from "../db/schema.ts";
import type { Deps } from "../deps.ts";
import { networkOf } from "../network-address.ts";

/** An account by its normalised e-mail address, and where the request comes from. */
export type Attempt = { account: string; address: string };

const second = 1_000;
/** Failures older than this, in milliseconds, are forgotten. */
export const memory = 24 * 60 * 60 * second;

type Counter = { subject: string; freeFailures: number; longestDelay: number };
/** Of the account from this address, of the account, of the address. */
type Counters = [Counter, Counter, Counter];
type Rows = Awaited<ReturnType<typeof findRows>>;

/**
 * Counts one attempt as failed before it is looked at, so that parallel guesses cannot slip through together.
 * Returns 0, or the seconds to wait, in which case nothing was counted.
 */
export async function countAttempt(deps: Deps, attempt: Attempt): Promise<number> {
  const now = deps.now();
  const counters = countersOf(deps, attempt);
  // Whoever has to wait anyway costs no write.
  const wait = secondsToWait(counters, await findRows(deps.db, counters), now);
  if (wait > 0) return wait;

  return await deps.db.transaction().execute(async (transaction) => {
    const rows = await lockRows(transaction, counters, now);
    const waitByNow = secondsToWait(counters, rows, now);
    if (waitByNow > 0) return waitByNow;

    for (const counter of countingOf(counters, rows)) {
      const row = rows.get(counter.subject);
      const forgotten = !row || row.last_attempt_at.getTime() <= now.getTime() - memory;
      const failures = (forgotten ? 0 : row.failures) + 1;
      await transaction
        .updateTable("tollgate_sign_in_attempts")
        .set({
          failures,
          last_attempt_at: now,
          refused_until: refusedUntil(counter, failures, now),
        })
        .where("subject", "=", counter.subject)
        .execute();
    }
    return 0;
  });
}

/** Takes a counted attempt back after the password proved right. */
export async function forgiveAttempt(deps: Deps, attempt: Attempt): Promise<void> {
  const now = deps.now();
  await deps.db.transaction().execute(async (transaction) => {
    const [pair, account, address] = countersOf(deps, attempt);
    const rows = await lockRows(transaction, [pair, account, address], now);
    const update = (subject: string) =>
      transaction.updateTable("tollgate_sign_in_attempts").where("subject", "=", subject);
    const cleared = { failures: 0, refused_until: null };
    await update(pair.subject)
      .set({ ...cleared, last_success_at: now })
      .execute();
    await update(account.subject).set(cleared).execute();
    // The address keeps its other failures: somebody's own account must not pay for guesses at others.
    if (rows.get(pair.subject)?.last_success_at == null) {
      const failures = Math.max(0, (rows.get(address.subject)?.failures ?? 0) - 1);
      await update(address.subject)
        .set({ failures, refused_until: refusedUntil(address, failures, now) })
        .execute();
    }
  });
}

/** What a log calls an account, normalised, without naming it: the beginning of its counter's subject. */
export function accountInLog(deps: Deps, account: string): string {
  return subjectOf(deps, ["account", account]).slice(0, 8);
}

/** In the order in which every transaction locks them: a fixed order of kinds would not do, two pairs share accounts. */
function countersOf(deps: Deps, attempt: Attempt): Counters {
  const network = networkOf(attempt.address);
  const subject = (...parts: string[]) => subjectOf(deps, parts);
  return [
    { subject: subject(attempt.account, network), freeFailures: 5, longestDelay: 900 * second },
    { subject: subject("account", attempt.account), freeFailures: 30, longestDelay: 60 * second },
    { subject: subject("network", network), freeFailures: 30, longestDelay: 300 * second },
  ];
}

function subjectOf({ settings }: Deps, parts: string[]): string {
  return createHmac("sha256", settings.attemptKey).update(JSON.stringify(parts)).digest("hex");
}

/** 0 for who may try now. */
function secondsToWait(counters: Counters, rows: Rows, now: Date): number {
  const waits = countingOf(counters, rows).map(
    ({ subject }) => rows.get(subject)?.refused_until?.getTime() ?? 0,
  );
  return Math.max(0, Math.ceil((Math.max(...waits) - now.getTime()) / second));
}

/** The counters that count: where the account has signed in from this address before, only the first. */
function countingOf(counters: Counters, rows: Rows): Counter[] {
  return rows.get(counters[0].subject)?.last_success_at == null ? counters : [counters[0]];
}

/** Makes sure that the rows exist, and locks them, always in the same order so that nobody waits in a circle. */
async function lockRows(transaction: DatabaseTransaction, counters: Counters, now: Date) {
  const subjects = subjectsOf(counters);
  await transaction
    .insertInto("tollgate_sign_in_attempts")
    .values(subjects.map((subject) => ({ subject, last_attempt_at: now })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return await findRows(transaction, counters, { lock: isPostgres(transaction) });
}

async function findRows(
  db: Database | DatabaseTransaction,
  counters: Counters,
  { lock = false } = {},
) {
  const rows = await db
    .selectFrom("tollgate_sign_in_attempts")
    .selectAll()
    .where("subject", "in", subjectsOf(counters))
    .orderBy("subject")
    .$if(lock, (query) => query.forUpdate())
    .execute();
  return new Map(rows.map((row) => [row.subject, row]));
}

function subjectsOf(counters: Counters): string[] {
  return counters.map(({ subject }) => subject).toSorted();
}

/** None for the first failures, then 1 s, 2 s, 4 s, … up to the counter's longest delay. */
function refusedUntil(counter: Counter, failures: number, now: Date): Date | null {
  const beyond = failures - counter.freeFailures;
  if (beyond < 0) return null;
  return new Date(now.getTime() + Math.min(second * 2 ** beyond, counter.longestDelay));
}
