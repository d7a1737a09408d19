/** Session cookies as Rails seals them, made here where no Ruby is needed; test/web/rails-session/real-rails.test.ts has real ones. */
import { createCipheriv, pbkdf2Sync, randomBytes } from "node:crypto";
import type { UserRow } from "../../src/db/schema.ts";
import type { Browser } from "./browser.ts";
import type { Person } from "./people.ts";
import type { World } from "./world.ts";

export const secretKeyBase = "a secret_key_base that is only for tests";
export const railsCookie = "_dmp_roadmap_session";

type Sealing = {
  secret?: string;
  digest?: "sha1" | "sha256";
  purpose?: string | null;
  expires?: string | null;
  /** What is sealed instead of the envelope. */
  text?: string;
  /** What is in the envelope instead of JSON. */
  message?: Buffer;
};

/** The value as it stands in a Cookie header. */
export function sealCookie(session: unknown, sealing: Sealing = {}): string {
  const { secret = secretKeyBase, digest = "sha1", expires = null } = sealing;
  const { purpose = `cookie.${railsCookie}` } = sealing;
  const message = sealing.message ?? Buffer.from(JSON.stringify(session));
  const envelope = { message: message.toString("base64"), exp: expires, pur: purpose };
  const key = pbkdf2Sync(secret, "authenticated encrypted cookie", 1000, 32, digest);
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const text = sealing.text ?? JSON.stringify({ _rails: envelope });
  const data = Buffer.concat([cipher.update(text), cipher.final()]);
  const parts = [data, nonce, cipher.getAuthTag()].map((part) => part.toString("base64"));
  return encodeURIComponent(parts.join("--"));
}

export type DeviseUser = Pick<UserRow, "id" | "encrypted_password">;

/** What Rails keeps of somebody whom Devise signed in at that moment. */
export function deviseSession(
  { id, encrypted_password }: DeviseUser,
  { at, sessionId = randomBytes(16).toString("hex") }: { at: Date; sessionId?: string },
) {
  return {
    session_id: sessionId,
    _csrf_token: randomBytes(32).toString("base64url"),
    "warden.user.user.key": [[id], encrypted_password?.slice(0, 29) ?? null],
    "warden.user.user.session": { last_request_at: Math.floor(at.getTime() / 1000) },
  };
}

/** As Rails would at this moment; returns what it keeps, to be sealed again with changes. */
export async function signInAtRails(world: World, browser: Browser, person: Pick<Person, "id">) {
  const session = deviseSession(await findUser(world, person), { at: world.clock.now() });
  browser.cookies.set(railsCookie, sealCookie(session));
  return session;
}

export async function findUser({ deps }: World, { id }: Pick<Person, "id">) {
  return await deps.db
    .selectFrom("users")
    .select(["id", "encrypted_password", "active"])
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
}
