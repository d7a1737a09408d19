/**
 * The token of DMPRoadmap's v0 and v1 APIs. It is kept in clear in `users.api_token`, as those APIs need it: the one
 * exception to "no secret in the database".
 */
import type { Database } from "../db/schema.ts";
import type { Deps } from "../deps.ts";
import { Secret } from "../secret.ts";

export async function findLegacyToken(db: Database, userId: number): Promise<Secret | undefined> {
  const row = await db
    .selectFrom("users")
    .select("api_token")
    .where("id", "=", userId)
    .executeTakeFirst();
  return row?.api_token ? new Secret(row.api_token) : undefined;
}

/** Replaces the user's legacy token: 16 random bytes in URL-safe base64, as DMPRoadmap makes it. */
export async function regenerateLegacyToken(
  { db, randomBytes }: Pick<Deps, "db" | "randomBytes">,
  userId: number,
): Promise<Secret> {
  for (;;) {
    const token = randomBytes(16).toString("base64url");
    const taken = await db
      .selectFrom("users")
      .select("id")
      .where("api_token", "=", token)
      .executeTakeFirst();
    if (taken) continue; // as DMPRoadmap does; with 128 random bits nobody will ever see it happen
    await db.updateTable("users").set({ api_token: token }).where("id", "=", userId).execute();
    return new Secret(token);
  }
}
