/** How often a token may be made, so that a stuck script cannot fill the table: 429 for this user, and for nobody else. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { urls } from "../../../src/urls.ts";
import { onEachDatabase } from "../../support/databases.ts";
import { shareWorld } from "../../support/shared-world.ts";
import { askMe, tokensOf } from "../../support/tokens.ts";
import { addNewcomer, openProfileOf } from "../../support/visitors.ts";

describe("pressing too often", () => {
  onEachDatabase((open) => {
    const world = shareWorld(open, { environment: { TOKENS_PER_HOUR: "3" } });

    async function pressThreeTimes() {
      const person = await addNewcomer(world());
      const browser = await openProfileOf(world(), person);
      for (let press = 1; press <= 3; press += 1) {
        assert.equal((await browser.pressRegenerate()).statusCode, 200);
      }
      return { person, browser, secret: browser.shownSecret() };
    }

    it("answers 429 with Retry-After, writes nothing, and leaves the last token alive", async () => {
      const { person, browser, secret } = await pressThreeTimes();
      const rows = await tokensOf(world(), person);
      const answer = await browser.pressRegenerate();
      assert.equal(answer.statusCode, 429);
      const wait = Number(answer.headers["retry-after"]);
      assert.ok(Number.isInteger(wait) && wait > 3_000 && wait <= 3_660, String(wait));
      assert.match(browser.page, /Unable to regenerate your API token\./);
      assert.equal(browser.shownSecret(), undefined);
      assert.deepEqual(await tokensOf(world(), person), rows);
      assert.equal((await askMe(world(), secret)).statusCode, 200);
    });

    it("tells a person how long to wait in words, not by a header that no page shows", async () => {
      const { browser } = await pressThreeTimes();
      await browser.pressRegenerate();
      assert.match(browser.page, /\d+ minutes/);
      assert.doesNotMatch(browser.page, /Retry-After/);
    });

    it("answers scripts with the panel, and programs with the error envelope", async () => {
      const { browser } = await pressThreeTimes();
      const panel = await browser.pressRegenerate({ "x-requested-with": "XMLHttpRequest" });
      assert.equal(panel.statusCode, 429);
      assert.match(panel.body, /^<div id="api-tokens" data-notice="Unable to regenerate/);
      assert.match(panel.body, /Unable to regenerate your API token\./);
      const program = await browser.post(
        urls.internalUserAccessToken,
        {},
        { accept: "application/json" },
      );
      assert.equal(program.statusCode, 429);
      assert.ok(Number(program.headers["retry-after"]) > 0);
      assert.equal(program.json().details.error_code, "too_many_requests");
    });

    it("still lets the person revoke, and others make theirs", async () => {
      const { person, browser } = await pressThreeTimes();
      await browser.pressRegenerate();
      assert.equal((await browser.pressRevoke()).statusCode, 200);
      assert.equal((await browser.pressRegenerate()).statusCode, 429);
      assert.equal((await tokensOf(world(), person)).length, 3);
      const other = await openProfileOf(world(), await addNewcomer(world()));
      assert.equal((await other.pressRegenerate()).statusCode, 200);
    });

    it("lets the same form through once Retry-After is over", async () => {
      const { person, browser } = await pressThreeTimes();
      const { formId } = browser;
      const answer = await browser.pressRegenerate();
      // Kept awake meanwhile, or the session would be the reason of a refusal.
      world().clock.advance({ seconds: Number(answer.headers["retry-after"]) });
      const again = await browser.post(urls.internalUserAccessToken, { form_id: formId });
      assert.equal(again.statusCode, 200);
      assert.equal((await tokensOf(world(), person)).length, 4);
    });
  });
});
