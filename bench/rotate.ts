/** `npm run bench:rotate`: rotations a second, beside the bare transaction that locks, revokes and inserts. */
import { createHash, randomBytes } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import { Kysely } from "kysely";
import pg from "pg";
import { pino } from "pino";
import { rotate } from "../src/access-tokens/rotate.ts";
import { readConfig } from "../src/config.ts";
import { openDatabase } from "../src/db/database.ts";
import type { Database, Schema } from "../src/db/schema.ts";
import { SqliteDialect } from "../src/db/sqlite.ts";
import { createDatabases, type Kind } from "./support/databases.ts";
import { readOptions, type BenchOptions } from "./support/options.ts";
import { measureInTurns, median, medianRatio } from "./support/rounds.ts";
import { printTable, show } from "./support/table.ts";
import { addPeopleWithTokens, application } from "./support/tokens.ts";

const people = 1_000;
const userCounts = [1, 32];

/** Makes one person's new token. */
type Rotation = (person: number) => Promise<unknown>;
type Result = { perSecond: number; p99: number };

export async function main(argv: readonly string[]): Promise<void> {
  const options = readOptions(argv);
  for (const kind of options.on) await benchOn(kind, options);
}

async function benchOn(kind: Kind, { rounds, seconds }: BenchOptions) {
  await using stack = new AsyncDisposableStack();
  const databases = stack.use(await createDatabases(kind));
  const { url, db } = await databases.open();
  await addPeopleWithTokens(db, people);
  const rotations = new Map<string, Rotation>(
    kind === "SQLite"
      ? [
          ["bare transaction", bareOnSqlite(url, stack)],
          ["Tollgate, each committed alone", rotationOn(openUngrouped(url, stack))],
          ["Tollgate", rotationOn(openGrouped(url, stack))],
        ]
      : [
          ["bare transaction", bareOnPostgres(url, stack)],
          ["Tollgate", rotationOn(openGrouped(url, stack))],
        ],
  );
  for (const users of userCounts) {
    const candidates = new Map(
      [...rotations].map(([name, rotation]) => [name, () => measure(rotation, users, seconds)]),
    );
    const results = await measureInTurns(candidates, rounds);
    print(`${kind}, ${users === 1 ? "1 user" : `${users} users at once`}`, results);
  }
}

/** Everybody presses again as soon as he is answered. */
async function measure(rotation: Rotation, users: number, seconds: number): Promise<Result> {
  const latencies: number[] = [];
  const start = performance.now();
  const end = start + seconds * 1000;
  await Promise.all(
    Array.from({ length: users }, async (_, index) => {
      for (let before = performance.now(); before < end; before = performance.now()) {
        await rotation(index + 1);
        latencies.push(performance.now() - before);
        // Between two presses of one user a request is read: the event loop turns.
        await new Promise((resolve) => setImmediate(resolve));
      }
    }),
  );
  const took = (performance.now() - start) / 1000;
  latencies.sort((one, other) => one - other);
  const p99 = latencies[Math.floor(latencies.length * 0.99)] ?? Number.NaN;
  return { perSecond: latencies.length / took, p99 };
}

function print(title: string, results: Map<string, Result[]>) {
  const of = (name: string, key: keyof Result) => (results.get(name) ?? []).map((one) => one[key]);
  const [bare = ""] = results.keys();
  printTable(
    title,
    [...results.keys()].map((name) => ({
      "": name,
      "rotations/s": show(median(of(name, "perSecond"))),
      "÷ bare": show(medianRatio(of(name, "perSecond"), of(bare, "perSecond"))),
      "p99 (ms)": show(median(of(name, "p99"))),
    })),
  );
}

function openGrouped(url: string, stack: AsyncDisposableStack): Database {
  return stack.adopt(
    openDatabase(url, () => {}),
    (opened) => opened.destroy(),
  );
}

function openUngrouped(url: string, stack: AsyncDisposableStack): Database {
  const dialect = new SqliteDialect(url.slice("sqlite:".length), { largestGroup: 1 });
  return stack.adopt(new Kysely<Schema>({ dialect }), (opened) => opened.destroy());
}

function rotationOn(db: Database): Rotation {
  const environment = { TOKENS_PER_HOUR: "1000000" };
  const { settings } = readConfig(environment, () => "a secret key that is only for benches");
  const log = pino(pino.destination("/dev/null"));
  const deps = { db, now: () => new Date(), randomBytes, log, settings };
  return async (person) => await rotate(deps, person);
}

function bareOnSqlite(url: string, stack: AsyncDisposableStack): Rotation {
  const file = stack.use(new DatabaseSync(url.slice("sqlite:".length), { timeout: 5_000 }));
  file.exec("pragma synchronous = full");
  const revoke = file.prepare(
    "update oauth_access_tokens set revoked_at = ? where application_id = ? and resource_owner_id = ? and revoked_at is null",
  );
  const insert = file.prepare(
    "insert into oauth_access_tokens (application_id, resource_owner_id, token, scopes, created_at) values (?, ?, ?, 'read', ?)",
  );
  return async (person) => {
    const now = "2026-11-26 12:00:00.000000";
    file.exec("begin immediate");
    revoke.run(now, application, person);
    insert.run(application, person, newDigest(), now);
    file.exec("commit");
  };
}

function bareOnPostgres(url: string, stack: AsyncDisposableStack): Rotation {
  const pool = stack.adopt(new pg.Pool({ connectionString: url, max: 16 }), (opened) =>
    opened.end(),
  );
  pool.on("error", () => {}); // the server is stopped at the end
  return async (person) => {
    const client = await pool.connect();
    await client.query("begin");
    await client.query("select active from users where id = $1 for no key update", [person]);
    await client.query(
      "update oauth_access_tokens set revoked_at = now() where application_id = $1 and resource_owner_id = $2 and revoked_at is null",
      [application, person],
    );
    await client.query(
      "insert into oauth_access_tokens (application_id, resource_owner_id, token, scopes, created_at) values ($1, $2, $3, 'read', now())",
      [application, person, newDigest()],
    );
    await client.query("commit");
    client.release();
  };
}

function newDigest(): string {
  return createHash("sha256").update(randomBytes(32)).digest("hex");
}
