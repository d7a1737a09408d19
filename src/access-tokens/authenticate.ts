/** Decides, alone and in one look-up, whether a presented secret opens the API, and for whom. */
import type { OauthApplicationRow } from "../db/schema.ts";
import type { Deps } from "../deps.ts";
import { isActive, type User } from "../users/user.ts";
import { isExpired, isRevoked, type AccessToken } from "./access-token.ts";
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
  resource_owner: User;
};

export type Authentication =
  | { ok: true; access: Access }
  /** `digest`: the beginning of the secret's digest, by which a log can tell refused tokens apart. */
  | { ok: false; refusal: Refusal; digest?: string };

export async function authenticate(
  deps: Pick<Deps, "db" | "now" | "settings">,
  presented: string,
): Promise<Authentication> {
  const secret = parseSecret(presented, deps.settings.tokenPrefixes);
  if (!secret) return { ok: false, refusal: "malformed" };
  const digest = digestSecret(secret);
  const refuse = (refusal: Refusal) =>
    ({ ok: false, refusal, digest: digest.slice(0, 8) }) as const;
  const found = await findByDigest(deps, digest);
  if (!found) return refuse("unknown");
  const { token, application, owner } = found;
  if (isRevoked(token)) return refuse("revoked");
  if (isExpired(token, deps.now())) return refuse("expired");
  if (!application) return refuse("application_gone");
  if (!owner) return refuse("owner_gone");
  if (!isActive(owner)) return refuse("owner_deactivated");
  return { ok: true, access: { token, application, resource_owner: owner } };
}

/** The token with its application and owner, as far as they still exist. */
async function findByDigest(deps: Pick<Deps, "db">, digest: string) {
  const row = await deps.db
    .selectFrom("oauth_access_tokens as token")
    .leftJoin("oauth_applications as application", "application.id", "token.application_id")
    .leftJoin("users as owner", "owner.id", "token.resource_owner_id")
    .select([
      "token.id",
      "token.application_id",
      "token.resource_owner_id",
      "token.scopes",
      "token.created_at",
      "token.expires_in",
      "token.revoked_at",
      "application.name as application_name",
      "application.uid as application_uid",
      "owner.id as owner_id",
      "owner.firstname",
      "owner.surname",
      "owner.email",
      "owner.active",
      "owner.org_id",
      "owner.language_id",
    ])
    .where("token.token", "=", digest)
    .executeTakeFirst();
  if (!row) return undefined;
  const { application_name, application_uid, owner_id, firstname, surname, email, ...rest } = row;
  const { active, org_id, language_id, ...token } = rest;
  return {
    token,
    application:
      application_name !== null && application_uid !== null
        ? { id: token.application_id, name: application_name, uid: application_uid }
        : undefined,
    owner:
      owner_id !== null && email !== null
        ? { id: owner_id, firstname, surname, email, active, org_id, language_id }
        : undefined,
  };
}
