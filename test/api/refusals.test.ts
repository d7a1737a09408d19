/** Each reason why a token is refused, with the status, the challenge and the text that its owner gets. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { sql } from "kysely";
import { rotate } from "../../src/access-tokens/rotate.ts";
import { isPostgres } from "../../src/db/database.ts";
import { onEachDatabase } from "../support/databases.ts";
import { shareWorld } from "../support/shared-world.ts";
import { addApplication, askMe, insertDoorkeeperToken } from "../support/tokens.ts";
import { addNewcomer } from "../support/visitors.ts";
import type { World } from "../support/world.ts";

const invalid = "The access token is invalid";
const deactivated = "User account has been deactivated.";

async function assertRefused(world: World, secret: string, description: string) {
  const answer = await askMe(world, secret);
  assert.equal(answer.statusCode, 401, description);
  assert.equal(
    answer.headers["www-authenticate"],
    `Bearer realm="Doorkeeper", error="invalid_token", error_description="${description}"`,
  );
  const { errors, details, items } = answer.json();
  assert.deepEqual(errors, [description]);
  assert.equal(details.error_code, "invalid_token");
  assert.match(details.hint, /http:\/\/127\.0\.0\.1:\d+\/users\/edit#api-details/);
  assert.deepEqual(items, []);
  assert.equal(answer.headers["cache-control"], "no-store");
}

describe("a token", () => {
  onEachDatabase((open) => {
    const world = shareWorld(open);

    it("opens the API as Tollgate makes it, and as Doorkeeper does", async () => {
      const { secret } = await rotate(world().deps, world().people.fay.id);
      assert.equal((await askMe(world(), secret.reveal())).json().email, "fay@example.org");
      const doorkeepers = await insertDoorkeeperToken(world());
      assert.equal(doorkeepers.length, 43);
      assert.equal((await askMe(world(), doorkeepers)).json().email, "ben@example.org");
    });

    it("of the right shape that nobody knows is invalid", async () => {
      await assertRefused(world(), "A".repeat(43), invalid);
      await assertRefused(world(), "-_".repeat(21) + "x", invalid);
    });

    it("with a typing error is invalid", async () => {
      const { secret } = await rotate(world().deps, world().people.dev.id);
      const text = secret.reveal();
      const typos = [
        text.slice(0, -1),
        `${text}a`,
        text.replace(/.$/, (last) => (last === "a" ? "b" : "a")),
        text.replace(/^dmp_./, (start) => (start === "dmp_a" ? "dmp_b" : "dmp_a")),
        text.replace("dmp_", "dmp-"),
        text.replace("dmp_", "DMP_"),
        text.toLowerCase(),
      ];
      for (const typo of typos) {
        assert.notEqual(typo, text);
        await assertRefused(world(), typo, invalid);
      }
      assert.equal((await askMe(world(), text)).statusCode, 200);
    });

    it("is not its own digest, though that stands in the table", async () => {
      await insertDoorkeeperToken(world());
      const row = await world()
        .deps.db.selectFrom("oauth_access_tokens")
        .select("token")
        .executeTakeFirstOrThrow();
      await assertRefused(world(), row.token, invalid);
    });

    it("is refused from the second on in which it expires", async () => {
      const created_at = new Date(Math.floor(world().clock.now().getTime() / 1000) * 1000);
      const secret = await insertDoorkeeperToken(world(), { created_at, expires_in: 3600 });
      const past = world().clock.now().getTime() - created_at.getTime();
      world().clock.advance({ seconds: 3599 - past / 1000 });
      assert.equal((await askMe(world(), secret)).statusCode, 200, "one second before");
      world().clock.advance({ seconds: 1 });
      await assertRefused(world(), secret, "The access token expired");
      world().clock.advance({ seconds: 1 });
      await assertRefused(world(), secret, "The access token expired");
    });

    it("with a life of no seconds is born expired", async () => {
      const secret = await insertDoorkeeperToken(world(), { expires_in: 0 });
      await assertRefused(world(), secret, "The access token expired");
    });

    it("that was revoked is refused, in the past, the future, and also when it is expired", async () => {
      const now = world().clock.now().getTime();
      for (const offset of [-1000, 0, 86_400_000]) {
        const revoked_at = new Date(now + offset);
        const secret = await insertDoorkeeperToken(world(), { revoked_at, expires_in: 0 });
        await assertRefused(world(), secret, "The access token was revoked");
      }
    });

    it("ends with its owner's activity, and an unstated one is none", async () => {
      const person = await addNewcomer(world());
      const secret = await insertDoorkeeperToken(world(), { resource_owner_id: person.id });
      const { db } = world().deps;
      for (const active of [false, null]) {
        await db.updateTable("users").set({ active }).where("id", "=", person.id).execute();
        await assertRefused(world(), secret, deactivated);
      }
    });

    it("of an owner who is gone is refused", async () => {
      const person = await addNewcomer(world());
      const secret = await insertDoorkeeperToken(world(), { resource_owner_id: person.id });
      await world().deps.db.deleteFrom("users").where("id", "=", person.id).execute();
      await assertRefused(world(), secret, deactivated);
    });

    it("without an owner, as an application gets it for itself, is nobody's", async () => {
      const application_id = await addApplication(world(), "Reports");
      const columns = { resource_owner_id: null, application_id };
      await assertRefused(world(), await insertDoorkeeperToken(world(), columns), deactivated);
    });

    it("of an application that is gone is invalid", async () => {
      const { db } = world().deps;
      const application_id = await addApplication(world(), "Forgotten");
      const secret = await insertDoorkeeperToken(world(), { application_id });
      assert.equal((await askMe(world(), secret)).statusCode, 200);
      // As a database without the foreign key lets it happen.
      await db.connection().execute(async (connection) => {
        const [off, on] = isPostgres(connection)
          ? ["set session_replication_role = replica", "set session_replication_role = default"]
          : ["pragma foreign_keys = off", "pragma foreign_keys = on"];
        await sql.raw(off).execute(connection);
        await connection
          .deleteFrom("oauth_applications")
          .where("id", "=", application_id)
          .execute();
        await sql.raw(on).execute(connection);
      });
      await assertRefused(world(), secret, invalid);
    });
  });
});
