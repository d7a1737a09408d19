/** Rails at work on the same PostgreSQL: rows that it locks are waited for, though not for ever, and it never waits for us. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import pg from "pg";
import { errorCodeOf, me, rotate, secretOf, type SignedIn, signIn } from "../support/client.ts";
import { countWaiting } from "../support/connections-in-use.ts";
import { onPostgres } from "../support/databases.ts";
import { eventually } from "../support/eventually.ts";
import { createRunningService, type RunningService } from "../support/running-service.ts";
import { eventKey } from "../support/server-process.ts";
import { findFaults } from "../support/token-audit.ts";

describe("beside Rails", () => {
  onPostgres((open) => {
    let service: RunningService;
    let rails: pg.Client;
    let other: pg.Client;
    let ben: SignedIn;
    before(async () => {
      service = await createRunningService(open);
      rails = new pg.Client({ connectionString: service.database.url });
      other = new pg.Client({ connectionString: service.database.url });
      await Promise.all([rails.connect(), other.connect()]);
      await rails.query("create table notes (user_id integer not null references users (id))");
      ben = await signIn(service.connect(), service.people.ben);
    });
    after(async () => {
      await Promise.all([rails.end(), other.end()]);
      await service[Symbol.asyncDispose]();
    });

    it("tells Ben to come back while Rails keeps his row locked, and nothing has changed", async () => {
      const connection = service.connect();
      const secret = secretOf(await rotate(connection, ben)) ?? "";
      await rails.query("begin");
      await rails.query("select * from users where id = $1 for update", [ben.id]);
      const events = await countEvents();

      const refused = await rotate(service.connect(), ben);
      assert.equal(refused.status, 503);
      assert.ok(refused.end - refused.start < 10_000, "he does not wait for long");
      assert.equal(errorCodeOf(refused), "database_unavailable");
      assert.ok(Number(refused.headers["retry-after"]) > 0);
      assert.equal((await me(connection, secret)).status, 200, "his token works meanwhile");
      await rails.query("commit");

      assert.equal((await me(connection, secret)).status, 200);
      assert.equal(await countEvents(), events);
      assert.deepEqual(await findFaults(service.database.db, eventKey), []);
      assert.equal((await rotate(connection, ben)).status, 200, "and then he gets a new one");
    });

    it("lets Rails add rows that refer to Ben while his token is being made", async () => {
      await other.query("begin; lock table tollgate_event_chains in access exclusive mode");
      const press = rotate(service.connect(), ben);
      await eventually("the rotation holds Ben's row and waits", () => countWaiting(rails));

      await rails.query("set lock_timeout = '1s'");
      await rails.query("insert into notes (user_id) values ($1)", [ben.id]);
      await other.query("commit");
      assert.equal((await press).status, 200);
    });

    it("makes Ben's token while Rails has not committed rows that refer to him", async () => {
      await rails.query("begin");
      await rails.query("insert into notes (user_id) values ($1)", [ben.id]);
      assert.equal((await rotate(service.connect(), ben)).status, 200);
      await rails.query("commit");
    });

    async function countEvents() {
      return (await service.database.db.selectFrom("tollgate_events").select("id").execute())
        .length;
    }
  });
});
