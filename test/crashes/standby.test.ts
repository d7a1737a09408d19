/** A PostgreSQL that is a standby: it lags behind, so what was revoked may be alive there. Nothing is accepted from it. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { makeSecret } from "../../src/access-tokens/secret.ts";
import { openDatabase } from "../../src/db/database.ts";
import { migrate } from "../../src/db/migrate.ts";
import { urls } from "../../src/urls.ts";
import { Connection, errorCodeOf, me, rotate, secretOf, signIn } from "../support/client.ts";
import { runTollgate, serveTollgate } from "../support/command-line.ts";
import { eventually } from "../support/eventually.ts";
import { addPeople, type People } from "../support/people.ts";
import { startPgbouncer, withoutPgbouncer } from "../support/pgbouncer.ts";
import { type PostgresServer, startPostgres } from "../support/postgres-server.ts";
import { startServer } from "../support/server-process.ts";

describe("a standby of PostgreSQL", () => {
  const stack = new AsyncDisposableStack();
  let postgres: PostgresServer;
  let people: People;
  before(async () => {
    postgres = stack.adopt(await startPostgres(), (started) => started.remove());
    await using db = openDatabase(postgres.url(), () => {});
    await migrate(db);
    people = await addPeople(db);
  });
  after(() => stack.disposeAsync());

  it("is not asked whether a token is good: 503 until it is the primary again", async () => {
    await using server = await startServer(postgres.url());
    const connection = stack.adopt(new Connection(server.url), (opened) => opened.close());
    const secret = secretOf(await rotate(connection, await signIn(connection, people.ben))) ?? "";
    assert.equal((await me(connection, secret)).status, 200);

    await postgres.demote();
    const refused = await me(connection, secret);
    assert.equal(refused.status, 503, refused.body);
    assert.equal(errorCodeOf(refused), "database_unavailable");
    assert.equal((await connection.send(urls.readiness)).status, 503);
    assert.match(server.log(), /This PostgreSQL is a standby/);

    await postgres.promote();
    await eventually(
      "it is ready again",
      async () => (await connection.send(urls.readiness)).status === 200,
    );
    assert.equal((await me(connection, secret)).status, 200);
  });

  const skip = withoutPgbouncer;
  for (const prepared of [100, 0])
    it(
      `is not asked either where a pooler leads connections to it that keeps ${prepared} prepared statements`,
      { skip },
      async () => {
        await using pooler = await startPgbouncer(postgres.url(), { prepared });
        await using server = await startServer(pooler.url(postgres.url()));
        const connection = stack.adopt(new Connection(server.url), (opened) => opened.close());
        const ada = await signIn(connection, people.ada);
        const secret = secretOf(await rotate(connection, ada)) ?? "";
        const others = Array.from({ length: 4 }, () =>
          stack.adopt(new Connection(server.url), (opened) => opened.close()),
        );
        // At once, so that several connections to the pooler are open: each was asked on the primary whether it is one.
        const statusOf = async (each: Connection) =>
          (await each.send(urls.apiAccess, { headers: ada.headers })).status;
        assert.equal((await me(connection, secret)).status, 200);
        assert.deepEqual(await Promise.all(others.map(statusOf)), [200, 200, 200, 200]);

        await postgres.demote();
        await eventually("the pooler leads to the standby", async () => {
          for (const each of others) assert.equal(await statusOf(each), 503);
          return /is a standby/.test(server.log());
        });
        for (const presented of [secret, makeSecret(randomBytes, "dmp_").reveal()]) {
          assert.equal((await me(connection, presented)).status, 503);
        }
        assert.equal((await connection.send(urls.readiness)).status, 503);
        await postgres.promote();
        await eventually(
          "its word is taken again",
          async () => (await me(connection, secret)).status === 200,
        );
      },
    );

  it("keeps the server from starting, and every command, with a word on what to do", async () => {
    const folder = await mkdtemp(join(tmpdir(), "tollgate-standby-"));
    stack.defer(async () => await rm(folder, { recursive: true }));
    await postgres.demote();
    const run = { folder, environment: { DATABASE_URL: postgres.url() } };
    const advice = /This PostgreSQL is a standby.*primary/;
    const starting = serveTollgate([], run).then((serving) => serving[Symbol.asyncDispose]());
    await assert.rejects(starting, advice);
    for (const command of ["migrate", "doctor"]) {
      const { exitCode, stderr } = await runTollgate([command], run);
      assert.match(stderr, advice, command);
      assert.equal(exitCode, 1, command);
    }
  });
});
