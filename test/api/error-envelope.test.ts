/** How the API words what it refuses: the envelope of DMPRoadmap's errors, with a text and a hint that helps. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { urls } from "../../src/urls.ts";
import { openSqlite } from "../support/databases.ts";
import { shareWorld } from "../support/shared-world.ts";
import { insertDoorkeeperToken } from "../support/tokens.ts";
import { createWorld } from "../support/world.ts";

describe("an error of the API", () => {
  const world = shareWorld(openSqlite);

  it("is the envelope with items, errors and details, in this order", async () => {
    const { app, clock } = world();
    const answer = await app.inject({ url: `${urls.me}?x=1`, headers: { accept: "text/html" } });
    assert.equal(answer.statusCode, 401);
    assert.equal(answer.headers["content-type"], "application/json; charset=utf-8");
    const body = answer.json();
    assert.deepEqual(Object.keys(body), [
      "application",
      "source",
      "time",
      "caller",
      "code",
      "message",
      "items",
      "errors",
      "details",
    ]);
    assert.equal(body.application, "DMPRoadmap");
    assert.equal(body.source, "GET /api/v2/me");
    assert.equal(Date.parse(body.time), Math.floor(clock.now().getTime() / 1000) * 1000);
    assert.equal(body.caller, "127.0.0.1");
    assert.deepEqual([body.code, body.message], [401, "Unauthorized"]);
    assert.deepEqual(body.items, []);
  });

  const refused: [what: string, method: "GET" | "POST" | "PUT", path: string, status: number][] = [
    ["an unknown route", "GET", "/api/v2/nowhere", 404],
    ["an unknown version", "GET", "/api/v3/me", 404],
    ["the API's root", "GET", "/api", 404],
    ["the version's root", "GET", "/api/v2", 404],
    ["a wrong method", "POST", urls.me, 405],
    ["another wrong method", "PUT", urls.heartbeat, 405],
  ];
  for (const [what, method, path, status] of refused) {
    it(`is JSON for ${what} as well`, async () => {
      const answer = await world().app.inject({ method, url: path });
      assert.equal(answer.statusCode, status);
      const { code, source, errors, details, items } = answer.json();
      assert.deepEqual([code, source, items], [status, `${method} ${path}`, []]);
      assert.equal(errors.length, 1);
      assert.match(errors[0], /\w+ \w+/);
      assert.match(details.hint, /\w+ \w+/);
      assert.equal(details.error_code, status === 404 ? "not_found" : "method_not_allowed");
    });
  }

  it("asks nobody for a token where there is nothing", async () => {
    const answer = await world().app.inject("/api/v2/nowhere");
    assert.equal(answer.headers["www-authenticate"], undefined);
  });

  it("names the application as caller once the token is known", async () => {
    const headers = {
      authorization: `Bearer ${await insertDoorkeeperToken(world(), { scopes: "write" })}`,
    };
    const answer = await world().app.inject({ url: urls.me, headers });
    assert.equal(answer.statusCode, 403);
    assert.equal(answer.json().caller, "Internal v2 API Client");
  });

  it("that is a bug names a request id, and neither table nor stack", async () => {
    await using broken = await createWorld(openSqlite);
    const headers = { authorization: `Bearer ${await insertDoorkeeperToken(broken)}` };
    await broken.deps.db.schema.alterTable("languages").renameTo("tongues").execute();
    const answer = await broken.app.inject({ url: urls.me, headers });
    assert.equal(answer.statusCode, 500);
    assert.deepEqual(answer.json().errors, ["There was a problem in the server."]);
    assert.doesNotMatch(answer.body, /languages|select|node_modules|at /);
    const id = String(answer.headers["x-request-id"]);
    assert.ok(answer.body.includes(id), "the body names the request id");
    const line = broken.logLines.map((text) => JSON.parse(text)).find(({ level }) => level === 50);
    assert.equal(line.reqId, id);
    assert.match(line.err.message, /languages/);
  });
});
