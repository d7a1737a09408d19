/** Folders that are gone when the bench has ended, in whatever way. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const all = mkdtempSync(join(tmpdir(), "tollgate-bench-"));
process.on("exit", () => rmSync(all, { recursive: true, force: true }));

export function createTemporaryFolder(): string {
  return mkdtempSync(join(all, "one-"));
}
