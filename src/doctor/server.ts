/** What the database's server is set to: durability, time zone, clock. */
import { sql } from "kysely";
import { findWeakDurability, isPostgres } from "../db/database.ts";
import type { Database } from "../db/schema.ts";
import type { Deps } from "../deps.ts";
import { hint, ok, type Finding } from "./finding.ts";

/** Clocks that differ by more, in milliseconds, are told of. */
const tolerance = 5_000;

/** None on SQLite, whose settings are set and verified whenever the file is opened, and whose clock is ours. */
export async function examineServer({ db, now }: Pick<Deps, "db" | "now">): Promise<Finding[]> {
  if (!isPostgres(db)) return [];
  return [
    ok("It is a primary: what was revoked is revoked here."), // a standby refuses the connection: src/db/postgres.ts
    await examineDurability(db),
    await examineTimeZone(db),
    await examineClock({ db, now }),
  ];
}

async function examineDurability(db: Database): Promise<Finding> {
  const weak = await findWeakDurability(db);
  return weak.length === 0
    ? ok("What was answered survives a loss of power: fsync, synchronous_commit, full_page_writes.")
    : hint(`Answered changes may be lost with the power: ${weak.join(", ")} off.`);
}

async function examineTimeZone(db: Database): Promise<Finding> {
  const { rows } = await sql<{ TimeZone: string }>`show timezone`.execute(db);
  const names = rows.map(({ TimeZone }) => TimeZone).join();
  return ok(
    `Its time zone is ${names}; Tollgate keeps moments in UTC, as Rails does, whatever it is.`,
  );
}

async function examineClock({ db, now }: Pick<Deps, "db" | "now">): Promise<Finding> {
  const { rows } = await sql<{ moment: Date }>`select clock_timestamp() as moment`.execute(db);
  const here = now().getTime();
  const difference = Math.max(...rows.map(({ moment }) => Math.abs(moment.getTime() - here)));
  return difference <= tolerance
    ? ok("Its clock and this machine's agree.")
    : hint(
        `Its clock and this machine's are ${Math.round(difference / 1000)} seconds apart: sessions and tokens may end too early or too late.`,
      );
}
