/** Opens the cookie in which Rails keeps its session: sealed with a key of Rails, for one purpose, perhaps until a moment. */
import { createDecipheriv, type KeyObject } from "node:crypto";
import type { RailsSessions } from "../../config.ts";
import { isObject, parseJson } from "./json.ts";

/** Rails writes no longer ones (`MAX_COOKIE_SIZE`). */
const longest = 4096;
/** Base64 of what is sealed, of 12 bytes that never come twice, and of the 16 that prove the rest. */
const sealed = /^([A-Za-z0-9+/]+={0,2})--([A-Za-z0-9+/]{16})--([A-Za-z0-9+/]{22}==)$/;

/** What Rails keeps in it; undefined for whatever is not a cookie of this Rails, or not for this purpose, or too old. */
export function openCookie(
  { name, keys }: Pick<RailsSessions, "name" | "keys">,
  value: string,
  now: Date,
): unknown {
  const text = decrypt(keys, value);
  if (text === undefined) return undefined;
  // ActiveSupport::Messages::Metadata. One without purpose could be any other cookie of Rails.
  const envelope = parseJson(text);
  const metadata = isObject(envelope) ? envelope["_rails"] : undefined;
  if (!isObject(metadata) || metadata["pur"] !== `cookie.${name}`) return undefined;
  const { message, exp } = metadata;
  if (exp !== null && exp !== undefined && !isBefore(now, exp)) return undefined;
  // Ruby's own serialisation (Marshal) is no JSON, and so refused.
  return typeof message === "string" ? parseJson(fromBase64(message).toString()) : undefined;
}

function decrypt(keys: readonly KeyObject[], value: string): string | undefined {
  const [, data, nonce, proof] = (value.length <= longest && sealed.exec(value)) || [];
  if (data === undefined || nonce === undefined || proof === undefined) return undefined;
  for (const key of keys) {
    const decipher = createDecipheriv("aes-256-gcm", key, fromBase64(nonce), { authTagLength: 16 });
    decipher.setAuthTag(fromBase64(proof));
    const text = decipher.update(fromBase64(data), undefined, "utf8");
    try {
      return text + decipher.final("utf8");
    } catch {
      // Sealed with another key, or tampered with.
    }
  }
  return undefined;
}

function isBefore(now: Date, moment: unknown): boolean {
  return typeof moment === "string" && now.getTime() < Date.parse(moment);
}

function fromBase64(text: string): Buffer {
  return Buffer.from(text, "base64");
}
