/** Whoever presents many bad tokens is told to wait; a good token is never refused for others' failures. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { urls } from "../../src/urls.ts";
import { openSqlite } from "../support/databases.ts";
import { shareWorld } from "../support/shared-world.ts";
import { askMe, insertDoorkeeperToken } from "../support/tokens.ts";
import type { World } from "../support/world.ts";

/** Presents bad tokens until one is answered otherwise than 401. */
async function failUntilLimited(world: World, remoteAddress: string) {
  for (let failures = 0; failures < 1_000; failures += 1) {
    const answer = await askMe(world, "nonsense", { remoteAddress });
    if (answer.statusCode !== 401) return { failures, answer };
  }
  return assert.fail("never limited");
}

describe("many bad tokens from one address", () => {
  const world = shareWorld(openSqlite);

  it("are answered 429 with Retry-After, and taken again when that is over", async () => {
    const remoteAddress = "198.51.100.1";
    const { failures, answer } = await failUntilLimited(world(), remoteAddress);
    assert.ok(failures >= 10, `${failures} failures are free`);
    assert.equal(answer.statusCode, 429);
    const wait = Number(answer.headers["retry-after"]);
    assert.ok(Number.isInteger(wait) && wait > 0 && wait <= 60, String(wait));
    assert.equal(answer.json().details.error_code, "too_many_requests");
    assert.equal(answer.json().code, 429);
    world().clock.advance({ seconds: wait });
    assert.equal((await askMe(world(), "x", { remoteAddress })).statusCode, 401);
  });

  it("do not stop a good token from there, nor anybody elsewhere", async () => {
    const remoteAddress = "198.51.100.2";
    await failUntilLimited(world(), remoteAddress);
    const secret = await insertDoorkeeperToken(world());
    assert.equal((await askMe(world(), secret, { remoteAddress })).statusCode, 200);
    assert.equal((await askMe(world(), "x", { remoteAddress })).statusCode, 429);
    assert.equal((await askMe(world(), "x", { remoteAddress: "198.51.100.3" })).statusCode, 401);
  });

  it("count whatever the reason of their refusal", async () => {
    const remoteAddress = "198.51.100.4";
    const revoked = await insertDoorkeeperToken(world(), { revoked_at: world().clock.now() });
    const unknown = "u".repeat(43);
    const statuses = new Set<number>();
    for (let round = 0; round < 200; round += 1) {
      const secret = round % 2 ? revoked : unknown;
      statuses.add((await askMe(world(), secret, { remoteAddress })).statusCode);
    }
    assert.deepEqual(statuses, new Set([401, 429]));
  });

  it("are counted together for all addresses of an IPv6 network, and for mapped ones", async () => {
    await failUntilLimited(world(), "2001:db8:5:6::1");
    const ask = async (remoteAddress: string) =>
      (await askMe(world(), "x", { remoteAddress })).statusCode;
    assert.equal(await ask("2001:db8:5:6:a:b:c:d"), 429);
    assert.equal(await ask("2001:db8:5:7::1"), 401);
    await failUntilLimited(world(), "203.0.113.5");
    assert.equal(await ask("::ffff:203.0.113.5"), 429);
    assert.equal(await ask("::ffff:203.0.113.6"), 401);
  });

  it("cannot be spread by claiming other addresses", async () => {
    const remoteAddress = "198.51.100.5";
    await failUntilLimited(world(), remoteAddress);
    const headers = {
      authorization: "Bearer x",
      "x-forwarded-for": "203.0.113.77",
      "x-real-ip": "203.0.113.77",
      forwarded: "for=203.0.113.77",
    };
    const answer = await world().app.inject({ url: urls.me, headers, remoteAddress });
    assert.equal(answer.statusCode, 429);
    assert.equal(answer.json().caller, remoteAddress);
  });

  it("are not requests without any token", async () => {
    const remoteAddress = "198.51.100.6";
    for (let round = 0; round < 200; round += 1) {
      assert.equal((await world().app.inject({ url: urls.me, remoteAddress })).statusCode, 401);
    }
  });
});

describe("behind a proxy that the operator trusts", () => {
  const world = shareWorld(openSqlite, { environment: { TRUSTED_PROXIES: "10.0.0.0/8" } });

  it("the address that the proxy tells is the caller's", async () => {
    const ask = async (caller: string, remoteAddress: string) =>
      await world().app.inject({
        url: urls.heartbeat,
        remoteAddress,
        headers: { "x-forwarded-for": caller },
      });
    assert.equal((await ask("203.0.113.1", "10.1.2.3")).json().caller, "203.0.113.1");
    assert.equal((await ask("203.0.113.1, 203.0.113.2", "10.1.2.3")).json().caller, "203.0.113.2");
    assert.equal((await ask("203.0.113.1", "198.51.100.9")).json().caller, "198.51.100.9");
  });

  it("nonsense in its header harms nobody", async () => {
    for (const caller of ["", "not an address", "1.2.3.4:5678", "[::1]:80", ",,,", "<script>"]) {
      const headers = { authorization: "Bearer x", "x-forwarded-for": caller };
      const answer = await world().app.inject({ url: urls.me, remoteAddress: "10.1.2.3", headers });
      assert.equal(answer.statusCode, 401, caller);
    }
  });
});
