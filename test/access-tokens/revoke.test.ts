/** "Revoke token": the live tokens end at once, and what had ended before stays as it was. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { sql } from "kysely";
import { revoke } from "../../src/access-tokens/revoke.ts";
import { rotate } from "../../src/access-tokens/rotate.ts";
import { isPostgres } from "../../src/db/database.ts";
import { onEachDatabase } from "../support/databases.ts";
import { dump } from "../support/dump.ts";
import { addNewcomer, withSettings } from "../support/newcomers.ts";
import { shareWorld } from "../support/shared-world.ts";
import { inEachTimeZone } from "../support/time-zones.ts";
import {
  addApplication,
  authenticate,
  insertDoorkeeperToken,
  tokensOf,
} from "../support/tokens.ts";

describe("revoking", () => {
  onEachDatabase((open) => {
    const shared = shareWorld(open);

    it("ends Nia's token at once, and keeps its row", async () => {
      const world = shared();
      const nia = await addNewcomer(world);
      const { id, secret } = await rotate(world.deps, nia.id);
      assert.equal((await authenticate(world.deps, secret.reveal())).ok, true);

      const revoked = await revoke(world.deps, nia.id);
      assert.equal((await authenticate(world.deps, secret.reveal())).ok, false);
      const [row, ...others] = await tokensOf(world, nia);
      assert.deepEqual(others, []);
      assert.deepEqual(
        revoked.map((token) => [token.id, token.revoked_at]),
        [[id, row?.revoked_at]],
      );
    });

    it("changes nothing the second time", async () => {
      const world = shared();
      const nia = await addNewcomer(world);
      await rotate(world.deps, nia.id);
      await revoke(world.deps, nia.id);
      const before = await dump(world.deps.db);
      const logged = world.logLines.length;
      assert.deepEqual(await revoke(world.deps, nia.id), []);
      assert.deepEqual(await dump(world.deps.db), before);
      assert.equal(world.logLines.length, logged);
    });

    it("changes nothing for who never had a token", async () => {
      const world = shared();
      const nia = await addNewcomer(world);
      const before = await dump(world.deps.db);
      assert.deepEqual(await revoke(world.deps, nia.id), []);
      assert.deepEqual(await dump(world.deps.db), before);
    });

    it("ends every live token that Rails left, of every application with the internal name", async () => {
      const world = shared();
      const nia = await addNewcomer(world);
      const name = "Internal application, three times";
      const applications = [];
      for (const _ of [1, 2, 3]) applications.push(await addApplication(world, name));
      const deps = withSettings(world.deps, { internalApplicationName: name });
      for (const application_id of applications) {
        await insertDoorkeeperToken(world, { application_id, resource_owner_id: nia.id });
        await insertDoorkeeperToken(world, {
          application_id,
          resource_owner_id: nia.id,
          expires_in: 1,
        });
      }
      const revoked = await revoke(deps, nia.id);
      const tokens = await tokensOf(world, nia);
      assert.equal(revoked.length, 6);
      assert.deepEqual(
        revoked.map(({ id }) => id),
        tokens.map(({ id }) => id),
        "in the order of their ids",
      );
      assert.ok(tokens.every(({ revoked_at }) => revoked_at !== null));
    });

    it("leaves other people's tokens and other applications' alone", async () => {
      const world = shared();
      const nia = await addNewcomer(world);
      const nils = await addNewcomer(world);
      const tool = await addApplication(world, "A laboratory notebook");
      const ofTool = { resource_owner_id: nia.id, application_id: tool };
      const others = [
        await insertDoorkeeperToken(world, { resource_owner_id: nils.id }),
        await insertDoorkeeperToken(world, ofTool),
      ];
      await insertDoorkeeperToken(world, { resource_owner_id: nia.id });
      assert.equal((await revoke(world.deps, nia.id)).length, 1);
      for (const secret of others) assert.equal((await authenticate(world.deps, secret)).ok, true);
    });

    it("says that the application is missing, and changes nothing then", async () => {
      const world = shared();
      const nia = await addNewcomer(world);
      await insertDoorkeeperToken(world, { resource_owner_id: nia.id });
      const deps = withSettings(world.deps, { internalApplicationName: "Nothing of that name" });
      const before = await dump(deps.db);
      await assert.rejects(revoke(deps, nia.id), { code: "application_missing", status: 503 });
      assert.deepEqual(await dump(deps.db), before);
      assert.match(world.logLines.at(-1) ?? "", /run `tollgate ensure-internal-app`/);
    });

    it("leaves everything as it was when its event cannot be written", async (t) => {
      const world = shared();
      const { db } = world.deps;
      const nia = await addNewcomer(world);
      const { secret } = await rotate(world.deps, nia.id);
      const before = await dump(db);
      if (isPostgres(db)) {
        await sql`alter table tollgate_events add constraint no_more check (sequence < 2) not valid`.execute(
          db,
        );
        t.after(async () => {
          await sql`alter table tollgate_events drop constraint no_more`.execute(db);
        });
      } else {
        await sql`create trigger no_more before insert on tollgate_events
          begin select raise(abort, 'no_more'); end`.execute(db);
        t.after(async () => void (await sql`drop trigger no_more`.execute(db)));
      }
      await assert.rejects(revoke(world.deps, nia.id), /no_more/);
      assert.deepEqual(await dump(db), before);
      assert.equal((await authenticate(world.deps, secret.reveal())).ok, true);
    });

    inEachTimeZone(() => {
      it("is stamped with the real time", async () => {
        const world = shared();
        const nia = await addNewcomer(world);
        await insertDoorkeeperToken(world, { resource_owner_id: nia.id });
        const [revoked] = await revoke(world.deps, nia.id);
        const difference = Number(revoked?.revoked_at) - Date.now();
        assert.ok(Math.abs(difference) < 5 * 60_000, `${difference} ms off`);
      });
    });
  });
});
