/** Every test of what is stored runs on both databases, each time on a fresh one. */
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe } from "node:test";
import pg from "pg";
import { openDatabase } from "../../src/db/database.ts";
import { migrate } from "../../src/db/migrate.ts";
import type { Database } from "../../src/db/schema.ts";

export type TestDatabase = {
  kind: "SQLite" | "PostgreSQL";
  url: string;
  db: Database;
  /** Closes the database and removes it. */
  remove: () => Promise<void>;
};

/** `migrated: false` gives an empty database. */
export type OpenTestDatabase = (options?: { migrated?: boolean }) => Promise<TestDatabase>;

const serverUrl = process.env["TEST_POSTGRES_URL"];

/** Defines the same suite for SQLite and for PostgreSQL. */
export function onEachDatabase(
  define: (open: OpenTestDatabase, kind: TestDatabase["kind"]) => void,
): void {
  describe("on SQLite", () => define(openSqlite, "SQLite"));
  onPostgres((open) => define(open, "PostgreSQL"));
}

/** Defines a suite that only a PostgreSQL server can run. */
export function onPostgres(define: (open: OpenTestDatabase) => void): void {
  const skip = serverUrl ? false : "no database: TEST_POSTGRES_URL is not set";
  describe("on PostgreSQL", { skip }, () => define(openPostgres));
}

export async function openSqlite({ migrated = true } = {}): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), "tollgate-test-"));
  const url = `sqlite:${join(folder, "tollgate.sqlite3")}`;
  const db = openDatabase(url, () => {});
  if (migrated) await migrate(db);
  const remove = async () => {
    await db.destroy();
    await rm(folder, { recursive: true });
  };
  return { kind: "SQLite", url, db, remove };
}

async function openPostgres({ migrated = true } = {}): Promise<TestDatabase> {
  const name = newName();
  const from = migrated ? await (template ??= createTemplate()) : "template0";
  await onServer(`create database ${name} template ${from}`);
  const url = urlOf(name);
  const db = openDatabase(url, () => {});
  const remove = async () => {
    await db.destroy();
    await onServer(`drop database ${name} with (force)`);
  };
  return { kind: "PostgreSQL", url, db, remove };
}

/** A migrated database that the others are copied from. */
let template: Promise<string> | undefined;

async function createTemplate(): Promise<string> {
  const name = newName();
  await onServer(`create database ${name}`);
  const db = openDatabase(urlOf(name), () => {});
  await migrate(db);
  await db.destroy();
  return name;
}

// When the whole file is through: its suites may run side by side.
after(async () => {
  if (template) await onServer(`drop database ${await template} with (force)`);
});

async function onServer(statement: string) {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

function urlOf(name: string): string {
  const url = new URL(serverUrl ?? "");
  url.pathname = `/${name}`;
  return url.href;
}

function newName(): string {
  return `tollgate_test_${randomBytes(6).toString("hex")}`;
}
