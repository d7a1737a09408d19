/** The secret key of a server that was not given one: made at the first start, kept in a file that only it can read. */
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** What the file holds; made if it does not exist. Two processes that start at once agree on one key. */
export function loadSecretKey(path: string, randomBytes: (size: number) => Buffer): string {
  const existing = readIfExists(path);
  if (existing !== undefined) return existing;
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${randomBytes(6).toString("hex")}`;
  const key = `${randomBytes(32).toString("base64url")}\n`;
  writeFileSync(draft, key, { mode: 0o600, flush: true }); // on disk before it has its name
  try {
    linkSync(draft, path); // complete or not there at all, and never over another's
  } catch (error) {
    if (!isFileError(error, "EEXIST")) throw error;
  } finally {
    rmSync(draft);
  }
  return readSecretKey(path);
}

export function readSecretKey(path: string): string {
  return readFileSync(path, "utf8").trim();
}

function readIfExists(path: string): string | undefined {
  try {
    return readSecretKey(path);
  } catch (error) {
    if (isFileError(error, "ENOENT")) return undefined;
    throw error;
  }
}

function isFileError(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
