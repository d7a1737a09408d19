/** From signing in to a working token, a new one, and none: the whole life of a token in a real browser. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Page } from "playwright-core";
import { urls } from "../../src/urls.ts";
import { ApiAccessTab, fillInSignIn } from "../support/api-access-tab.ts";
import { inChromium } from "../support/chromium.ts";
import { onEachDatabase, openSqlite } from "../support/databases.ts";
import { shareWorld } from "../support/shared-world.ts";
import { insertDoorkeeperToken, tokensOf } from "../support/tokens.ts";
import { addNewcomer } from "../support/visitors.ts";

const permissions = ["clipboard-read", "clipboard-write"];

describe("a token's life", () => {
  inChromium((open) => {
    onEachDatabase((openDatabase) => {
      const world = shareWorld(openDatabase);

      it("shows Ben the way from signing in to a token, to a new one, and to none", async (t) => {
        const page = await open(t, world(), { permissions });
        const tab = new ApiAccessTab(page);
        await page.goto(urls.home);
        await fillInSignIn(page, world().people.ben);
        await page.waitForURL(`**${urls.apiAccess}`);

        const first = await tab.regenerate();
        await tab.waitForStatus("Successfully regenerated your API token.");
        await tab.copyButton.click();
        await tab.waitForStatus("Copied");
        assert.equal(await readClipboard(page), first);
        assert.equal(await statusOfMe(page, first), 200);
        assert.equal(await tab.regenerateButton.isDisabled(), true);

        await page.reload();
        assert.equal(await tab.tokenField.count(), 0);
        const second = await tab.regenerate({ asks: true });
        assert.notEqual(second, first);
        assert.equal(await statusOfMe(page, first), 401);
        assert.equal(await statusOfMe(page, second), 200);

        await tab.revoke({ asks: true });
        await tab.waitForStatus("Your API token was revoked. It no longer works.");
        assert.equal(await tab.tokenField.count(), 0);
        assert.equal(await statusOfMe(page, second), 401);
      });

      it("shows Fay the same way without script, a page for every press", async (t) => {
        const page = await open(t, world(), { javaScriptEnabled: false });
        const tab = new ApiAccessTab(page);
        await page.goto(urls.home);
        await fillInSignIn(page, world().people.fay);
        await page.waitForURL(`**${urls.apiAccess}`);

        const first = await tab.regenerate();
        await tab.waitForStatus("Successfully regenerated your API token.");
        assert.equal(await tab.copyButton.isVisible(), false, "it could not copy");
        assert.equal(await statusOfMe(page, first), 200);

        await page.goto(urls.profile);
        await page.locator(".nav-tabs").getByRole("link", { name: "API Access" }).click();
        const second = await tab.regenerate();
        assert.equal(await statusOfMe(page, first), 401);
        assert.equal(await statusOfMe(page, second), 200);

        await tab.revoke();
        await tab.waitForStatus("Your API token was revoked. It no longer works.");
        assert.equal(await statusOfMe(page, second), 401);
      });
    });

    const world = shareWorld(openSqlite);

    for (const javaScriptEnabled of [true, false]) {
      const how = javaScriptEnabled ? "with script" : "without script";

      it(`makes one token of a double click, ${how}`, async (t) => {
        const person = await addNewcomer(world());
        const provokes = /status of 422/;
        const page = await open(t, world(), { person, javaScriptEnabled, provokes });
        const tab = new ApiAccessTab(page);
        await tab.open();
        await tab.regenerateButton.dblclick();
        await tab.status.filter({ hasText: /\w/ }).waitFor();
        assert.equal((await tokensOf(world(), person)).length, 1);
      });
    }

    it("does not take a double click for a yes to what it asks", async (t) => {
      const person = await addNewcomer(world());
      const secret = await insertDoorkeeperToken(world(), { resource_owner_id: person.id });
      const page = await open(t, world(), { person });
      const tab = new ApiAccessTab(page);
      await tab.open();
      for (const button of [tab.regenerateButton, tab.revokeButton]) {
        await button.dblclick();
        await tab.answer("no").click();
      }
      assert.equal(await statusOfMe(page, secret), 200);
      assert.equal((await tokensOf(world(), person)).length, 1);
    });

    it("asks in the page, saying what stops working, and takes no for an answer", async (t) => {
      const person = await addNewcomer(world());
      const secret = await insertDoorkeeperToken(world(), { resource_owner_id: person.id });
      const page = await open(t, world(), { person });
      const tab = new ApiAccessTab(page);
      await tab.open();
      for (const button of [tab.regenerateButton, tab.revokeButton]) {
        await button.click();
        await page.getByText("stops working at once").filter({ visible: true }).waitFor();
        assert.equal(await isFocused(tab.answer("no")), true, "the harmless answer has the focus");
        await page.keyboard.press("Escape");
        assert.equal(await isFocused(button), true, "the focus is back after Escape");
        await button.click();
        await tab.answer("no").click();
        assert.equal(await isFocused(button), true, "the focus is back after no");
        assert.equal(await tab.answer("no").count(), 0);
      }
      assert.equal(await statusOfMe(page, secret), 200);
    });

    it("announces in the area that was there before, as screen readers listen to no other", async (t) => {
      const page = await open(t, world(), { person: await addNewcomer(world()) });
      const tab = new ApiAccessTab(page);
      await tab.open();
      await page.evaluate("window.listened = document.querySelector('[role=status]')");
      await tab.regenerate();
      await page.waitForFunction("window.listened.textContent.startsWith('Successfully')");
      await tab.revoke({ asks: true });
      await page.waitForFunction("window.listened.textContent.includes('was revoked')");
      assert.equal(await page.evaluate("window.listened.isConnected"), true);
    });

    it("asks one question at a time", async (t) => {
      const person = await addNewcomer(world());
      await insertDoorkeeperToken(world(), { resource_owner_id: person.id });
      const page = await open(t, world(), { person });
      const tab = new ApiAccessTab(page);
      await tab.open();
      await tab.regenerateButton.click();
      await tab.revokeButton.click();
      assert.equal(await tab.answer("yes").textContent(), "Yes, revoke it");
      assert.equal(await isFocused(tab.answer("no")), true);
      assert.equal(await tab.regenerateButton.isVisible(), true);
    });

    it("shows a check mark for two seconds after copying", async (t) => {
      const page = await open(t, world(), { person: await addNewcomer(world()), permissions });
      const tab = new ApiAccessTab(page);
      await page.clock.install();
      await tab.open();
      await page.clock.pauseAt(Date.now() + 3_600_000);
      await tab.regenerate();
      await tab.copyButton.click();
      await tab.waitForStatus("Copied");
      await page.clock.runFor(1_900);
      assert.equal(await tab.copyButton.textContent(), "✓");
      await page.clock.runFor(200);
      assert.equal(await tab.copyButton.textContent(), "Copy");
      assert.equal(await tab.copyButton.isEnabled(), true);
    });

    it("copies a command that answers with one's name once the token is put in", async (t) => {
      const person = await addNewcomer(world());
      const page = await open(t, world(), { person, permissions });
      const tab = new ApiAccessTab(page);
      await tab.open();
      const secret = await tab.regenerate();
      await page.getByRole("button", { name: "Copy the command" }).click();
      await tab.waitForStatus("Copied");
      const command = await readClipboard(page);
      const [, header = "", url = ""] = /^curl -H "([^"]+)" (\S+)$/.exec(command) ?? [];
      const authorization = header.replace("Authorization: ", "").replace("YOUR-TOKEN", secret);
      const answer = await fetch(url, { headers: { authorization } });
      assert.equal(answer.status, 200, command);
      assert.match(await answer.text(), new RegExp(person.firstname));
    });

    it("says how to copy by keyboard when the clipboard refuses, and never that it copied", async (t) => {
      const page = await open(t, world(), { person: await addNewcomer(world()), permissions: [] });
      const tab = new ApiAccessTab(page);
      await tab.open();
      const secret = await tab.regenerate();
      await tab.copyButton.click();
      await tab.waitForStatus(/did not allow copying.*Ctrl\+C/);
      assert.equal(await selectedText(page), secret);
      assert.equal(await tab.copyButton.textContent(), "Copy");

      await page.getByRole("button", { name: "Copy the command" }).click();
      await page.waitForFunction("getSelection().toString().startsWith('curl ')");
      assert.doesNotMatch((await tab.status.textContent()) ?? "", /Copied/);
    });
  });
});

async function statusOfMe(page: Page, secret: string): Promise<number> {
  const headers = { authorization: `Bearer ${secret}` };
  const { status } = await fetch(new URL(urls.me, page.url()), { headers });
  return status;
}

async function readClipboard(page: Page): Promise<string> {
  return await page.evaluate<string>("navigator.clipboard.readText()");
}

async function selectedText(page: Page): Promise<string> {
  return await page.evaluate<string>("getSelection().toString()");
}

async function isFocused(locator: ReturnType<Page["locator"]>): Promise<boolean> {
  return await locator.evaluate((element) => element.matches(":focus"));
}
