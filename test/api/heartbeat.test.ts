/** `GET /api/v2/heartbeat`: open to all, in the envelope that DMPRoadmap's clients know, key by key. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { urls } from "../../src/urls.ts";
import { openSqlite } from "../support/databases.ts";
import { shareWorld } from "../support/shared-world.ts";
import { insertDoorkeeperToken } from "../support/tokens.ts";

describe("GET /api/v2/heartbeat", () => {
  const world = shareWorld(openSqlite, { environment: { APPLICATION_NAME: "DMP Assistant" } });

  it("answers the envelope with no items, in this order and compact", async () => {
    const { app, clock } = world();
    const answer = await app.inject(urls.heartbeat);
    assert.equal(answer.statusCode, 200);
    assert.equal(answer.headers["content-type"], "application/json; charset=utf-8");
    const time = clock
      .now()
      .toISOString()
      .replace(/\.\d{3}Z/, "+00:00");
    assert.equal(
      answer.body,
      `{"application":"DMP Assistant","source":"GET /api/v2/heartbeat","time":"${time}",` +
        '"caller":"127.0.0.1","code":200,"message":"OK","total_items":0,"items":[]}',
    );
  });

  it("names the path as it was asked for, without its query", async () => {
    const answer = await world().app.inject(`${urls.heartbeat}.json?access_token=secret`);
    assert.equal(answer.json().source, "GET /api/v2/heartbeat.json");
  });

  it("is open also to whoever sends a token, a bad one or a cookie", async () => {
    const secret = await insertDoorkeeperToken(world());
    for (const authorization of [`Bearer ${secret}`, "Bearer bad", "Bearer", "Basic x"]) {
      const headers = { authorization, cookie: "tollgate_session=s_x" };
      assert.equal((await world().app.inject({ url: urls.heartbeat, headers })).statusCode, 200);
    }
  });

  it("names the address of an IPv6 caller", async () => {
    const answer = await world().app.inject({ url: urls.heartbeat, remoteAddress: "::1" });
    assert.equal(answer.json().caller, "::1");
  });

  it("answers HEAD with the same headers and no body", async () => {
    const get = await world().app.inject(urls.heartbeat);
    const head = await world().app.inject({ method: "HEAD", url: urls.heartbeat });
    assert.equal(head.statusCode, 200);
    assert.equal(head.body, "");
    assert.equal(head.headers["content-type"], get.headers["content-type"]);
  });
});
