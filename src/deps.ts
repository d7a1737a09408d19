/** What every operation is given, and never reaches for: database, clock, randomness, log and the operator's choices. */
import type { KeyObject } from "node:crypto";
import type { Logger } from "pino";
import type { Database } from "./db/schema.ts";

export type Log = Pick<Logger, "error" | "warn" | "info" | "debug">;

export type Deps = {
  db: Database;
  now: () => Date;
  randomBytes: (size: number) => Buffer;
  log: Log;
  settings: Settings;
};

/** What an operator may choose of the domain's rules; the rest of the configuration concerns the server alone. */
export type Settings = {
  /** The OAuth application that owns the tokens, found by its name. */
  internalApplicationName: string;
  /** Prefixes of acceptable secrets; the first is the one that new secrets get. */
  tokenPrefixes: readonly [string, ...string[]];
  /** Scopes of new tokens, separated by spaces. */
  tokenScopes: string;
  /** How many tokens one user may have made in an hour. */
  tokensPerHour: number;
  /** Devise's pepper, joined to every password before hashing; empty for none. */
  passwordPepper: string;
  /** Seals the events of tokens. Not in the database, or it would prove nothing. */
  eventKey: KeyObject;
  /** Hides accounts and addresses in the table of sign-in attempts. */
  attemptKey: KeyObject;
};
