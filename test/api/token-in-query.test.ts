/** A token in the address is refused, unless the operator switched it on for old clients. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { urls } from "../../src/urls.ts";
import { openSqlite } from "../support/databases.ts";
import { shareWorld } from "../support/shared-world.ts";
import { insertDoorkeeperToken } from "../support/tokens.ts";

const names = ["access_token", "bearer_token"];

describe("a token in the address", () => {
  describe("as things are", () => {
    const world = shareWorld(openSqlite);

    for (const name of names) {
      it(`as ${name} is a bad request, with or without a header beside it`, async () => {
        const secret = await insertDoorkeeperToken(world());
        for (const headers of [{}, { authorization: `Bearer ${secret}` }]) {
          const answer = await world().app.inject({ url: `${urls.me}?${name}=${secret}`, headers });
          assert.equal(answer.statusCode, 400);
          const challenge = String(answer.headers["www-authenticate"]);
          assert.match(challenge, /error="invalid_request"/);
          assert.match(
            answer.json().errors[0],
            /in the Authorization header, and not in the address/,
          );
          assert.ok(!answer.body.includes(secret) && !challenge.includes(secret));
        }
      });
    }

    it("in a body is not read at all", async () => {
      const access_token = await insertDoorkeeperToken(world());
      const answer = await world().app.inject({ url: urls.me, payload: { access_token } });
      assert.equal(answer.statusCode, 401);
    });
  });

  describe("where the operator switched it on", () => {
    const world = shareWorld(openSqlite, { environment: { ACCEPT_TOKEN_IN_QUERY: "true" } });

    for (const name of names) {
      it(`as ${name} opens the API`, async () => {
        const secret = await insertDoorkeeperToken(world());
        const answer = await world().app.inject(`${urls.me}?${name}=${secret}`);
        assert.equal(answer.json().email, "ben@example.org");
      });

      it(`as ${name} must be the only one`, async () => {
        const secret = await insertDoorkeeperToken(world());
        const one = `${name}=${secret}`;
        for (const query of [`${one}&${one}`, `access_token=x&bearer_token=${secret}`]) {
          assert.equal((await world().app.inject(`${urls.me}?${query}`)).statusCode, 400, query);
        }
        const headers = { authorization: `Bearer ${secret}` };
        const answer = await world().app.inject({ url: `${urls.me}?${one}`, headers });
        assert.equal(answer.statusCode, 400, "two ways at once");
      });
    }

    it("is refused like any other when it is wrong, missing or not a text", async () => {
      const ask = async (query: string) => await world().app.inject(`${urls.me}?${query}`);
      assert.equal((await ask("access_token=wrong")).statusCode, 401);
      assert.equal((await ask("access_token=")).statusCode, 401);
      assert.equal((await ask("access_token")).statusCode, 401);
      assert.equal((await ask("access_token[x]=y")).statusCode, 401);
      assert.equal((await ask("access_token=%00")).statusCode, 401);
      assert.equal((await ask("access_token=%zz")).statusCode, 401);
      assert.equal(
        (await ask("Access_Token=x")).headers["www-authenticate"],
        'Bearer realm="Doorkeeper"',
      );
    });

    it("stays out of the log", async () => {
      const secret = await insertDoorkeeperToken(world());
      await world().app.inject(`${urls.me}?access_token=${secret}`);
      await world().app.inject(`${urls.me}?access_token=${secret}x`);
      assert.ok(world().logLines.length > 0);
      assert.ok(!world().logLines.join("").includes(secret));
    });

    it("opens no page and makes no token", async () => {
      const secret = await insertDoorkeeperToken(world());
      const url = `${urls.internalUserAccessToken}?access_token=${secret}`;
      const answer = await world().app.inject({ method: "POST", url });
      assert.equal(answer.statusCode, 401);
    });
  });
});
