/** Sees, before anything is served, that the database is one that Tollgate understands, and has what it needs. */
import {
  ensureInternalApplication,
  findInternalApplications,
} from "./applications/internal-application.ts";
import { findWeakDurability } from "./db/database.ts";
import { migrate } from "./db/migrate.ts";
import type { Deps } from "./deps.ts";
import { findMissingGrants } from "./doctor/grants.ts";
import { identify, type Identity } from "./doctor/identify.ts";
import { OperatorError } from "./operator-error.ts";

/** Alone, the database is made and kept up to date here; a found one is changed only when an operator says so. */
export async function prepareDatabase(deps: Deps): Promise<void> {
  const { kind, pending } = await requireUnderstood(deps);
  if (kind === "dmproadmap") {
    if (pending.length > 0) {
      throw new OperatorError(
        "This is DMPRoadmap's database. Run `tollgate migrate` once to prepare it.",
      );
    }
    for (const grant of await findMissingGrants(deps.db)) {
      deps.log.warn({ grant }, "the database's role lacks a right: run `tollgate doctor`");
    }
    if ((await findInternalApplications(deps, deps.db)).length === 0) {
      deps.log.warn("no tokens can be made yet: run `tollgate ensure-internal-app`");
    }
  } else {
    const done = pending.length > 0 ? await migrate(deps.db) : [];
    if (done.length > 0) deps.log.info({ migrations: done }, "database migrated");
    await ensureInternalApplication(deps);
  }
  const weak = await findWeakDurability(deps.db);
  if (weak.length > 0) {
    deps.log.warn({ off: weak }, "PostgreSQL may lose answered changes when the power fails");
  }
}

/** Says what the database is. Throws OperatorError if Tollgate must not work on it; then nothing was changed. */
export async function requireUnderstood({ db }: Pick<Deps, "db">): Promise<Identity> {
  const identity = await identify(db);
  if (identity.obstacles.length === 0) return identity;
  throw new OperatorError(
    [
      "Tollgate does not understand this database:",
      ...identity.obstacles.map((obstacle) => `  - ${obstacle}`),
      "Run `tollgate doctor` to see all that was found; DATABASE_URL says which database it is.",
    ].join("\n"),
  );
}
