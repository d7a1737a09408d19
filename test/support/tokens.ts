/** Access tokens as tests need them: in the table without pressing a button, and used as a program uses them. */
import { createHash, randomBytes } from "node:crypto";
import type { LightMyRequestResponse } from "fastify";
import type { Insertable } from "kysely";
import {
  authenticate as decide,
  type Authentication,
} from "../../src/access-tokens/authenticate.ts";
import { createLookUp } from "../../src/access-tokens/look-up.ts";
import { findInternalApplications } from "../../src/applications/internal-application.ts";
import { databaseNow } from "../../src/db/database.ts";
import type { OauthAccessTokensTable } from "../../src/db/schema.ts";
import type { Deps } from "../../src/deps.ts";
import { urls } from "../../src/urls.ts";
import type { World } from "./world.ts";

/** Inserts a token as Doorkeeper makes it, unless `columns` say otherwise, and returns its secret. */
export async function insertDoorkeeperToken(
  world: World,
  columns: Partial<Insertable<OauthAccessTokensTable>> & { secret?: string } = {},
): Promise<string> {
  const { secret = randomBytes(32).toString("base64url"), ...more } = columns;
  const application_id = more.application_id ?? (await internalApplicationId(world));
  await world.deps.db
    .insertInto("oauth_access_tokens")
    .values({
      resource_owner_id: world.people.ben.id,
      token: sha256(secret),
      scopes: "read",
      created_at: world.clock.now(),
      ...more,
      application_id,
    })
    .execute();
  return secret;
}

export async function internalApplicationId({ deps }: World): Promise<number> {
  const [application] = await findInternalApplications(deps, deps.db);
  if (!application) throw new Error("There is no internal application");
  return application.id;
}

/** An application of somebody else, with a redirect as Doorkeeper wants it. */
export async function addApplication({ deps: { db } }: World, name: string): Promise<number> {
  const { id } = await db
    .insertInto("oauth_applications")
    .values({
      name,
      uid: randomBytes(32).toString("base64url"),
      secret: sha256("secret of an application"),
      redirect_uri: "https://application.example.org/callback",
      scopes: "read",
      created_at: databaseNow(db),
      updated_at: databaseNow(db),
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

/** Every row of the person's tokens, the oldest first. */
export async function tokensOf({ deps }: World, { id }: { id: number }) {
  return await deps.db
    .selectFrom("oauth_access_tokens")
    .selectAll()
    .where("resource_owner_id", "=", id)
    .orderBy("id")
    .execute();
}

/** Decides about a secret as the bearer guard does. */
export async function authenticate(deps: Deps, secret: string): Promise<Authentication> {
  return await decide({ ...deps, lookUp: createLookUp(deps.db) }, secret);
}

/** Asks "who am I" with the secret as a bearer. */
export async function askMe(
  { app }: Pick<World, "app">,
  secret: string | undefined,
  options: { remoteAddress?: string } = {},
): Promise<LightMyRequestResponse> {
  const headers = { authorization: `Bearer ${secret}` };
  return await app.inject({ url: urls.me, headers, ...options });
}

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
