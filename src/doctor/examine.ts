/** What `tollgate doctor` does: looks at everything that Tollgate relies on, and changes nothing. */
import { sql } from "kysely";
import { hasTable, isPostgres } from "../db/database.ts";
import type { Database } from "../db/schema.ts";
import type { Deps } from "../deps.ts";
import { examineApplication } from "./application.ts";
import { readColumns } from "./catalogue.ts";
import { hint, ok, problem, type Finding } from "./finding.ts";
import { findMissingCreate, findMissingGrant, findMissingGrants } from "./grants.ts";
import { identify, type Identity } from "./identify.ts";
import { examinePeople } from "./people.ts";
import { examineServer } from "./server.ts";
import { examineTokenTable } from "./token-table.ts";

export async function examine(deps: Pick<Deps, "db" | "now" | "settings">): Promise<Finding[]> {
  const identity = await identify(deps.db);
  return [
    ...(await describe(deps.db, identity)),
    ...(await examinePending(deps.db, identity)),
    ...(await examineContents(deps, identity)),
    ...(await examineServer(deps)),
  ];
}

async function describe(db: Database, { kind, obstacles }: Identity): Promise<Finding[]> {
  const problems = obstacles.map(problem);
  if (kind === "unknown") return problems;
  if (kind === "empty") return [ok("The database is empty.")];
  if (kind === "tollgate") return [ok("The database is Tollgate's own."), ...problems];
  return [...(await describeDmproadmap(db)), ...problems];
}

/** Copies may lack the table of its versions, and roles the right to read it; Tollgate needs neither. */
async function describeDmproadmap(db: Database): Promise<Finding[]> {
  const whose = "The database is DMPRoadmap's";
  if (!(await hasTable(db, "schema_migrations")))
    return [ok(`${whose}, without a schema version.`)];
  const grant = await findMissingGrant(db, "schema_migrations");
  if (grant !== undefined) {
    return [
      ok(`${whose}.`),
      hint(`To let the doctor read its schema version too, an administrator says: ${grant}`),
    ];
  }
  const { rows } = await sql<{ version: string | null }>`
    select max(version) as version from schema_migrations`.execute(db);
  return [ok(`${whose}, of schema version ${rows[0]?.version ?? "none"}.`)];
}

async function examinePending(db: Database, { kind, pending }: Identity): Promise<Finding[]> {
  if (kind === "unknown") return [];
  if (pending.length === 0) return [ok("Tollgate's tables are up to date.")];
  const migrations = `Migrations to run: ${pending.join(", ")}.`;
  const grant = await findMissingCreate(db);
  if (grant !== undefined) {
    return [
      problem(
        `${migrations} The role may not make tables: an administrator runs what \`tollgate migrate --print-sql\` prints, or says: ${grant}`,
      ),
    ];
  }
  return kind === "dmproadmap"
    ? [problem(`${migrations} Run \`tollgate migrate\`.`)]
    : [hint(`${migrations} \`tollgate serve\` does it when it starts.`)];
}

/** Only what can be read without a mistake. */
async function examineContents(
  deps: Pick<Deps, "db" | "settings">,
  identity: Identity,
): Promise<Finding[]> {
  const { kind, pending, obstacles } = identity;
  if (kind === "empty" || kind === "unknown") return [];
  const grants = await findMissingGrants(deps.db);
  const findings = grants.map((grant) =>
    problem(`The role lacks a right. An administrator says: ${grant}`),
  );
  if (findings.length + obstacles.length + pending.length > 0) {
    return [...findings, hint("Applications, tokens and people were not looked at yet.")];
  }
  return [
    ...(isPostgres(deps.db) ? [ok("The role has all rights that Tollgate needs.")] : []),
    ...(await examineApplication(deps, identity)),
    ...(await examineTokenTable(deps.db, await readColumns(deps.db))),
    ...(await examinePeople(deps.db)),
  ];
}
