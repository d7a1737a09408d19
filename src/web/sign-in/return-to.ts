/** Where a person goes after signing in: to where he wanted to go, on this host only. */
import { urls } from "../../urls.ts";

/** Longer addresses are not worth keeping; encoded in another one, they would not fit into a request's head. */
const longest = 2_000;

/** The wanted path if it stays on this host and is not too long, else the profile's API Access tab. */
export function safeReturnTo(wanted: unknown): string {
  if (typeof wanted !== "string" || wanted.length > longest) return urls.apiAccess;
  if (!/^\/(?![/\\])[\x21-\x7e]*$/.test(wanted)) return urls.apiAccess;
  const base = "http://this.host";
  if (!URL.canParse(wanted, base)) return urls.apiAccess;
  const { origin, pathname, search, hash } = new URL(wanted, base);
  const path = pathname + search + hash;
  // `/.//evil` and the like become `//evil` only now.
  return origin === base && !path.startsWith("//") ? path : urls.apiAccess;
}
