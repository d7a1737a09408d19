/** What is not there is 404; what is there but not with this method is 405, with the methods that there are. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { HTTPMethods } from "fastify";
import { enGb } from "../../src/texts/en-gb.ts";
import { urls } from "../../src/urls.ts";
import { openSqlite } from "../support/databases.ts";
import { shareWorld } from "../support/shared-world.ts";

const methods: HTTPMethods[] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
const allowed: Record<string, HTTPMethods[]> = {
  [urls.home]: ["GET", "HEAD"],
  [urls.signIn]: ["GET", "HEAD", "POST"],
  [urls.signOut]: ["POST", "DELETE"],
  [urls.profile]: ["GET", "HEAD"],
  [urls.internalUserAccessToken]: ["GET", "HEAD", "POST", "DELETE"],
  [`${urls.internalUserAccessToken}.json`]: ["GET", "HEAD", "POST", "DELETE"],
  [urls.heartbeat]: ["GET", "HEAD"],
  [`${urls.heartbeat}.json`]: ["GET", "HEAD"],
  [urls.me]: ["GET", "HEAD"],
  [`${urls.me}.json`]: ["GET", "HEAD"],
  [urls.liveness]: ["GET", "HEAD"],
  [urls.readiness]: ["GET", "HEAD"],
  [urls.styles]: ["GET", "HEAD"],
};

describe("an address", () => {
  const world = shareWorld(openSqlite);

  for (const [url, known] of Object.entries(allowed)) {
    it(`${url} answers ${known.join(", ")}, and 405 with Allow to others`, async () => {
      for (const method of methods) {
        const answer = await world().app.inject({ method, url: `${url}?x=1` });
        if (known.includes(method)) {
          assert.ok(![404, 405].includes(answer.statusCode), `${method}: ${answer.statusCode}`);
          continue;
        }
        assert.equal(answer.statusCode, 405, method);
        const allow = String(answer.headers["allow"]).split(", ");
        assert.deepEqual(allow.toSorted(), known.toSorted(), method);
      }
    });
  }

  it("tells a person what to do when it does not exist, in a page with a way back", async () => {
    const answer = await world().app.inject({ url: "/nowhere", headers: { accept: "text/html" } });
    assert.equal(answer.statusCode, 404);
    assert.match(answer.body, /^<!DOCTYPE html>/);
    const { title, help } = enGb.errors.not_found;
    assert.ok(answer.body.includes(`<h1>${title}</h1><p>${help}</p>`));
    assert.match(answer.body, /<a [^>]*href="\/users\/edit#api-details"/);
    assert.match(answer.body, new RegExp(String(answer.headers["x-request-id"])));
  });

  it("tells a person who used it wrongly something that a page can show", async () => {
    const headers = { accept: "text/html" };
    const answer = await world().app.inject({ method: "PUT", url: urls.profile, headers });
    assert.equal(answer.statusCode, 405);
    assert.ok(answer.body.includes(enGb.errors.method_not_allowed.title));
    assert.doesNotMatch(answer.body, /Allow header/, "no header that a page does not show");
  });

  const strange = [
    "/api/v2/..%2Fme",
    "/api/v2/%2e%2e/v2/me%00",
    "/api/v2/..;/me",
    "/api/v2/me;x=1",
    "/api/v2/me/",
    "/api/v2//me",
    "//api/v2/me",
    "/API/V2/ME",
    "/api/v2/me.xml",
    "/api/v2/me.json.json",
    "/api/v2/.json",
    "/api/v2/me%00",
    "/api/v2/me%2ejson",
    "/users/edit.json",
    "/users/edit/",
    "/users/edit%2f",
    "/assets/../package.json",
    "/assets/%2e%2e/package.json",
    "/assets/..%2f..%2fpackage.json",
    "/assets/tollgate.css/",
    "/assets/bootstrap.min.css.map",
    "/.env",
    "/.git/config",
    "/data/tollgate.sqlite3",
    "/favicon.ico",
    "/constructor",
    "/__proto__",
    "/toString",
    `/${"a".repeat(8_000)}`,
    `/api/v2/${"a/".repeat(3_000)}`,
    `/${"%41".repeat(2_000)}`,
  ];
  for (const url of strange) {
    it(`${url.slice(0, 40)} is 404 with every method, and opens nothing`, async () => {
      for (const method of methods) {
        const answer = await world().app.inject({ method, url });
        assert.equal(answer.statusCode, 404, method);
      }
    });
  }

  it("means the same when its letters are written as numbers", async () => {
    for (const url of ["/%61pi/v2/me", "/api/v2/%6de", "/api/v2/m%65.json", "/%61%70%69/v2/me"]) {
      const answer = await world().app.inject({ url, headers: { accept: "text/html" } });
      assert.equal(answer.statusCode, 401, url);
      assert.equal(answer.headers["www-authenticate"], 'Bearer realm="Doorkeeper"', url);
      assert.equal(answer.json().code, 401);
    }
    const page = await world().app.inject({
      url: "/users/%65dit",
      headers: { accept: "text/html" },
    });
    assert.equal(page.statusCode, 303);
  });

  for (const url of [
    "/%",
    "/%zz",
    "/%2",
    "/%c3%28",
    "/%ff",
    "/api/v2/%",
    "/api/v2/me%",
    "/users/%e0%80",
  ]) {
    it(`${url} cannot be read: 400, in the format of its neighbours, and nothing is given back`, async () => {
      const answer = await world().app.inject({ url, headers: { accept: "text/html" } });
      assert.equal(answer.statusCode, 400);
      assert.ok(!answer.body.includes("FST_"), answer.body);
      if (url.startsWith("/api/"))
        assert.equal(answer.json().details.error_code, "invalid_request");
      else assert.match(answer.body, /^<!DOCTYPE html>/);
    });
  }
});
