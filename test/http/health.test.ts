/** What watches the process: it lives, and it is ready as long as the database answers. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import Fastify from "fastify";
import { addHealthRoutes } from "../../src/http/health.ts";
import { urls } from "../../src/urls.ts";
import { onEachDatabase, onPostgres, openSqlite } from "../support/databases.ts";
import { assertSecurityHeaders } from "../support/security-headers.ts";
import { shareWorld } from "../support/shared-world.ts";
import { createWorld } from "../support/world.ts";

describe("health", () => {
  onEachDatabase((open) => {
    const world = shareWorld(open);

    for (const url of [urls.liveness, urls.readiness]) {
      it(`${url} is open to all and says ok, and no more`, async () => {
        const answer = await world().app.inject(url);
        assert.equal(answer.statusCode, 200);
        assert.deepEqual(answer.json(), { status: "ok" });
      });
    }

    it("does not fill the log of a quiet day", async () => {
      const from = world().logLines.length;
      await world().app.inject(urls.liveness);
      await world().app.inject(urls.readiness);
      await new Promise(setImmediate);
      const levels = world()
        .logLines.slice(from)
        .map((text) => JSON.parse(text).level);
      assert.deepEqual(levels, [20, 20]);
    });
  });

  onPostgres((open) => {
    it("is alive but not ready while the database is gone, and says so to the log", async () => {
      const world = await createWorld(open);
      await world.deps.db.destroy();
      const ready = await world.app.inject(urls.readiness);
      assert.equal(ready.statusCode, 503);
      assert.ok(Number(ready.headers["retry-after"]) > 0);
      assert.deepEqual(ready.json(), { status: "unavailable" });
      assert.match(world.logLines.join(""), /"msg":"not ready"/);
      assert.equal((await world.app.inject(urls.liveness)).statusCode, 200);
      await world.app.close();
      await world.database.remove();
    });
  });

  it("is not ready when the database does not answer", async () => {
    const { app, ready } = appOn(() => new Promise(() => {}));
    assert.equal((await ready()).statusCode, 503);
    assert.equal((await app.inject(urls.liveness)).statusCode, 200);
  });

  it("is not ready as soon as the server was told to stop", async () => {
    await using world = await createWorld(openSqlite);
    const { app } = world;
    let whileStopping: Response | undefined;
    app.addHook("preClose", async () => {
      whileStopping = await fetch(`http://127.0.0.1:${port}${urls.readiness}`);
    });
    const port = new URL(await app.listen({ host: "127.0.0.1", port: 0 })).port;
    await app.close();
    assert.equal(whileStopping?.status, 503);
    assert.deepEqual(await whileStopping.json(), { status: "unavailable" });
    assertSecurityHeaders(whileStopping.headers, "the answer while stopping");
  });
});

function appOn(readDatabase: () => Promise<unknown>) {
  const app = Fastify();
  const silent = { error() {}, warn() {}, info() {}, debug() {} };
  addHealthRoutes(app, { log: silent, readDatabase });
  return { app, ready: async () => await app.inject(urls.readiness) };
}
