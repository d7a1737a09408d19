/** Decides, alone and in one look-up, whether a presented secret opens the API, and for whom. */
import type { OauthApplicationRow } from "../db/schema.ts";
import type { Deps } from "../deps.ts";
import { isActive } from "../users/user.ts";
import { isExpired, isRevoked, type AccessToken } from "./access-token.ts";
import type { FoundAccessToken, LookUp } from "./look-up.ts";
import { digestSecret, parseSecret } from "./secret.ts";

/** Why a secret is refused. Every caller handles each. */
export type Refusal =
  | "malformed" // no secret of ours looks like this: the database was not asked
  | "unknown"
  | "revoked"
  | "expired"
  | "application_gone"
  | "owner_gone" // deleted, or the token never had an owner (client credentials)
  | "owner_deactivated";

export type Access = {
  token: AccessToken;
  application: Pick<OauthApplicationRow, "id" | "name" | "uid">;
  resource_owner: NonNullable<FoundAccessToken["owner"]>;
};

export type Authentication =
  | { ok: true; access: Access }
  /** `digest`: the beginning of the secret's digest, by which a log can tell refused tokens apart. */
  | { ok: false; refusal: Refusal; digest?: string };

export async function authenticate(
  deps: Pick<Deps, "now" | "settings"> & { lookUp: LookUp },
  presented: string,
): Promise<Authentication> {
  const secret = parseSecret(presented, deps.settings.tokenPrefixes);
  if (!secret) return { ok: false, refusal: "malformed" };
  const digest = digestSecret(secret);
  const refuse = (refusal: Refusal) =>
    ({ ok: false, refusal, digest: digest.slice(0, 8) }) as const;
  const found = await deps.lookUp(digest);
  if (!found) return refuse("unknown");
  const { token, application, owner } = found;
  if (isRevoked(token)) return refuse("revoked");
  if (isExpired(token, deps.now())) return refuse("expired");
  if (!application) return refuse("application_gone");
  if (!owner) return refuse("owner_gone");
  if (!isActive(owner)) return refuse("owner_deactivated");
  return { ok: true, access: { token, application, resource_owner: owner } };
}
