/** Makes the database of a DMPRoadmap as Rails has made it: tables, indexes, foreign keys, and Rails' own marks. */
import { sql } from "kysely";
import { isPostgres } from "../../src/db/database.ts";
import type { Database } from "../../src/db/schema.ts";
import { dmproadmapTables } from "./dmproadmap-tables.ts";

export const schemaVersion = "20250115102816";

export type DmproadmapOptions = {
  /** Whether Doorkeeper's tables are there too, as of DMPRoadmap's migration of November 2025. */
  oauth?: boolean;
  /** Without any foreign key, as after a restore that left them out. */
  foreignKeys?: boolean;
  /** Other types of some columns, by `table.column`, in the words of `dmproadmap-tables.ts`. */
  types?: Record<string, string>;
};

export async function makeDmproadmap(db: Database, options: DmproadmapOptions = {}): Promise<void> {
  for (const statement of statementsOf(options, { postgres: isPostgres(db) })) {
    await sql.raw(statement).execute(db);
  }
}

function statementsOf(
  { oauth = false, foreignKeys = true, types = {} }: DmproadmapOptions,
  { postgres }: { postgres: boolean },
): string[] {
  const made: string[] = [];
  const later: string[] = [];
  for (const [table, description] of Object.entries(dmproadmapTables)) {
    if (table.startsWith("oauth_") && !oauth) continue;
    const columns: string[] = [];
    for (const line of description.trim().split(/\n\s+/)) {
      const index = /^((?:unique )?index) (\w+) (\(.*)$/.exec(line);
      if (index) {
        const [, kind, name, on] = index;
        if (name?.startsWith("tollgate_")) continue; // ours, not Rails'
        later.push(`create ${kind} ${name} on ${table} ${on}`);
        continue;
      }
      const [, column = "", words = ""] = /^(\w+) (.*)$/.exec(line) ?? [];
      const [, rest = "", referenced] =
        /^(.*?)(?: references (\w+))?$/.exec(types[`${table}.${column}`] ?? words) ?? [];
      columns.push(`"${column}" ${postgres ? postgresType(rest) : sqliteType(rest)}`);
      if (!referenced || !foreignKeys) continue;
      if (postgres) {
        later.push(`alter table ${table} add foreign key (${column}) references ${referenced}`);
      } else {
        columns.push(`${columns.pop()} references ${referenced}`);
      }
    }
    made.push(`create table ${table} (${columns.join(", ")})`);
  }
  return [
    ...made,
    ...later,
    "create table schema_migrations (version varchar not null primary key)",
    `insert into schema_migrations values ('20110101000000'), ('${schemaVersion}')`,
    `create table ar_internal_metadata ("key" varchar not null primary key, "value" varchar,
      created_at timestamp not null, updated_at timestamp not null)`,
  ];
}

function postgresType(words: string): string {
  return words
    .replace(/^integer primary key$/, "serial primary key")
    .replace(/^bigint primary key$/, "bigserial primary key")
    .replace(/^string/, "varchar")
    .replace(/^datetime/, "timestamp(6)");
}

function sqliteType(words: string): string {
  return words
    .replace(/^(integer|bigint) primary key$/, "integer primary key autoincrement not null")
    .replace(/^string/, "varchar")
    .replace(/^datetime/, "datetime(6)");
}
