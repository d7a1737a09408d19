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
import { urls } from "../src/urls.ts";
import { createDatabases, type Kind } from "./support/databases.ts";
import { startGenerator } from "./support/generator.ts";
import { measureServer, requestFor, type ServerResult } from "./support/measure-server.ts";
import { benchOnEach, type BenchOptions } from "./support/options.ts";
import { signInPressers } from "./support/presses.ts";
import { measureInTurns, median, medianRatio } from "./support/rounds.ts";
import { startTollgate } from "./support/servers.ts";
import { printTable, show } from "./support/table.ts";
import { addPeopleWithTokens, application } from "./support/tokens.ts";

const hour = 3_600_000;
const people = 1_000;
const userCounts = [1, 32];
/** Others' tokens are never rotated. */
const mostUsers = Math.max(...userCounts);
/** How many press while others use their tokens. */
const pressing = 8;

/** Makes one person's new token. */
type Rotation = (person: number) => Promise<unknown>;
type Result = { perSecond: number; p99: number };

export async function main(argv: readonly string[]): Promise<void> {
  await benchOnEach(argv, benchOn);
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
  await benchReaders(kind, { url, db }, { rounds, seconds });
}

/** What those feel of it who only use their tokens: SQLite waits for the disk on the loop that answers them. */
async function benchReaders(
  kind: Kind,
  { url, db }: { url: string; db: Database },
  { rounds, seconds }: Omit<BenchOptions, "on">,
) {
  await using stack = new AsyncDisposableStack();
  const server = stack.use(await startTollgate(url));
  const generator = stack.use(startGenerator());
  const pressers = stack.use(await signInPressers(db, server, pressing));
  const requests = Array.from(
    { length: people - mostUsers },
    (_, index) => requestFor(mostUsers + 1 + index, urls.me).text,
  );
  const use = async () =>
    await measureServer(generator, server, { requests, connections: 8, seconds });
  const candidates = new Map<string, () => Promise<ServerResult & { presses: number }>>([
    ["nobody presses", async () => ({ ...(await use()), presses: 0 })],
    [
      `${pressing} people press`,
      async () => {
        const end = pressers.begin();
        const result = await use();
        return { ...result, presses: (await end()) / seconds };
      },
    ],
  ]);
  const results = await measureInTurns(candidates, rounds);
  printTable(
    `${kind}, GET ${urls.me} over 8 connections meanwhile`,
    [...results].map(([name, all]) => ({
      "": name,
      "presses/s": show(median(all.map(({ presses }) => presses))),
      "answers/s": show(median(all.map(({ perSecond }) => perSecond))),
      "p50 (ms)": show(median(all.map(({ p50 }) => p50))),
      "p99 (ms)": show(median(all.map(({ p99 }) => p99))),
    })),
  );
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
  const { settings } = readConfig({}, () => "a secret key that is only for benches");
  const log = pino(pino.destination("/dev/null"));
  // The limit of tokens in an hour is asked for, and never reached: the last ones were made an hour ago.
  const now = () => new Date(Date.now() + hour);
  const deps = { db, now, randomBytes, log, settings };
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
