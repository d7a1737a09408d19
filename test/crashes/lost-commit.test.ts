/** The connection to PostgreSQL lost around a COMMIT: nobody can know what became of it, so nobody tries again. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { openDatabase } from "../../src/db/database.ts";
import { CommitOutcomeUnknownError } from "../../src/db/failures.ts";
import { findUserByEmail } from "../../src/users/find-user.ts";
import { findLegacyToken, regenerateLegacyToken } from "../../src/users/legacy-token.ts";
import { beginSession, endSession, findSession } from "../../src/users/session.ts";
import { setPassword } from "../../src/users/set-password.ts";
import { Connection, errorCodeOf, me, rotate, secretOf, signIn } from "../support/client.ts";
import { onPostgres } from "../support/databases.ts";
import { addPeople } from "../support/people.ts";
import { startPostgresProxy } from "../support/postgres-proxy.ts";
import { eventKey, startServer } from "../support/server-process.ts";
import { findFaults } from "../support/token-audit.ts";
import { createWorld } from "../support/world.ts";

describe("a COMMIT whose answer never comes", () => {
  onPostgres((open) => {
    it("is told to Ben as unknown and not tried again, whether or not it was carried out", async () => {
      await using stack = new AsyncDisposableStack();
      const { db, url, remove } = await open();
      stack.defer(remove);
      const { ben: person } = await addPeople(db);
      const proxy = stack.use(await startPostgresProxy(url));
      const server = stack.use(await startServer(proxy.url));
      const connection = stack.adopt(new Connection(server.url), (opened) => opened.close());
      const ben = await signIn(connection, person);
      const secret = secretOf(await rotate(connection, ben)) ?? "";
      const [first] = await tokens();

      for (const [when, isCarriedOut] of [
        ["before it arrives", false],
        ["before its answer", true],
      ] as const) {
        proxy.loseNextCommit(when);
        const answer = await rotate(connection, ben);
        assert.equal(answer.status, 503, when);
        assert.equal(errorCodeOf(answer), "outcome_unknown", when);
        assert.equal(proxy.commitsSent(), 1, `lost ${when}: sent once`);

        const [old, ...made] = await tokens();
        assert.equal(old?.id, first?.id);
        assert.equal(old?.revoked_at !== null, isCarriedOut, `lost ${when}: the old token is dead`);
        assert.equal(made.length, isCarriedOut ? 1 : 0, `lost ${when}: tokens made`);
        assert.deepEqual(await findFaults(db, eventKey), []);
        assert.equal((await me(connection, secret)).status, isCarriedOut ? 401 : 200);
      }

      async function tokens() {
        return await db.selectFrom("oauth_access_tokens").selectAll().orderBy("id").execute();
      }
    });

    it("is told as unknown too of a legacy token, a password, and the end of a session", async () => {
      await using stack = new AsyncDisposableStack();
      const world = stack.use(await createWorld(open));
      const proxy = stack.use(await startPostgresProxy(world.database.url));
      const db = stack.adopt(
        openDatabase(proxy.url, () => {}),
        async (opened) => await opened.destroy(),
      );
      const deps = { ...world.deps, db };
      const { ada } = world.people;
      const user = await findUserByEmail(db, ada.email);
      assert.ok(user);
      const id = await beginSession(deps, user);
      const session = await findSession(deps, id);
      assert.ok(session);
      for (const write of [
        async () => await regenerateLegacyToken(deps, ada.id),
        async () => await endSession(deps, session),
        async () => await setPassword(deps, ada.email, "another-password"),
      ]) {
        proxy.loseNextCommit("before its answer");
        await assert.rejects(write(), CommitOutcomeUnknownError);
        assert.equal(proxy.commitsSent(), 1);
      }
      assert.equal(await findSession(deps, id), undefined);
      assert.ok(await findLegacyToken(db, ada.id));
    });
  });
});
