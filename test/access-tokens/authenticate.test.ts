/** One function decides whether a presented secret opens the API, and for whom. */
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import { describe, it } from "node:test";
import { sql } from "kysely";
import { revoke } from "../../src/access-tokens/revoke.ts";
import { rotate } from "../../src/access-tokens/rotate.ts";
import { makeSecret } from "../../src/access-tokens/secret.ts";
import { onEachDatabase } from "../support/databases.ts";
import { createFlakyDatabase } from "../support/flaky-database.ts";
import { addNewcomer, withSettings } from "../support/newcomers.ts";
import { shareWorld } from "../support/shared-world.ts";
import { inEachTimeZone } from "../support/time-zones.ts";
import {
  addApplication,
  authenticate,
  insertDoorkeeperToken,
  internalApplicationId,
} from "../support/tokens.ts";
import { createWorld, type World } from "../support/world.ts";

describe("authenticating", () => {
  onEachDatabase((open) => {
    const shared = shareWorld(open);

    it("tells whose the token is, of which application, and what it may", async () => {
      const world = shared();
      const nia = await addNewcomer(world);
      const issued = await rotate(world.deps, nia.id);
      const result = await authenticate(world.deps, issued.secret.reveal());
      assert.ok(result.ok);
      const { token, application, resource_owner } = result.access;
      const { secret: _, ...row } = issued;
      assert.deepEqual(token, { ...row });
      assert.equal(application.id, await internalApplicationId(world));
      assert.equal(application.name, "Internal v2 API Client");
      assert.match(application.uid, /^[\w-]{43}$/);
      assert.deepEqual(resource_owner, {
        id: nia.id,
        firstname: "Nia",
        surname: "Newcomer",
        email: nia.email,
        active: true,
        org_id: null,
        language_id: null,
        organisation: null,
        language: null,
      });
    });

    it("hands over no digest, no password hash and no legacy token", async () => {
      const world = shared();
      const nia = await addNewcomer(world, {
        encrypted_password: "the hash of a password",
        api_token: "a legacy token",
      });
      const { secret } = await rotate(world.deps, nia.id);
      const handedOver = JSON.stringify(await authenticate(world.deps, secret.reveal()));
      const digest = createHash("sha256").update(secret.reveal()).digest("hex");
      for (const private_ of [
        "the hash of a password",
        "a legacy token",
        digest,
        secret.reveal(),
      ]) {
        assert.ok(!handedOver.includes(private_), private_);
      }
    });

    it("accepts a token that Doorkeeper made, of any application", async () => {
      const world = shared();
      const nia = await addNewcomer(world);
      const application_id = await addApplication(world, "A laboratory notebook");
      const secret = await insertDoorkeeperToken(world, {
        application_id,
        resource_owner_id: nia.id,
        scopes: "read write",
      });
      const result = await authenticate(world.deps, secret);
      assert.ok(result.ok);
      assert.equal(result.access.application.name, "A laboratory notebook");
      assert.equal(result.access.token.scopes, "read write");
    });

    it("accepts a token with a former prefix, and refuses it once the operator gave that prefix up", async () => {
      const world = shared();
      const nia = await addNewcomer(world);
      const { secret } = await rotate(
        withSettings(world.deps, { tokenPrefixes: ["old_"] }),
        nia.id,
      );
      const both = withSettings(world.deps, { tokenPrefixes: ["new_", "old_"] });
      assert.ok((await authenticate(both, secret.reveal())).ok);
      assert.equal(await refusalOf(world, secret.reveal()), "malformed");
    });

    it("asks the database once for a secret of the right shape", async () => {
      const world = shared();
      const flaky = createFlakyDatabase(world.deps.db);
      const deps = { ...world.deps, db: flaky.db };
      await authenticate(deps, randomBytes(32).toString("base64url"));
      assert.equal(flaky.queries(), 1);
      const { secret } = await rotate(world.deps, (await addNewcomer(world)).id);
      await authenticate(deps, secret.reveal());
      assert.equal(flaky.queries(), 2);
    });

    it("does not ask the database for what no database can hold", async () => {
      const world = shared();
      const flaky = createFlakyDatabase(world.deps.db);
      const deps = { ...world.deps, db: flaky.db };
      const { secret } = await rotate(world.deps, (await addNewcomer(world)).id);
      const typed = secret.reveal();
      const odd = [
        "",
        "x",
        typed.slice(0, -1),
        `${typed} `,
        `${typed}\0`,
        "é".repeat(43),
        "A".repeat(10_240),
      ];
      for (const presented of odd) {
        const result = await authenticate(deps, presented);
        assert.ok(!result.ok);
        assert.equal(result.refusal, "malformed", JSON.stringify(presented));
      }
      assert.equal(flaky.queries(), 0);
    });

    it("fails when the database cannot be asked: nothing is accepted then", async () => {
      const world = shared();
      const flaky = createFlakyDatabase(world.deps.db);
      flaky.lose();
      const { secret } = await rotate(world.deps, (await addNewcomer(world)).id);
      await assert.rejects(authenticate({ ...world.deps, db: flaky.db }, secret.reveal()), {
        name: "DatabaseUnavailableError",
      });
    });

    describe("refuses a token that", () => {
      it("nobody made", async () => {
        const doorkeeper = randomBytes(32).toString("base64url");
        assert.equal(await refusalOf(shared(), doorkeeper), "unknown");
        const ours = makeSecret(randomBytes, "dmp_").reveal();
        assert.equal(await refusalOf(shared(), ours), "unknown");
      });

      it("is stored in clear, as Doorkeeper did before it hashed", async () => {
        const world = shared();
        const secret = randomBytes(32).toString("base64url");
        await world.deps.db
          .insertInto("oauth_access_tokens")
          .values({
            token: secret,
            application_id: await internalApplicationId(world),
            resource_owner_id: world.people.ben.id,
            scopes: "read",
            created_at: world.clock.now(),
          })
          .execute();
        assert.equal(await refusalOf(world, secret), "unknown");
      });

      it("is presented by its digest", async () => {
        const world = shared();
        const { secret } = await rotate(world.deps, (await addNewcomer(world)).id);
        const digest = createHash("sha256").update(secret.reveal()).digest("hex");
        assert.equal(await refusalOf(world, digest), "malformed");
        assert.equal(await refusalOf(world, digest.slice(0, 43)), "unknown");
      });

      it("was revoked", async () => {
        const world = shared();
        const nia = await addNewcomer(world);
        const { secret } = await rotate(world.deps, nia.id);
        await revoke(world.deps, nia.id);
        assert.equal(await refusalOf(world, secret.reveal()), "revoked");
      });

      it("was revoked at a moment that has not come yet", async () => {
        const world = shared();
        const revoked_at = new Date("2999-01-01T00:00:00Z");
        const secret = await insertDoorkeeperToken(world, { revoked_at });
        assert.equal(await refusalOf(world, secret), "revoked");
      });

      it("was revoked and has expired: revoked is what it is told", async () => {
        const world = shared();
        const revoked_at = world.clock.now();
        const secret = await insertDoorkeeperToken(world, { revoked_at, expires_in: 0 });
        assert.equal(await refusalOf(world, secret), "revoked");
      });

      it("has no owner: an application got it for itself", async () => {
        const world = shared();
        const secret = await insertDoorkeeperToken(world, { resource_owner_id: null });
        assert.equal(await refusalOf(world, secret), "owner_gone");
      });

      it("has an owner who was deleted", async () => {
        const world = shared();
        const nia = await addNewcomer(world);
        const { secret } = await rotate(world.deps, nia.id);
        await world.deps.db.deleteFrom("users").where("id", "=", nia.id).execute();
        assert.equal(await refusalOf(world, secret.reveal()), "owner_gone");
      });

      it("has an owner who was deactivated, or never active", async () => {
        const world = shared();
        const nia = await addNewcomer(world);
        const { secret } = await rotate(world.deps, nia.id);
        for (const active of [false, null]) {
          await setActive(world, nia.id, active);
          assert.equal(await refusalOf(world, secret.reveal()), "owner_deactivated");
        }
      });

      it("has lost its application", async () => {
        await using world = await createWorld(open);
        const { secret } = await rotate(world.deps, world.people.ben.id);
        await deleteApplicationsCarelessly(world);
        assert.equal(await refusalOf(world, secret.reveal()), "application_gone");
      });
    });

    inEachTimeZone(() => {
      it("refuses a token from the second on in which it expires", async () => {
        const world = shared();
        const nia = await addNewcomer(world);
        const secret = randomBytes(32).toString("base64url");
        // As Rails writes it, in the night when Los Angeles puts its clocks back.
        await sql`insert into oauth_access_tokens
          (application_id, resource_owner_id, token, scopes, expires_in, created_at)
          values (${await internalApplicationId(world)}, ${nia.id},
            ${createHash("sha256").update(secret).digest("hex")}, 'read', 3600,
            '2026-11-01 08:30:00.000000')`.execute(world.deps.db);
        const refusalAt = async (moment: string) => {
          const deps = { ...world.deps, now: () => new Date(moment) };
          const result = await authenticate(deps, secret);
          return result.ok ? undefined : result.refusal;
        };
        assert.equal(await refusalAt("2026-11-01T08:30:00Z"), undefined);
        assert.equal(await refusalAt("2026-11-01T09:29:59Z"), undefined);
        assert.equal(await refusalAt("2026-11-01T09:30:00Z"), "expired");
        assert.equal(await refusalAt("2026-11-01T09:30:01Z"), "expired");
      });

      it("accepts a token that was made this second", async () => {
        const world = shared();
        const nia = await addNewcomer(world);
        const { secret, id } = await rotate(world.deps, nia.id);
        await world.deps.db
          .updateTable("oauth_access_tokens")
          .set({ expires_in: 600 })
          .where("id", "=", id)
          .execute();
        assert.equal(await refusalOf(world, secret.reveal()), undefined);
      });
    });
  });
});

async function refusalOf({ deps }: World, secret: string): Promise<string | undefined> {
  const result = await authenticate(deps, secret);
  return result.ok ? undefined : result.refusal;
}

async function setActive({ deps }: World, id: number, active: boolean | null) {
  await deps.db.updateTable("users").set({ active }).where("id", "=", id).execute();
}

/** As somebody does who has switched the foreign keys off. */
async function deleteApplicationsCarelessly({ database }: World) {
  if (database.kind === "SQLite") {
    using file = new DatabaseSync(database.url.slice("sqlite:".length), {
      enableForeignKeyConstraints: false,
    });
    file.exec("delete from oauth_applications");
    return;
  }
  await database.db.transaction().execute(async (transaction) => {
    await sql`set local session_replication_role = replica`.execute(transaction);
    await transaction.deleteFrom("oauth_applications").execute();
  });
}
