/** Whose token the button makes: the signed-in user's, always, whatever a body, a query or a bearer claims. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { urls } from "../../../src/urls.ts";
import type { Browser } from "../../support/browser.ts";
import { openSqlite } from "../../support/databases.ts";
import { dump } from "../../support/dump.ts";
import { shareWorld } from "../../support/shared-world.ts";
import {
  addApplication,
  askMe,
  insertDoorkeeperToken,
  internalApplicationId,
  tokensOf,
} from "../../support/tokens.ts";
import { addNewcomer, openProfileOf } from "../../support/visitors.ts";

const address = urls.internalUserAccessToken;
const json = { accept: "application/json" };

describe("a press of Ada's", () => {
  const world = shareWorld(openSqlite);

  /** Everything that a body might want to decide, in favour of `victim`. */
  function claims(victim: { id: number }): Record<string, string> {
    return {
      user_id: String(victim.id),
      id: String(victim.id),
      "user[id]": String(victim.id),
      resource_owner_id: String(victim.id),
      "access_token[resource_owner_id]": String(victim.id),
      application_id: "999",
      client_id: "999",
      scope: "write",
      scopes: "read write admin",
      expires_in: "1",
      revoked_at: "2030-01-01",
      token: "dmp_chosen",
      admin: "true",
      email: "somebody@example.org",
    };
  }

  async function assertMadeOnlyFor(ada: { id: number }, ben: { id: number }) {
    const [row, ...more] = await tokensOf(world(), ada);
    assert.deepEqual(more, []);
    assert.equal(row?.scopes, "read");
    assert.equal(row?.expires_in, null);
    assert.equal(row?.revoked_at, null);
    assert.equal(row?.application_id, await internalApplicationId(world()));
    assert.equal((await tokensOf(world(), ben)).filter((token) => !token.revoked_at).length, 1);
  }

  const ways: {
    what: string;
    press: (browser: Browser, ben: { id: number }) => Promise<unknown>;
  }[] = [
    {
      what: "in a form",
      press: async (browser, ben) => await browser.post(address, claims(ben), json),
    },
    {
      what: "in JSON",
      press: async (browser, ben) =>
        await browser.send({
          method: "POST",
          url: address,
          headers: { ...json, "x-csrf-token": browser.authenticityToken },
          payload: { ...claims(ben), user: ben, resource_owner_id: ben.id },
        }),
    },
    {
      what: "in the query",
      press: async (browser, ben) =>
        await browser.post(`${address}?${new URLSearchParams(claims(ben))}`, {}, json),
    },
  ];
  for (const { what, press } of ways) {
    it(`makes her own token, though another user is claimed ${what}`, async () => {
      const [ada, ben] = [await addNewcomer(world()), await addNewcomer(world())];
      const secretOfBen = await insertDoorkeeperToken(world(), { resource_owner_id: ben.id });
      await press(await openProfileOf(world(), ada), ben);
      await assertMadeOnlyFor(ada, ben);
      assert.equal((await askMe(world(), secretOfBen)).json().email, ben.email);
    });
  }

  it("revokes her own token only, whatever is claimed", async () => {
    const [ada, ben] = [await addNewcomer(world()), await addNewcomer(world())];
    const secretOfAda = await insertDoorkeeperToken(world(), { resource_owner_id: ada.id });
    const secretOfBen = await insertDoorkeeperToken(world(), { resource_owner_id: ben.id });
    const browser = await openProfileOf(world(), ada);
    const answer = await browser.post(address, { ...claims(ben), _method: "delete" }, json);
    assert.deepEqual(answer.json(), { revoked: 1 });
    assert.equal((await askMe(world(), secretOfAda)).statusCode, 401);
    assert.equal((await askMe(world(), secretOfBen)).statusCode, 200);
  });

  it("leaves her tokens of other applications alone, made or revoked", async () => {
    const ada = await addNewcomer(world());
    const application_id = await addApplication(world(), "Lab notebook");
    const columns = { resource_owner_id: ada.id, application_id };
    const secret = await insertDoorkeeperToken(world(), columns);
    const browser = await openProfileOf(world(), ada);
    assert.match(browser.page, /Click the button below/);
    await browser.pressRegenerate();
    assert.equal((await askMe(world(), secret)).statusCode, 200);
    await browser.pressRevoke();
    assert.equal((await askMe(world(), secret)).statusCode, 200);
  });

  it("takes no bearer for a session: 401, and nothing has changed", async () => {
    const ada = await addNewcomer(world());
    const secret = await insertDoorkeeperToken(world(), { resource_owner_id: ada.id });
    const before = await dump(world().deps.db);
    const headers = { ...json, authorization: `Bearer ${secret}` };
    for (const method of ["POST", "DELETE"] as const) {
      const answer = await world().app.inject({ method, url: address, headers });
      assert.equal(answer.statusCode, 401);
      assert.match(answer.json().errors[0], /sign in/);
    }
    assert.deepEqual(await dump(world().deps.db), before);
  });

  it("acts for the session's user when a bearer of somebody else comes with it", async () => {
    const [ada, ben] = [await addNewcomer(world()), await addNewcomer(world())];
    const secretOfBen = await insertDoorkeeperToken(world(), { resource_owner_id: ben.id });
    const browser = await openProfileOf(world(), ada);
    await browser.pressRegenerate({ authorization: `Bearer ${secretOfBen}` });
    await assertMadeOnlyFor(ada, ben);
  });
});
