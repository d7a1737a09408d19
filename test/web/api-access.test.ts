/** The API Access page and its button, as people and programs use them. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { urls } from "../../src/urls.ts";
import { Browser } from "../support/browser.ts";
import { onEachDatabase } from "../support/databases.ts";
import { createWorld } from "../support/world.ts";

describe("the API Access page", () => {
  onEachDatabase((open) => {
    it("shows Ben the button, then his token once, and never again", async () => {
      await using world = await createWorld(open);
      const browser = new Browser(world.app);
      await browser.signInAndOpenProfile(world.people.ben);
      assert.match(browser.page, /Click the button below to generate an API token/);
      assert.equal(browser.shownSecret(), undefined);

      const answer = await browser.pressRegenerate();
      assert.equal(answer.statusCode, 200);
      const secret = browser.shownSecret();
      assert.match(secret ?? "", /^dmp_[0-9A-Za-z]{49}$/);

      await browser.get(urls.profile);
      assert.doesNotMatch(browser.page, new RegExp(String(secret)));
      assert.match(browser.page, new RegExp(`<code>${secret?.slice(-4)}</code>`));
    });

    it("kills the old token when Ben presses again", async () => {
      await using world = await createWorld(open);
      const browser = new Browser(world.app);
      await browser.signInAndOpenProfile(world.people.ben);
      await browser.pressRegenerate();
      const first = browser.shownSecret();
      await browser.get(urls.profile);
      await browser.pressRegenerate();
      const second = browser.shownSecret();

      const me = (secret: string | undefined) =>
        world.app.inject({ url: urls.me, headers: { authorization: `Bearer ${secret}` } });
      assert.equal((await me(first)).statusCode, 401);
      assert.equal((await me(second)).json().email, "ben@example.org");
    });
  });
});
