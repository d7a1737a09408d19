/** Where settings come from. */
import { existsSync, readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import type { Environment } from "./config.ts";

/**
 * The environment, and lines of a file .env here for what that does not have. They are not put into the environment: every
 * process that is started from here would have the secrets in its own.
 */
export function readEnvironment(): Environment {
  return { ...(existsSync(".env") && parseEnv(readFileSync(".env", "utf8"))), ...process.env };
}
