/**
 * The secret of an access token: how it is made, recognised and turned into what the database holds.
 *
 * As shown: prefix, 43 base62 characters of 256 random bits, 6 base62 characters of a CRC-32 over all before. The
 * prefix lets secret scanners find it, the checksum refuses typing errors without asking the database. Doorkeeper's own
 * secrets (43 base64url characters, no checksum) are recognised as well.
 */
import { crc32 } from "node:zlib";
import { Secret } from "../secret.ts";
import { sha256Hex } from "../sha256.ts";

const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const randomLength = 43;
const checksumLength = 6;
const base62 = /^[0-9A-Za-z]+$/;
const doorkeeperSecret = /^[0-9A-Za-z_-]{43}$/;

/** A new secret, such as `dmp_` and 49 characters. `randomBytes` must be a cryptographic source. */
export function makeSecret(randomBytes: (size: number) => Buffer, prefix: string): Secret {
  const random = BigInt(`0x${randomBytes(32).toString("hex")}`);
  const body = prefix + toBase62(random, randomLength);
  return new Secret(body + checksumOf(body));
}

/**
 * The secret that a caller presented, or undefined for what no database can hold: another shape or a wrong checksum.
 * `prefixes`: those of secrets made today and formerly.
 */
export function parseSecret(presented: string, prefixes: readonly string[]): Secret | undefined {
  const recognised =
    doorkeeperSecret.test(presented) ||
    prefixes.some((prefix) => presented.startsWith(prefix) && isOurs(presented, prefix));
  return recognised ? new Secret(presented) : undefined;
}

/** What `oauth_access_tokens.token` holds: lowercase hex SHA-256, as Doorkeeper's Sha256Hash strategy. */
export function digestSecret(secret: Secret): string {
  return sha256Hex(secret.reveal());
}

/** The last four characters, by which an owner tells his tokens apart. */
export function lastFour(secret: Secret): string {
  return secret.reveal().slice(-4);
}

function isOurs(presented: string, prefix: string): boolean {
  const body = presented.slice(0, -checksumLength);
  return (
    presented.length === prefix.length + randomLength + checksumLength &&
    base62.test(presented.slice(prefix.length)) &&
    presented.endsWith(checksumOf(body))
  );
}

/** Counted in plain numbers: every request with a token of ours needs it. */
function checksumOf(body: string): string {
  let text = "";
  for (let rest = crc32(body); rest > 0; rest = Math.floor(rest / 62)) {
    text = digits[rest % 62] + text;
  }
  return text.padStart(checksumLength, "0");
}

function toBase62(number: bigint, length: number): string {
  let text = "";
  for (let rest = number; rest > 0n; rest /= 62n) text = digits[Number(rest % 62n)] + text;
  return text.padStart(length, "0");
}
