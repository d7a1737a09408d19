/**
 * The token of DMPRoadmap's v0 and v1 APIs. It is kept in clear in `users.api_token`, as those APIs need it: the one
 * exception to "no secret in the database".
 */
import { prepareQuery } from "../db/prepared-query.ts";
import type { Database } from "../db/schema.ts";
import type { Deps } from "../deps.ts";
import { Secret } from "../secret.ts";

export async function findLegacyToken(db: Database, userId: number): Promise<Secret | undefined> {
  const [row] = await selectLegacyToken(db, { userId });
  return row?.api_token ? new Secret(row.api_token) : undefined;
}

const selectLegacyToken = prepareQuery((db, { userId }: { userId: number }) =>
  db.selectFrom("users").select("api_token").where("id", "=", userId),
);

/**
 * Replaces the user's legacy token: 16 random bytes in URL-safe base64, as DMPRoadmap makes it. Nothing has changed if it
 * throws; only `outcome_unknown` leaves it open.
 */
export async function regenerateLegacyToken(
  { db, randomBytes }: Pick<Deps, "db" | "randomBytes">,
  userId: number,
): Promise<Secret> {
  return await db.transaction().execute(async (transaction) => {
    for (;;) {
      const api_token = randomBytes(16).toString("base64url");
      const taken = await transaction
        .selectFrom("users")
        .select("id")
        .where("api_token", "=", api_token)
        .executeTakeFirst();
      if (taken) continue; // as DMPRoadmap does; with 128 random bits nobody will ever see it happen
      await transaction.updateTable("users").set({ api_token }).where("id", "=", userId).execute();
      return new Secret(api_token);
    }
  });
}
