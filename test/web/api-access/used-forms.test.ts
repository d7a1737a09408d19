/** A form works once: sent again by reload or double click, it changes nothing and shows nothing. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { urls } from "../../../src/urls.ts";
import { onEachDatabase } from "../../support/databases.ts";
import { shareWorld } from "../../support/shared-world.ts";
import { askMe, tokensOf } from "../../support/tokens.ts";
import { addNewcomer, openProfileOf } from "../../support/visitors.ts";

const address = urls.internalUserAccessToken;

describe("a form that was sent already", () => {
  onEachDatabase((open) => {
    const world = shareWorld(open);

    it("is refused with a text that says the token of that minute is still good", async () => {
      const person = await addNewcomer(world());
      const browser = await openProfileOf(world(), person);
      const form = { authenticity_token: browser.authenticityToken, form_id: browser.formId };
      await browser.post(address, form);
      const secret = browser.shownSecret();
      const reload = await browser.post(address, form);
      assert.equal(reload.statusCode, 422);
      assert.equal(browser.shownSecret(), undefined);
      assert.match(browser.page, /This form was already used[^<]*still good/);
      assert.doesNotMatch(reload.body, new RegExp(String(secret)));
      assert.match(browser.page, new RegExp(`<code>${secret?.slice(-4)}</code>`));
      assert.equal((await tokensOf(world(), person)).length, 1);
      assert.equal((await askMe(world(), secret)).statusCode, 200);
      assert.notEqual(browser.formId, form.form_id, "the page offers a fresh form");
      assert.equal((await browser.pressRegenerate()).statusCode, 200);
    });

    it("is refused to scripts and programs too", async () => {
      const browser = await openProfileOf(world(), await addNewcomer(world()));
      const form = { authenticity_token: browser.authenticityToken, form_id: browser.formId };
      await browser.post(address, form);
      const panel = await browser.post(address, form, { "x-requested-with": "XMLHttpRequest" });
      assert.equal(panel.statusCode, 422);
      assert.match(panel.body, /This form was already used/);
      const program = await browser.post(address, form, { accept: "application/json" });
      assert.equal(program.statusCode, 422);
      assert.equal(program.json().details.error_code, "form_already_used");
      assert.equal("token" in program.json(), false);
    });

    it("makes one token when it is sent eight times at once", async () => {
      const person = await addNewcomer(world());
      const browser = await openProfileOf(world(), person);
      const form = { authenticity_token: browser.authenticityToken, form_id: browser.formId };
      const presses = Array.from({ length: 8 }, async () => await browser.post(address, form));
      const statuses = (await Promise.all(presses)).map(({ statusCode }) => statusCode);
      assert.equal(statuses.filter((status) => status === 200).length, 1);
      assert.equal(statuses.filter((status) => status === 422).length, 7);
      assert.equal((await tokensOf(world(), person)).length, 1);
    });

    it("does not spoil another tab's form, nor another person's with the same value", async () => {
      const [one, other] = [await addNewcomer(world()), await addNewcomer(world())];
      const browser = await openProfileOf(world(), one);
      const form_id = browser.formId;
      await browser.get(urls.profile);
      const otherTab = browser.formId;
      const { authenticityToken } = browser;
      await browser.post(address, { form_id });
      const second = { authenticity_token: authenticityToken, form_id: otherTab };
      assert.equal((await browser.post(address, second)).statusCode, 200);
      const stranger = await openProfileOf(world(), other);
      assert.equal((await stranger.post(address, { form_id })).statusCode, 200);
    });

    it("is not used up by a press that was refused", async () => {
      const browser = await openProfileOf(world(), await addNewcomer(world()));
      const form = { authenticity_token: browser.authenticityToken, form_id: browser.formId };
      await browser.post(address, { ...form, authenticity_token: "wrong" });
      await browser.post(address, form, { accept: "image/png" });
      assert.equal((await browser.post(address, form)).statusCode, 200);
    });

    for (const form_id of [
      "",
      "short",
      "x".repeat(65),
      "with spaces in its middle",
      "a\0".repeat(10),
    ]) {
      it(`is a bad request if its value is ${JSON.stringify(form_id.slice(0, 20))}`, async () => {
        const person = await addNewcomer(world());
        const browser = await openProfileOf(world(), person);
        assert.equal((await browser.post(address, { form_id })).statusCode, 400);
        assert.deepEqual(await tokensOf(world(), person), []);
      });
    }
  });
});
