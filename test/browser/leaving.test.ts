/** A token is shown once: not after a reload, not by the back button, not in another tab. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Page } from "playwright-core";
import { urls } from "../../src/urls.ts";
import { ApiAccessTab } from "../support/api-access-tab.ts";
import { inChromium } from "../support/chromium.ts";
import { openSqlite } from "../support/databases.ts";
import { shareWorld } from "../support/shared-world.ts";
import { askMe, tokensOf } from "../support/tokens.ts";
import { addNewcomer } from "../support/visitors.ts";

describe("leaving the page", () => {
  inChromium(
    (open) => {
      const world = shareWorld(openSqlite);

      for (const javaScriptEnabled of [true, false]) {
        describe(javaScriptEnabled ? "with script" : "without script", () => {
          it("shows nothing after a reload, and changes nothing", async (t) => {
            const person = await addNewcomer(world());
            const provokes = /status of 422/;
            const page = await open(t, world(), { person, javaScriptEnabled, provokes });
            const tab = new ApiAccessTab(page);
            await tab.open();
            const secret = await tab.regenerate();
            const rows = await tokensOf(world(), person);
            await page.reload();
            await page.getByText("You have a live token:").waitFor();
            await assertGone(page, secret);
            assert.deepEqual(await tokensOf(world(), person), rows);
          });

          it("shows nothing after back and forward, and changes nothing", async (t) => {
            const person = await addNewcomer(world());
            const page = await open(t, world(), { person, javaScriptEnabled });
            const tab = new ApiAccessTab(page);
            await tab.open();
            const secret = await tab.regenerate();
            const rows = await tokensOf(world(), person);
            await page.goto(urls.liveness);
            await goInHistory(page, -1);
            await assertGone(page, secret);
            await goInHistory(page, 1);
            await goInHistory(page, -1);
            await assertGone(page, secret);
            assert.deepEqual(await tokensOf(world(), person), rows);
            assert.equal((await askMe(world(), secret)).statusCode, 200);
          });

          it("lets a second tab's press end the first tab's token", async (t) => {
            const person = await addNewcomer(world());
            const page = await open(t, world(), { person, javaScriptEnabled });
            const one = new ApiAccessTab(page);
            const other = new ApiAccessTab(await page.context().newPage());
            await one.open();
            await other.open();
            const first = await one.regenerate();
            const second = await other.regenerate();
            assert.equal((await askMe(world(), first)).statusCode, 401);
            assert.equal((await askMe(world(), second)).statusCode, 200);
          });
        });
      }

      it("empties and removes the field before the page is put aside, and loads anew when it comes back", async (t) => {
        const page = await open(t, world(), { person: await addNewcomer(world()) });
        const tab = new ApiAccessTab(page);
        await tab.open();
        await tab.regenerate();
        assert.equal(await tab.tokenField.getAttribute("autocomplete"), "off");
        const left = await page.evaluate<[string, boolean]>(`(() => {
        const field = document.getElementById("api-token-val");
        dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true }));
        return [field.value, field.isConnected];
      })()`);
        assert.deepEqual(left, ["", false]);
        await page.evaluate(
          "void dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))",
        );
        await page.getByText("You have a live token:").waitFor();
      });

      it("tells who presses the same form again in its first tab that nothing was changed", async (t) => {
        const person = await addNewcomer(world());
        const page = await open(t, world(), {
          person,
          javaScriptEnabled: false,
          provokes: /status of 422/,
        });
        const tab = new ApiAccessTab(page);
        await tab.open();
        const newTab = page.context().waitForEvent("page");
        await tab.regenerateButton.click({ modifiers: ["Control"] });
        const secret = await new ApiAccessTab(await newTab).shownSecret();
        await tab.regenerateButton.click();
        await tab.waitForStatus("This form was already used, so nothing was changed.");
        assert.equal((await tokensOf(world(), person)).length, 1);
        assert.equal((await askMe(world(), secret)).statusCode, 200);
      });
    },
    { goesBack: true },
  );
});

async function assertGone(page: Page, secret: string) {
  assert.equal(await page.locator("#api-token-val").count(), 0);
  const everything = await page.evaluate<string>(
    "document.documentElement.outerHTML + [...document.querySelectorAll('input')].map(({ value }) => value)",
  );
  assert.ok(!everything.includes(secret), "the token is still in the page");
}

/** As the browser's own buttons do; a page that cannot be had again without sending its form is an error page. */
async function goInHistory(page: Page, step: 1 | -1) {
  const committed = { waitUntil: "commit" } as const; // a page from the back/forward cache does not load again
  await (step === 1 ? page.goForward(committed) : page.goBack(committed)).catch(
    (error: unknown) => {
      assert.match(String(error), /ERR_CACHE_MISS/);
    },
  );
  await page.waitForFunction("document.readyState === 'complete'");
}
