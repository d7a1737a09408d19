/** The connection to PostgreSQL lost around a COMMIT: nobody can know what became of it, so nobody tries again. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Connection, errorCodeOf, me, rotate, secretOf, signIn } from "../support/client.ts";
import { onPostgres } from "../support/databases.ts";
import { addPeople } from "../support/people.ts";
import { startPostgresProxy } from "../support/postgres-proxy.ts";
import { eventKey, startServer } from "../support/server-process.ts";
import { findFaults } from "../support/token-audit.ts";

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
  });
});
