/** What the API Access tab tells a person about his token, in each state that it can have. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { urls } from "../../../src/urls.ts";
import { onEachDatabase } from "../../support/databases.ts";
import { eventually } from "../../support/eventually.ts";
import { shareWorld } from "../../support/shared-world.ts";
import { askMe, insertDoorkeeperToken } from "../../support/tokens.ts";
import { addNewcomer, openProfileOf } from "../../support/visitors.ts";

const keepUsing =
  "If you previously generated and saved a token, please continue using that token.";
const copyNow = "Please copy this token now and store it somewhere safely.";
const willDisappear = "It will disappear after you leave or refresh this page.";

describe("the API Access tab", () => {
  onEachDatabase((open) => {
    const world = shareWorld(open);

    it("has its address, its tab, its panel and its form, without any script", async () => {
      const { page } = await openProfileOf(world(), world().people.ben);
      assert.match(page, /<header[^]*DMPRoadmap[^]*Example University[^]*<\/header>/);
      assert.match(page, /<a[^>]*href="#api-details"[^>]*>API Access<\/a>/);
      assert.match(page, /<section id="api-details"/);
      assert.match(page, /<div id="api-tokens"><section id="v2-api-token" class="card mb-4"/);
      assert.match(page, /card-heading[^>]*>V2 API</);
      assert.match(
        page,
        /<form method="post" action="\/api\/v2\/internal_user_access_token#api-details"/,
      );
      assert.doesNotMatch(
        page,
        /<script(?! type="module" src="\/assets\/)|<style| style=| on[a-z]+=|javascript:/i,
      );
    });

    it("invites to the first token", async () => {
      const { page } = await openProfileOf(world(), await addNewcomer(world()));
      assert.match(page, /Access token/);
      assert.match(page, /Click the button below to generate an API token/);
      assert.doesNotMatch(page, /Revoke token|Ends in|Last used|api-token-val/);
    });

    it("shows a fresh token with its warning, and says that it worked", async () => {
      const browser = await openProfileOf(world(), await addNewcomer(world()));
      await browser.pressRegenerate();
      const { page } = browser;
      assert.match(page, /<label[^>]*for="api-token-val"[^>]*>Access token<\/label>/);
      assert.match(page, new RegExp(`${copyNow}</div><div>${willDisappear}`));
      assert.match(page, /role="status"[^>]*>Successfully regenerated your API token\./);
      assert.doesNotMatch(page, new RegExp(keepUsing));
      assert.match(page, /<button[^>]*disabled[^>]*>Regenerate token/);
      assert.match(page, /<button(?![^>]*disabled)[^>]*>Revoke token/);
    });

    it("tells of the live token: made when, its last four characters, not used yet", async () => {
      const browser = await openProfileOf(world(), await addNewcomer(world()));
      await browser.pressRegenerate();
      const secret = String(browser.shownSecret());
      await browser.get(urls.profile);
      assert.match(browser.page, new RegExp(`Ends in</dt><dd><code>${secret.slice(-4)}</code>`));
      for (const question of [
        `Your present token, ending in ${secret.slice(-4)}, stops working at once`,
        `Your token ending in ${secret.slice(-4)} stops working at once`,
      ]) {
        assert.ok(browser.page.includes(`<p>${question}`), question);
      }
      const made = /Made<\/dt><dd><time dateTime="([^"]*)">/i.exec(browser.page)?.[1];
      assert.ok(Math.abs(Date.parse(String(made)) - Date.now()) < 60_000, made);
      assert.match(browser.page, /Last used here<\/dt><dd>not yet</);
      assert.match(browser.page, new RegExp(keepUsing));
      assert.match(browser.page, /<button(?![^>]*disabled)[^>]*>Regenerate token/);
      assert.doesNotMatch(browser.page, new RegExp(secret.slice(4, 20)));
    });

    it("tells when the live token was last used here", async () => {
      const browser = await openProfileOf(world(), await addNewcomer(world()));
      await browser.pressRegenerate();
      assert.equal((await askMe(world(), browser.shownSecret())).statusCode, 200);
      const used = world().clock.now().toISOString();
      const shown = new RegExp(`Last used here</dt><dd><time dateTime="${used}"`, "i");
      await eventually("the page shows the use", async () => {
        await browser.get(urls.profile);
        return shown.test(browser.page);
      });
    });

    it("tells of a token that Rails made, whose last characters nobody here knows", async () => {
      const person = await addNewcomer(world());
      await insertDoorkeeperToken(world(), { resource_owner_id: person.id });
      const { page } = await openProfileOf(world(), person);
      assert.match(page, /Ends in<\/dt><dd>unknown: it was made by another application/);
      assert.match(page, /Revoke token/);
    });

    it("does not call a token live that has expired", async () => {
      const person = await addNewcomer(world());
      const created_at = new Date(world().clock.now().getTime() - 7_200_000);
      const columns = { resource_owner_id: person.id, created_at, expires_in: 3600 };
      const secret = await insertDoorkeeperToken(world(), columns);
      assert.equal((await askMe(world(), secret)).statusCode, 401);
      const { page } = await openProfileOf(world(), person);
      assert.doesNotMatch(page, /You have a live token/);
    });

    it("shows a command to try, with the address but never with a token", async () => {
      const browser = await openProfileOf(world(), await addNewcomer(world()));
      await browser.pressRegenerate();
      const command = /<pre[^>]*><code[^>]*>([^]*?)<\/code>/.exec(browser.page)?.[1];
      assert.match(String(command), /curl .*Authorization: Bearer YOUR-TOKEN.*\/api\/v2\/me/);
      assert.match(browser.page, /href="\/api\/v2\/docs">Documentation of the v2/);
    });
  });
});
