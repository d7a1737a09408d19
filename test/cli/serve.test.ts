/** `tollgate serve`: what it says when it starts, and what when it cannot. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, it, type TestContext } from "node:test";
import { sql } from "kysely";
import { migrate } from "../../src/db/migrate.ts";
import type { Database } from "../../src/db/schema.ts";
import { urls } from "../../src/urls.ts";
import { listTables } from "../support/catalogue.ts";
import { runTollgate, serveTollgate, type Outcome } from "../support/command-line.ts";
import { onEachDatabase } from "../support/databases.ts";
import { makeDmproadmap } from "../support/dmproadmap-database.ts";
import { eventually } from "../support/eventually.ts";
import { freePort } from "../support/free-port.ts";
import { within } from "../support/within.ts";

const secretKey = "a secret key that is only for tests";

describe("tollgate serve", { concurrency: 2 }, () => {
  onEachDatabase((open, kind) => {
    const environmentOf = (DATABASE_URL: string) => ({ DATABASE_URL, SECRET_KEY: secretKey });

    it("makes all it needs, and the demo people when asked to, and shows their accounts each time", async (t) => {
      const { db, url, remove } = await open({ migrated: false });
      t.after(remove);
      const run = { folder: await temporaryFolder(t), environment: environmentOf(url) };
      for (const _ of kind === "SQLite" ? ["first", "second"] : ["first"]) {
        await using serving = await serveTollgate(["--demo"], run);
        await eventually("it says how to go on", async () => /curl -H/.test(serving.output()));
        assert.equal((await fetch(serving.address + urls.liveness)).status, 200);
        assert.equal((await db.selectFrom("oauth_applications").select("id").execute()).length, 1);
        const people = await db
          .selectFrom("users")
          .select(["email", "active"])
          .orderBy("id")
          .execute();
        assert.deepEqual(
          people.map(({ email, active }) => [email, active]),
          [
            ["ada@example.org", true],
            ["ben@example.org", true],
            ["fay@example.org", true],
            ["dev@example.org", true],
            ["eve@example.org", false],
          ],
        );
        for (const { email } of people) assert.ok(serving.output().includes(email), email);
        assert.match(serving.output(), /let-me-through-please/);
        assert.ok(serving.output().includes(`${serving.address}${urls.apiAccess}`));
        assert.match(serving.output(), /curl -H "Authorization: Bearer /);
        assert.ok(serving.output().includes(`"${serving.address}${urls.plans}?complete=true"`));
        assert.equal(await serving.stop("SIGINT"), 0);
      }
    });

    if (kind === "SQLite") return; // found databases are PostgreSQL

    it("changes nothing of DMPRoadmap's database before somebody says `tollgate migrate`", async (t) => {
      const { db, url, remove } = await open({ migrated: false });
      t.after(remove);
      await makeDmproadmap(db);
      const tables = await listTables(db);
      const run = { folder: await temporaryFolder(t), environment: environmentOf(url) };
      const outcome = await runTollgate(["serve"], run);
      assertFailed(outcome, /DMPRoadmap's database.*tollgate migrate/);
      assert.deepEqual(await listTables(db), tables);
    });

    it("leaves a database alone that it does not understand, as every command does, and says why", async (t) => {
      const { db, url, remove } = await open({ migrated: false });
      t.after(remove);
      await sql`create table users (id integer primary key, login varchar)`.execute(db);
      const run = { folder: await temporaryFolder(t), environment: environmentOf(url) };
      for (const argv of [["serve"], ["migrate"], ["migrate", "--print-sql"]]) {
        const outcome = await runTollgate(argv, run);
        assertFailed(outcome, /does not understand this database.*it lacks orgs.*tollgate doctor/s);
      }
      assert.deepEqual(await listTables(db), ["users"]);
    });

    it("does not serve a DMPRoadmap that lacks what it reads, and names it", async (t) => {
      const { db, url, remove } = await open({ migrated: false });
      t.after(remove);
      await makeDmproadmap(db, { oauth: true });
      await migrate(db);
      await sql`alter table users drop column active`.execute(db);
      const run = { folder: await temporaryFolder(t), environment: environmentOf(url) };
      assertFailed(await runTollgate(["serve"], run), /- Column users\.active is missing\./);
    });

    it("does not make an application in DMPRoadmap's database by itself", async (t) => {
      const { db, url, remove } = await open();
      t.after(remove);
      await sql`create table schema_migrations (version varchar not null primary key)`.execute(db);
      await migrate(db);
      const run = { folder: await temporaryFolder(t), environment: environmentOf(url) };
      await using serving = await serveTollgate([], run);
      assert.equal((await fetch(serving.address + urls.liveness)).status, 200);
      assert.deepEqual(await db.selectFrom("oauth_applications").select("id").execute(), []);
    });

    it("stops while it tidies, and lets that come to its end before it leaves", async (t) => {
      const { db, url, remove } = await open();
      const [locked, unlock] = [Promise.withResolvers(), Promise.withResolvers()];
      t.after(async () => {
        unlock.resolve(undefined);
        await remove();
      });
      const run = { folder: await temporaryFolder(t), environment: environmentOf(url) };
      const lock = db.transaction().execute(async (transaction) => {
        await sql`lock table tollgate_sessions`.execute(transaction);
        locked.resolve(undefined);
        await unlock.promise;
      });
      await locked.promise;
      await using serving = await serveTollgate([], run);
      await eventually("it tidies", async () => await isWaitedFor(db, "tollgate_sessions"));
      const ended = serving.stop("SIGTERM");
      await eventually("it stops", async () => serving.output().includes('"stopping"'));
      assert.ok(await isWaitedFor(db, "tollgate_sessions"));
      unlock.resolve(undefined);
      await lock;
      assert.equal(await ended, 0);
      assert.doesNotMatch(serving.output(), /tidying failed/);
    });
  });

  it("needs no setting at all: it makes what it needs in ./data, for itself alone", async (t) => {
    const folder = await temporaryFolder(t);
    await using serving = await serveTollgate([], { folder });
    assert.equal((await fetch(serving.address + urls.liveness)).status, 200);
    assert.deepEqual(await readdir(folder), ["data"]);
    using database = new DatabaseSync(join(folder, "data/tollgate.sqlite3"), { readOnly: true });
    assert.equal(database.prepare("select * from oauth_applications").all().length, 1);
    assert.deepEqual(database.prepare("select * from users").all(), []);
    const files = await readdir(join(folder, "data"));
    assert.ok(files.includes("tollgate.sqlite3") && files.includes("secret-key"));
    assert.equal((await stat(join(folder, "data", "secret-key"))).mode & 0o777, 0o600);
    const modes = [];
    for (const name of ["data", "data/tollgate.sqlite3"]) {
      modes.push((await stat(join(folder, name))).mode);
    }
    assert.ok(
      modes.some((mode) => (mode & 0o077) === 0),
      "other users of the machine can read the password hashes and legacy tokens",
    );
  });

  it("ends although somebody holds on to a connection that he was refused", async (t) => {
    const folder = await temporaryFolder(t);
    await using serving = await serveTollgate([], { folder });
    const socket = askForTunnel(serving.address);
    t.after(() => socket.destroy());
    await once(socket, "data");
    assert.equal(await within(30, serving.stop("SIGTERM")), 0);
  });

  it("goes on when connections are lost before it can answer", async (t) => {
    const folder = await temporaryFolder(t);
    await using serving = await serveTollgate([], { folder });
    for (let count = 0; count < 50; count += 1) {
      const socket = askForTunnel(serving.address);
      await once(socket, "connect");
      socket.resetAndDestroy();
      assert.equal((await fetch(serving.address + urls.liveness)).status, 200);
    }
  });

  it("says so when its port is in use", async (t) => {
    const other = createServer().listen(0, "127.0.0.1");
    t.after(() => other.close());
    await once(other, "listening");
    const address = other.address();
    const port = address && typeof address === "object" ? address.port : 0;
    const folder = await temporaryFolder(t);
    const outcome = await runTollgate(["serve"], { folder, environment: { PORT: String(port) } });
    assertFailed(outcome, new RegExp(`^Port ${port} on 127\\.0\\.0\\.1 is in use\\..*PORT`, "m"));
  });

  it("says that the database cannot be used when nothing listens where it should be", async (t) => {
    const folder = await temporaryFolder(t);
    const DATABASE_URL = `postgres://127.0.0.1:${await freePort()}/tollgate`;
    const outcome = await runTollgate(["serve"], { folder, environment: { DATABASE_URL } });
    assertFailed(outcome, /database.*127\.0\.0\.1/i);
  });
});

/** Whether somebody waits for a lock on the table, in PostgreSQL. */
async function isWaitedFor(db: Database, table: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from pg_locks where relation = ${table}::regclass and not granted`.execute(db);
  return rows.length > 0;
}

/** A connection that stays open when the server ends its side. */
function askForTunnel(address: string): Socket {
  const port = Number(new URL(address).port);
  const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
  socket.on("error", () => {}).write("CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n");
  return socket;
}

async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "tollgate-cli-"));
  t.after(async () => await rm(folder, { recursive: true }));
  return folder;
}

/** One message for a person, and nothing for a programmer. */
function assertFailed({ exitCode, stdout, stderr }: Outcome, message: RegExp) {
  assert.match(stderr, message);
  assert.doesNotMatch(stderr, /^\s+at /m, "a stack of calls");
  assert.equal(exitCode, 1, stdout);
}
