/** Says what a database is: empty, Tollgate's own, DMPRoadmap's, or something that Tollgate must leave alone. */
import { sql } from "kysely";
import { isPostgres } from "../db/database.ts";
import { migrationTableName } from "../db/bookkeeping.ts";
import { findPendingMigrations } from "../db/migrate.ts";
import type { Database } from "../db/schema.ts";
import { readColumns, type Column } from "./catalogue.ts";
import { findMissingGrant } from "./grants.ts";
import { needs, type Kind } from "./needs.ts";

export type Identity = {
  kind: "empty" | "tollgate" | "dmproadmap" | "unknown";
  /** Names of migrations that have not run yet. */
  pending: string[];
  /** Why Tollgate must not work on it, a sentence each; none if it understands the database. */
  obstacles: string[];
};

/** A database with all of these is DMPRoadmap's, also where a copy of it has lost Rails' own tables. */
const marks = ["users", "orgs", "plans", "roles", "templates"];

/** Changes nothing. */
export async function identify(db: Database): Promise<Identity> {
  const closed = await findClosedDoor(db);
  if (closed !== undefined) return { kind: "unknown", pending: [], obstacles: [closed] };
  // In this order: tables may be made by another process meanwhile, and what is not pending must be there.
  const pending = await findPendingMigrations(db);
  const columns = await readColumns(db);
  const tables = new Set(columns.map(({ table }) => table));
  const kind = kindOf(tables);
  if (kind === "unknown") return { kind, pending, obstacles: [describeUnknown(tables)] };
  const willBeMade = (table: string) =>
    pending.length > 0 && (kind !== "dmproadmap" || /^(oauth|tollgate)_/.test(table));
  return { kind, pending, obstacles: findLacks(columns, tables, willBeMade) };
}

/** What keeps a role of PostgreSQL from even looking. */
async function findClosedDoor(db: Database): Promise<string | undefined> {
  if (!isPostgres(db)) return undefined;
  const { rows } = await sql<{ role: string }>`
    select quote_ident(current_user) as role where current_schema() is null`.execute(db);
  const [closed] = rows;
  if (closed) {
    return `The role may use no schema that it looks in. An administrator says: grant usage on schema public to ${closed.role};`;
  }
  const grant = await findMissingGrant(db, migrationTableName);
  return grant && `The role may not see which migrations have run. An administrator says: ${grant}`;
}

function kindOf(tables: Set<string>): Identity["kind"] {
  // These stay behind when the first migration fails.
  const found = [...tables].filter((table) => !/^tollgate_migrations(_lock)?$/.test(table));
  if (found.length === 0) return "empty";
  const isMarked = marks.every((table) => tables.has(table));
  if (tables.has("schema_migrations")) return isMarked ? "dmproadmap" : "unknown";
  if (tables.has("tollgate_sessions")) return "tollgate";
  return isMarked ? "dmproadmap" : "unknown";
}

function describeUnknown(tables: Set<string>): string {
  const some = [...tables].slice(0, 5).join(", ");
  const names = tables.size > 5 ? `${some} and ${tables.size - 5} more` : some;
  const missing = marks.filter((table) => !tables.has(table)).join(", ");
  return `It has tables (${names}), and is neither Tollgate's nor DMPRoadmap's: it lacks ${missing}.`;
}

function findLacks(
  columns: readonly Column[],
  tables: Set<string>,
  willBeMade: (table: string) => boolean,
): string[] {
  const found = new Map(columns.map((each) => [`${each.table}.${each.column}`, each]));
  const lacks = needs.map(({ table, column, kind }) => {
    if (!tables.has(table)) return willBeMade(table) ? undefined : `Table ${table} is missing.`;
    const name = `${table}.${column}`;
    const existing = found.get(name);
    if (!existing) return `Column ${name} is missing.`;
    if (existing.kind === kind) return undefined;
    return `Column ${name} is ${existing.type.toLowerCase()}, and should be ${kindNames[kind]}.`;
  });
  return [...new Set(lacks)].filter((lack) => lack !== undefined);
}

const kindNames: Record<Kind, string> = {
  integer: "an integer of 32 or 64 bits",
  text: "text",
  boolean: "a boolean",
  moment: "a moment without time zone",
};
