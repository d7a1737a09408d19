/**
 * Removes what time has made meaningless from Tollgate's own tables. Tokens, their events and the forms that made them
 * stay: a session of Rails has no end, so that no form is ever too old to be sent again.
 */
import type { Deps } from "./deps.ts";
import { absoluteLimit } from "./users/session.ts";
import { memory } from "./users/sign-in-attempts.ts";

/** How long an address stays familiar after somebody last signed in from it, in milliseconds. */
const familiarity = 90 * 24 * 60 * 60_000;

export async function tidy({ db, now }: Pick<Deps, "db" | "now">): Promise<void> {
  const ago = (milliseconds: number) => new Date(now().getTime() - milliseconds);
  await db.deleteFrom("tollgate_sessions").where("created_at", "<", ago(absoluteLimit)).execute();
  await db
    .deleteFrom("tollgate_sign_in_attempts")
    .where("last_attempt_at", "<", ago(memory))
    .where((where) =>
      where.or([
        where("last_success_at", "is", null),
        where("last_success_at", "<", ago(familiarity)),
      ]),
    )
    .execute();
}
