/** Finds in what Rails keeps of a session whom Devise has signed in. */
import { Secret } from "../../secret.ts";
import type { RailsClaim } from "../../users/rails-session.ts";
import { isObject } from "./json.ts";

/** A session's id has 128 random bits, in hexadecimal. */
const shortestId = 32;

/** Undefined where nobody is signed in, or where it is not told for how long. */
export function parseClaim(session: unknown): { claim: RailsClaim; sessionId: Secret } | undefined {
  if (!isObject(session)) return undefined;
  const {
    session_id: sessionId,
    "warden.user.user.key": key,
    "warden.user.user.session": more,
  } = session;
  const userId = parseUserId(key);
  const salt = Array.isArray(key) ? key[1] : undefined;
  const seconds = isObject(more) ? more["last_request_at"] : undefined;
  if (userId === undefined || (typeof salt !== "string" && salt !== null)) return undefined;
  if (typeof seconds !== "number" || !Number.isSafeInteger(seconds)) return undefined;
  if (typeof sessionId !== "string" || sessionId.length < shortestId) return undefined;
  return {
    claim: { userId, salt: salt === null ? null : new Secret(salt), lastRequestAt: seconds * 1000 },
    sessionId: new Secret(sessionId),
  };
}

/** Devise's key is `[[id], salt]`. */
function parseUserId(key: unknown): number | undefined {
  const ids: unknown = Array.isArray(key) && key.length === 2 ? key[0] : undefined;
  const id: unknown = Array.isArray(ids) && ids.length === 1 ? ids[0] : undefined;
  return typeof id === "number" && Number.isSafeInteger(id) ? id : undefined;
}
