/** "Revoke token": the live token ends at once, its row stays, and a second press is no error. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { urls } from "../../../src/urls.ts";
import { onEachDatabase } from "../../support/databases.ts";
import { shareWorld } from "../../support/shared-world.ts";
import { askMe, insertDoorkeeperToken, tokensOf } from "../../support/tokens.ts";
import { addNewcomer, openProfileOf } from "../../support/visitors.ts";

const address = urls.internalUserAccessToken;

describe("revoking", () => {
  onEachDatabase((open) => {
    const world = shareWorld(open);

    it("ends the token that is on the screen, and offers the first token again", async () => {
      const person = await addNewcomer(world());
      const browser = await openProfileOf(world(), person);
      assert.doesNotMatch(browser.page, /Revoke token/);
      await browser.pressRegenerate();
      const secret = browser.shownSecret();
      const answer = await browser.pressRevoke();
      assert.equal(answer.statusCode, 200);
      assert.match(
        browser.page,
        /role="status"[^>]*>Your API token was revoked\. It no longer works/,
      );
      assert.match(browser.page, /Click the button below to generate an API token/);
      assert.doesNotMatch(browser.page, /Revoke token|api-token-val/);
      const refused = await askMe(world(), secret);
      assert.equal(refused.statusCode, 401);
      assert.match(String(refused.headers["www-authenticate"]), /The access token was revoked/);
      assert.equal((await tokensOf(world(), person)).length, 1, "the row stays");
    });

    it("says there was nothing to revoke the second time, and moves no moment", async () => {
      const person = await addNewcomer(world());
      await insertDoorkeeperToken(world(), { resource_owner_id: person.id });
      const browser = await openProfileOf(world(), person);
      const { authenticityToken } = browser;
      const headers = { accept: "application/json", "x-csrf-token": authenticityToken };
      const first = await browser.send({ method: "DELETE", url: address, headers });
      assert.deepEqual([first.statusCode, first.json()], [200, { revoked: 1 }]);
      const rows = await tokensOf(world(), person);
      const second = await browser.send({ method: "DELETE", url: address, headers });
      assert.deepEqual([second.statusCode, second.json()], [200, { revoked: 0 }]);
      assert.deepEqual(await tokensOf(world(), person), rows);
      await browser.pressRevoke({ accept: "text/html" });
      assert.match(browser.page, /There was no live token to revoke/);
    });

    it("ends several tokens that Rails may have left, and those that had expired", async () => {
      const person = await addNewcomer(world());
      const created_at = new Date(world().clock.now().getTime() - 7_200_000);
      const owner = { resource_owner_id: person.id };
      await insertDoorkeeperToken(world(), owner);
      await insertDoorkeeperToken(world(), owner);
      await insertDoorkeeperToken(world(), { ...owner, created_at, expires_in: 3600 });
      const browser = await openProfileOf(world(), person);
      const answer = await browser.pressRevoke({ accept: "application/json" });
      assert.deepEqual(answer.json(), { revoked: 3 });
      const rows = await tokensOf(world(), person);
      assert.equal(rows.filter(({ revoked_at }) => revoked_at === null).length, 0);
    });
  });
});
