/** Whether people may import plans by themselves. */
import { isRailsDatabase } from "../../db/migrate.ts";
import type { Database } from "../../db/schema.ts";

/** Not on DMPRoadmap's own database: what passes by Rails there is for its operator to decide. */
export async function acceptsImports(db: Database): Promise<boolean> {
  return !(await isRailsDatabase(db));
}
