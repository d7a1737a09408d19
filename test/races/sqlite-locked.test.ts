/** Another process that keeps SQLite locked: briefly is waited for, for long is refused, and reading goes on. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { DatabaseSync } from "node:sqlite";
import { openDatabase } from "../../src/db/database.ts";
import { readAnything } from "../../src/db/read-anything.ts";
import { urls } from "../../src/urls.ts";
import {
  type Connection,
  errorCodeOf,
  me,
  rotate,
  secretOf,
  type SignedIn,
  signIn,
} from "../support/client.ts";
import { openSqlite } from "../support/databases.ts";
import { createRunningService, type RunningService } from "../support/running-service.ts";
import { eventKey, startServer } from "../support/server-process.ts";
import { findFaults } from "../support/token-audit.ts";

describe("while another process keeps SQLite locked", () => {
  let service: RunningService;
  let connection: Connection;
  let ben: SignedIn;
  let secret: string;
  before(async () => {
    service = await createRunningService(openSqlite);
    connection = service.connect();
    ben = await signIn(connection, service.people.ben);
    secret = secretOf(await rotate(connection, ben)) ?? "";
  });
  after(() => service[Symbol.asyncDispose]());

  it("new tokens wait until it is free again, and Ben's token works", async () => {
    const ada = await signIn(connection, service.people.ada);
    const fay = await signIn(connection, service.people.fay);
    const lock = lockFile(service.database.url);
    const presses = [ada, fay].map((person) => rotate(service.connect(), person));
    let answered = 0;
    for (const press of presses) void press.finally(() => (answered += 1));
    for (let use = 0; use < 20; use += 1) {
      assert.equal((await me(connection, secret)).status, 200);
    }
    assert.equal(answered, 0, "nobody has got a token yet");

    lock.release();
    for (const press of presses) {
      const { status, body } = await press;
      assert.equal(status, 200, body);
    }
  });

  it("for too long, Ben is told to come back, keeps his token, and sees his page", async () => {
    const lock = lockFile(service.database.url);
    const press = rotate(service.connect(), ben);
    const answered = new AbortController();
    void press.finally(() => answered.abort());
    let uses = 0;
    for (; !answered.signal.aborted; uses += 1) {
      const use = await me(connection, secret);
      assert.equal(use.status, 200);
      assert.ok(use.end - use.start < 3_000, "reading does not wait for the lock");
      if (uses % 100 === 0) {
        const page = await connection.send(urls.profile, { headers: ben.headers });
        assert.equal(page.status, 200);
        assert.ok(page.end - page.start < 3_000, "the page does not wait for the lock");
      }
    }
    const refused = await press;
    assert.equal(refused.status, 503);
    assert.equal(errorCodeOf(refused), "database_unavailable");
    assert.ok(Number(refused.headers["retry-after"]) > 0);
    assert.ok(uses > 10, `${uses} uses meanwhile`);

    lock.release();
    assert.equal((await me(connection, secret)).status, 200);
    assert.equal((await rotate(connection, ben)).status, 200);
    assert.deepEqual(await findFaults(service.database.db, eventKey), []);
  });

  it("a server that starts waits as well, and after too long says so and ends", async () => {
    const { db, url, remove } = await openSqlite();
    await db.destroy();
    const lock = lockFile(url, { evenForReading: true });
    const opened = openDatabase(url, () => {});
    const reading = readAnything(opened);
    setTimeout(lock.release, 300);
    await reading;
    await opened.destroy();

    const longLock = lockFile(url, { evenForReading: true });
    await assert.rejects(startServer(url), /The database cannot be used: .*locked/);
    longLock.release();
    await remove();
  });
});

/** As another process would: this is not the server's. */
function lockFile(url: string, { evenForReading = false } = {}) {
  const file = new DatabaseSync(url.slice("sqlite:".length));
  if (evenForReading) file.exec("pragma locking_mode = exclusive");
  file.exec("begin exclusive");
  return { release: () => file.close() };
}
