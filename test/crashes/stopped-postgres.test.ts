/** A PostgreSQL that crashes, or is gone for a while, under a server that goes on. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { openDatabase } from "../../src/db/database.ts";
import { migrate } from "../../src/db/migrate.ts";
import type { Database } from "../../src/db/schema.ts";
import { urls } from "../../src/urls.ts";
import { Connection, errorCodeOf, me, rotate, secretOf, signIn } from "../support/client.ts";
import { eventually } from "../support/eventually.ts";
import { addPeople, type People } from "../support/people.ts";
import { type PostgresServer, startPostgres } from "../support/postgres-server.ts";
import { PressLedger, pressUntilDisaster, summarise } from "../support/press-ledger.ts";
import { eventKey, type ServerProcess, startServer } from "../support/server-process.ts";
import { findFaults } from "../support/token-audit.ts";
import { times } from "../support/torture.ts";

describe("a server whose PostgreSQL stops", () => {
  const stack = new AsyncDisposableStack();
  let postgres: PostgresServer;
  let db: Database;
  let people: People;
  let server: ServerProcess;
  let connection: Connection;
  before(async () => {
    postgres = stack.adopt(await startPostgres(), (started) => started.remove());
    db = stack.adopt(
      openDatabase(postgres.url(), () => {}),
      (opened) => opened.destroy(),
    );
    await migrate(db);
    people = await addPeople(db);
    server = stack.use(await startServer(postgres.url()));
    connection = connect();
  });
  after(() => stack.disposeAsync());

  function connect() {
    return stack.adopt(new Connection(server.url), (opened) => opened.close());
  }

  it("keeps what it answered when PostgreSQL crashes, and says when it does not know", async (test) => {
    const { ada, ben, fay } = people;
    const ledgers: PressLedger[] = [];
    for (const person of [ada, ben, fay]) {
      ledgers.push(new PressLedger(await signIn(connection, person)));
    }
    for (let round = 0; round < times({ normally: 3, torture: 100 }); round += 1) {
      await pressUntilDisaster(ledgers, connect, () => postgres.stop("immediate"));
      await postgres.start();
      await untilReady();
      for (const ledger of ledgers) await ledger.verify(connection, db);
      assert.deepEqual(await findFaults(db, eventKey), []);
    }
    test.diagnostic(summarise(ledgers));
  });

  it("answers 503 while PostgreSQL is gone, and works again when it is back", async () => {
    const dev = await signIn(connection, people.dev);
    const secret = secretOf(await rotate(connection, dev)) ?? "";
    assert.equal((await me(connection, secret)).status, 200);

    await postgres.stop("fast");
    for (const refused of [await me(connection, secret), await rotate(connection, dev)]) {
      assert.equal(refused.status, 503, refused.body);
      assert.equal(errorCodeOf(refused), "database_unavailable");
      assert.match(refused.headers["content-type"] ?? "", /^application\/json/);
      assert.ok(Number(refused.headers["retry-after"]) > 0);
    }
    assert.equal((await connection.send(urls.liveness)).status, 200);
    assert.equal((await connection.send(urls.readiness)).status, 503);

    await postgres.start();
    await untilReady();
    assert.equal((await me(connection, secret)).status, 200);
    assert.ok(server.isRunning());
  });

  async function untilReady() {
    await eventually(
      "the server is ready again",
      async () => (await connection.send(urls.readiness)).status === 200,
    );
  }
});
