/** Two kinds of credentials for two groups of routes: a session opens no API, and a token opens no page. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { urls } from "../../src/urls.ts";
import { openSqlite } from "../support/databases.ts";
import { dump } from "../support/dump.ts";
import { shareWorld } from "../support/shared-world.ts";
import { insertDoorkeeperToken } from "../support/tokens.ts";
import { addNewcomer, openProfileOf, sessionCookie } from "../support/visitors.ts";

describe("a session", () => {
  const world = shareWorld(openSqlite);

  for (const path of [urls.me, `${urls.me}.json`]) {
    for (const method of ["GET", "HEAD"] as const) {
      it(`does not open ${method} ${path}`, async () => {
        const browser = await openProfileOf(world(), await addNewcomer(world()));
        const headers = { "x-csrf-token": browser.authenticityToken };
        const answer = await browser.send({ method, url: path, headers });
        assert.equal(answer.statusCode, 401);
        assert.equal(answer.headers["www-authenticate"], 'Bearer realm="Doorkeeper"');
      });
    }
  }

  it("is no bearer either, as its id or as its cookie", async () => {
    const browser = await openProfileOf(world(), await addNewcomer(world()));
    const cookie = browser.cookies.get(sessionCookie) ?? "";
    for (const secret of [cookie, cookie.slice(2)]) {
      const headers = { authorization: `Bearer ${secret}` };
      assert.equal((await world().app.inject({ url: urls.me, headers })).statusCode, 401);
    }
  });
});

describe("a token", () => {
  const world = shareWorld(openSqlite);

  it("opens no page, and signs nobody out", async () => {
    const authorization = `Bearer ${await insertDoorkeeperToken(world())}`;
    const headers = { authorization, accept: "text/html" };
    const page = await world().app.inject({ url: urls.profile, headers });
    assert.equal(page.statusCode, 303);
    const signOut = await world().app.inject({ method: "POST", url: urls.signOut, headers });
    assert.equal(signOut.statusCode, 303);
    assert.match(String(signOut.headers["location"]), /^\/users\/sign_in\?return_to/);
  });

  it("makes and revokes no token, not even by the scopes that it has", async () => {
    const scopes = "read write admin internal_user_access_token";
    const authorization = `Bearer ${await insertDoorkeeperToken(world(), { scopes })}`;
    const before = await dump(world().deps.db);
    for (const method of ["POST", "DELETE", "PUT", "PATCH"] as const) {
      for (const url of [urls.internalUserAccessToken, `${urls.internalUserAccessToken}.json`]) {
        const headers = { authorization, accept: "application/json" };
        const answer = await world().app.inject({ method, url, headers });
        assert.equal(answer.statusCode, method === "POST" || method === "DELETE" ? 401 : 405);
      }
    }
    assert.deepEqual(await dump(world().deps.db), before);
  });
});
