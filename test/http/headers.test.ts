/** Every answer carries the security headers: pages, JSON, redirects, static files, and every kind of error. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { InjectOptions, LightMyRequestResponse } from "fastify";
import { urls } from "../../src/urls.ts";
import { openSqlite } from "../support/databases.ts";
import { assertSecurityHeaders, headersOf } from "../support/security-headers.ts";
import { shareWorld } from "../support/shared-world.ts";
import { insertDoorkeeperToken } from "../support/tokens.ts";
import { addNewcomer, openProfileOf } from "../support/visitors.ts";
import { createWorld, type World } from "../support/world.ts";

const html = { accept: "text/html" };
const form = { "content-type": "application/x-www-form-urlencoded" };

const requests: [status: number, request: InjectOptions & { url: string }][] = [
  [200, { url: urls.signIn, headers: html }],
  [200, { url: urls.heartbeat }],
  [200, { method: "HEAD", url: urls.heartbeat }],
  [200, { url: urls.liveness }],
  [200, { url: urls.readiness }],
  [200, { url: urls.styles }],
  [200, { url: urls.pressScript }],
  [303, { url: urls.home }],
  [303, { url: urls.profile, headers: html }],
  [400, { url: "/%zz", headers: html }],
  [400, { url: "/%", headers: html }],
  [400, { url: "/api/v2/%zz" }],
  [
    400,
    {
      method: "POST",
      url: urls.signIn,
      headers: { "content-type": "application/json" },
      payload: "{",
    },
  ],
  [401, { url: urls.me }],
  [401, { url: urls.profile }],
  [401, { method: "POST", url: urls.internalUserAccessToken }],
  [404, { url: "/nowhere", headers: html }],
  [404, { url: "/nowhere" }],
  [404, { url: "/api/v2/nowhere" }],
  [404, { url: "/assets/nothing.css" }],
  [405, { method: "DELETE", url: urls.me }],
  [405, { method: "OPTIONS", url: urls.me, headers: { origin: "https://evil.example" } }],
  [405, { method: "PUT", url: urls.profile, headers: html }],
  [413, { method: "POST", url: urls.signIn, headers: form, payload: "x".repeat(70_000) }],
  [
    415,
    { method: "POST", url: urls.signIn, headers: { "content-type": "text/plain" }, payload: "x" },
  ],
  [
    422,
    { method: "POST", url: urls.signIn, headers: form, payload: "user[email]=a&user[password]=b" },
  ],
  [422, { method: "POST", url: urls.signIn, headers: { origin: "https://evil.example" } }],
];

describe("the security headers", () => {
  for (const [what, environment, secure] of [
    ["on this machine", {}, false],
    ["over https", { PUBLIC_URL: "https://dmp.example.org" }, true],
  ] as const) {
    describe(what, () => {
      const world = shareWorld(openSqlite, { environment });

      for (const [status, request] of requests) {
        it(`are on ${status} for ${request.method ?? "GET"} ${request.url}`, async () => {
          const answer = await world().app.inject(request);
          assert.equal(answer.statusCode, status);
          assertHeaders(answer, secure);
        });
      }
    });
  }

  it("are on what only a signed-in person or a token sees, and on a bug", async () => {
    await using world = await createWorld(openSqlite);
    const browser = await openProfileOf(world, await addNewcomer(world));
    assertHeaders(await browser.get(urls.profile), false);
    assertHeaders(await browser.pressRegenerate(), false);
    assertHeaders(await browser.pressRegenerate({ accept: "image/png" }), false);
    assertHeaders(await askWithToken(world, 200), false);
    await world.deps.db.schema.alterTable("languages").renameTo("tongues").execute();
    assertHeaders(await askWithToken(world, 500), false);
    const page = await browser.get(urls.profile);
    assert.equal(page.statusCode, 500);
    assertHeaders(page, false);
  });

  it("let no other site's page read anything, whatever it sends", async () => {
    await using world = await createWorld(openSqlite);
    for (const headers of [
      { origin: "https://evil.example" },
      { origin: "https://evil.example", "access-control-request-method": "GET" },
    ]) {
      for (const method of ["GET", "OPTIONS"] as const) {
        const answer = await world.app.inject({ method, url: urls.me, headers });
        const names = Object.keys(answer.headers).filter((name) =>
          name.startsWith("access-control"),
        );
        assert.deepEqual(names, []);
      }
    }
  });

  it("let JSON load nothing at all", async () => {
    await using world = await createWorld(openSqlite);
    for (const url of [urls.heartbeat, urls.me, "/api/v2/nowhere"]) {
      const answer = await world.app.inject(url);
      assert.match(String(answer.headers["content-security-policy"]), /default-src 'none'/, url);
    }
  });
});

function assertHeaders(answer: LightMyRequestResponse, secure: boolean) {
  const what = `${answer.raw.req.method} ${answer.raw.req.url}`;
  assertSecurityHeaders(headersOf(answer), what);
  const transport = answer.headers["strict-transport-security"];
  if (secure) assert.match(String(transport), /^max-age=31536000; includeSubDomains$/, what);
  else assert.equal(transport, undefined, what);
  const isStatic = String(answer.raw.req.url).startsWith("/assets/") && answer.statusCode === 200;
  assert.equal(answer.headers["cache-control"], isStatic ? "no-cache" : "no-store", what);
  if (!isStatic) assert.equal(answer.headers["etag"], undefined, what);
  assert.match(String(answer.headers["x-request-id"]), /^[0-9a-f-]{36}$/, what);
  if (answer.body) assert.match(String(answer.headers["content-type"]), /; charset=utf-8$/i, what);
}

async function askWithToken(world: World, status: number) {
  const headers = { authorization: `Bearer ${await insertDoorkeeperToken(world)}` };
  const answer = await world.app.inject({ url: urls.me, headers });
  assert.equal(answer.statusCode, status);
  return answer;
}
