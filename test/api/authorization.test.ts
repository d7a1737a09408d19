/** How a token must be presented, and what a caller is told who presents it otherwise (RFC 6750 §2.1 and §3.1). */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { urls } from "../../src/urls.ts";
import { openSqlite } from "../support/databases.ts";
import { shareWorld } from "../support/shared-world.ts";
import { insertDoorkeeperToken } from "../support/tokens.ts";
import { createWorld } from "../support/world.ts";

const realm = 'Bearer realm="Doorkeeper"';

describe("the Authorization header", () => {
  const world = shareWorld(openSqlite);

  async function ask(authorization: string | undefined, path: string = urls.me) {
    const headers = authorization === undefined ? {} : { authorization };
    return await world().app.inject({ url: path, headers });
  }

  it("opens the API, whatever the case of its scheme and however many spaces follow", async () => {
    const secret = await insertDoorkeeperToken(world());
    for (const scheme of ["Bearer ", "bearer ", "BEARER ", "bEaReR ", "Bearer    "]) {
      assert.equal((await ask(`${scheme}${secret}`)).statusCode, 200, scheme);
    }
    const many = " ".repeat(15_000);
    for (const value of [`Bearer ${secret}${many}`, `${many}Bearer ${secret}`]) {
      assert.equal((await ask(value)).statusCode, 200, "spaces around it");
    }
    assert.equal((await ask(`Bearer${many}${secret}${many}x`)).statusCode, 400, "two words");
  });

  it("is asked for, without an error code, where it is missing", async () => {
    const answer = await ask(undefined);
    assert.equal(answer.statusCode, 401);
    assert.equal(answer.headers["www-authenticate"], realm);
    const { errors, details } = answer.json();
    assert.deepEqual(errors, ["The access token is missing"]);
    assert.match(details.hint, /Send the header "Authorization: Bearer YOUR-TOKEN"/);
    assert.match(details.hint, /\/users\/edit#api-details/);
  });

  it("is as good as missing with another scheme", async () => {
    const secret = await insertDoorkeeperToken(world());
    for (const value of [`Token ${secret}`, `Basic ${secret}`, secret, `Bearer${secret}`, ""]) {
      const answer = await ask(value);
      assert.equal(answer.statusCode, 401, value);
      assert.equal(answer.headers["www-authenticate"], realm, value);
    }
  });

  it("is a bad request where something is missing after Bearer, or too much", async () => {
    const secret = await insertDoorkeeperToken(world());
    for (const value of ["Bearer", "Bearer ", `Bearer ${secret} ${secret}`, `Bearer x ${secret}`]) {
      const answer = await ask(value);
      assert.equal(answer.statusCode, 400, value);
      assert.match(
        String(answer.headers["www-authenticate"]),
        /^Bearer realm="Doorkeeper", error="invalid_request", error_description="[^"\\]+"$/,
      );
      assert.equal(answer.json().details.error_code, "invalid_request");
      assert.match(answer.json().errors[0], /Authorization header must be the word Bearer/);
    }
  });

  it("holds nothing but the token: bytes before, after or instead of it are refused", async () => {
    const secret = await insertDoorkeeperToken(world());
    const values = [
      `${secret},`,
      `"${secret}"`,
      `${secret}=`,
      `${secret}%20`,
      `token=${secret}`,
      `\u00e9${secret}`,
      `${secret}\u00a0`,
      "\u00ff".repeat(43),
      "x".repeat(10_240),
      `dmp_${"0".repeat(10_000)}`,
      secret.slice(1),
      secret.toUpperCase(),
    ];
    for (const value of values) {
      const answer = await ask(`Bearer ${value}`);
      assert.equal(answer.statusCode, 401, value);
      assert.match(String(answer.headers["www-authenticate"]), /error="invalid_token"/);
      assert.ok(!answer.body.includes(secret));
    }
  });

  it("is the same for GET and HEAD, with and without .json", async () => {
    const secret = await insertDoorkeeperToken(world());
    for (const path of [urls.me, `${urls.me}.json`, `${urls.me}.json?x=1`, `${urls.me}?x=.json`]) {
      for (const [authorization, status] of [
        [`Bearer ${secret}`, 200],
        ["Bearer wrong", 401],
        ["", 401],
      ] as const) {
        const get = await ask(authorization, path);
        const headers = { authorization };
        const head = await world().app.inject({ method: "HEAD", url: path, headers });
        assert.deepEqual([get.statusCode, head.statusCode], [status, status], path);
        assert.equal(head.body, "");
        assert.equal(head.headers["www-authenticate"], get.headers["www-authenticate"]);
      }
    }
  });

  it("carries the operator's realm in its challenge", async () => {
    await using other = await createWorld(openSqlite, {
      environment: { BEARER_REALM: "DMP Tool (v2)" },
    });
    const answer = await other.app.inject(urls.me);
    assert.equal(answer.headers["www-authenticate"], 'Bearer realm="DMP Tool (v2)"');
  });
});
