/** What a person sees when a press cannot be done: always that it failed and why, never a dead page. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Person } from "../support/people.ts";
import { urls } from "../../src/urls.ts";
import { ApiAccessTab, fillInSignIn, focusedOn } from "../support/api-access-tab.ts";
import { inChromium } from "../support/chromium.ts";
import { openSqlite } from "../support/databases.ts";
import { shareWorld } from "../support/shared-world.ts";
import { askMe, tokensOf } from "../support/tokens.ts";
import { addNewcomer } from "../support/visitors.ts";

const failed = "Unable to regenerate your API token.";

describe("a press that cannot be done", () => {
  inChromium((open) => {
    const world = shareWorld(openSqlite, { environment: { TOKENS_PER_HOUR: "1" } });
    const worldWithout = shareWorld(openSqlite, { application: false });

    async function endSessionsOf({ id }: Person) {
      await world().deps.db.deleteFrom("tollgate_sessions").where("user_id", "=", id).execute();
    }

    it("says that the session has ended, leaves the focus on the button, and shows the way back", async (t) => {
      const person = await addNewcomer(world());
      const page = await open(t, world(), { person, provokes: /status of 401/ });
      const tab = new ApiAccessTab(page);
      await tab.open();
      await endSessionsOf(person);
      await tab.regenerateButton.click();
      await tab.waitForStatus(`${failed} You need to sign in before continuing.`);
      assert.equal(await focusedOn(page), "Regenerate token");
      assert.equal(await tab.regenerateButton.isEnabled(), true);
      assert.deepEqual(await tokensOf(world(), person), []);
      await tab.status.getByRole("link", { name: "Go to the sign-in page" }).click();
      await fillInSignIn(page, person);
      await page.waitForURL(`**${urls.apiAccess}`);
      assert.ok(await tab.regenerate());
    });

    it("asks to sign in when the session has ended, without script, and leads back", async (t) => {
      const person = await addNewcomer(world());
      const page = await open(t, world(), { person, javaScriptEnabled: false });
      const tab = new ApiAccessTab(page);
      await tab.open();
      await endSessionsOf(person);
      await tab.regenerateButton.click();
      await tab.waitForStatus(
        "Your session has ended. If you pressed a button, nothing was changed.",
      );
      await fillInSignIn(page, person);
      await tab.regenerateButton.waitFor();
      assert.deepEqual(await tokensOf(world(), person), [], "signing in presses nothing");
      assert.ok(await tab.regenerate());
    });

    it("says that the server could not be reached, and works once it can be", async (t) => {
      const person = await addNewcomer(world());
      const page = await open(t, world(), { person, provokes: /ERR_INTERNET_DISCONNECTED/ });
      const tab = new ApiAccessTab(page);
      await tab.open();
      await page.context().setOffline(true);
      await tab.regenerateButton.click();
      await tab.waitForStatus(`${failed} No answer came from the server.`);
      assert.equal(await tab.status.getAttribute("class"), "alert alert-danger");
      assert.equal(await focusedOn(page), "Regenerate token");
      await page.context().setOffline(false);
      assert.ok(await tab.regenerate());
      assert.match((await tab.status.textContent()) ?? "", /^Successfully/);
      assert.equal(await tab.status.getAttribute("class"), "alert alert-success");
    });

    it("shows what was answered as words, whatever is in them", async (t) => {
      const person = await addNewcomer(world());
      const page = await open(t, world(), { person, provokes: /status of 503/ });
      const tab = new ApiAccessTab(page);
      await tab.open();
      const answer = { errors: ["<i>Closed</i>"], details: { hint: "Come <b>back</b>." } };
      await page.route("**/internal_user_access_token", async (route) => {
        await route.fulfill({ status: 503, json: answer });
      });
      await tab.regenerateButton.click();
      await tab.waitForStatus(`${failed} <i>Closed</i> Come <b>back</b>.`);
    });

    it("says so when something between answers in the server's place", async (t) => {
      const person = await addNewcomer(world());
      const page = await open(t, world(), { person, provokes: /status of 502/ });
      const tab = new ApiAccessTab(page);
      await tab.open();
      await page.route("**/internal_user_access_token", async (route) => {
        await route.fulfill({
          status: 502,
          contentType: "text/html",
          body: "<h1>Bad gateway</h1>",
        });
      });
      await tab.regenerateButton.click();
      await tab.waitForStatus(`${failed} No answer came from the server.`);
      assert.equal(await tab.regenerateButton.isEnabled(), true);
    });

    it("does not wait for ever for an answer, and claims nothing of a press that may have been made", async (t) => {
      const person = await addNewcomer(world());
      const page = await open(t, world(), { person });
      const tab = new ApiAccessTab(page);
      await tab.open();
      await page.evaluate(`(() => {
        const { timeout } = AbortSignal;
        AbortSignal.timeout = (limit) => {
          AbortSignal.timeout = timeout;
          return AbortSignal.timeout(limit / 100);
        };
      })()`);
      let answer = async () => {};
      await page.route("**/internal_user_access_token", (route) => {
        answer = async () => await route.continue();
      });
      await tab.regenerateButton.click();
      assert.equal(await tab.regenerateButton.isDisabled(), true);
      await tab.waitForStatus(`${failed} No answer came from the server. Check your connection`);
      assert.match((await tab.status.textContent()) ?? "", /reload the page to see whether/);
      assert.doesNotMatch((await tab.status.textContent()) ?? "", /Nothing was changed/i);
      assert.equal(await tab.regenerateButton.isEnabled(), true);
      assert.equal(await focusedOn(page), "Regenerate token");
      await answer().catch(() => {}); // nobody waits for it any more
      await page.unroute("**/internal_user_access_token");
      assert.ok(await tab.regenerate());
    });

    it("takes back the question when the server could not be reached", async (t) => {
      const person = await addNewcomer(world());
      const page = await open(t, world(), { person, provokes: /ERR_INTERNET_DISCONNECTED/ });
      const tab = new ApiAccessTab(page);
      await tab.open();
      const secret = await tab.regenerate();
      await page.context().setOffline(true);
      await tab.revokeButton.click();
      await tab.answer("yes").click();
      await tab.waitForStatus("Unable to revoke your API token. No answer came from the server.");
      assert.equal(await focusedOn(page), "Revoke token");
      assert.equal(await tab.answer("yes").count(), 0);
      assert.equal(await tab.shownSecret(), secret, "the token stays on the screen");
    });

    for (const javaScriptEnabled of [true, false]) {
      const how = javaScriptEnabled ? "with script" : "without script";

      it(`says how long to wait after too many, ${how}`, async (t) => {
        const person = await addNewcomer(world());
        const provokes = /status of 429/;
        const page = await open(t, world(), { person, javaScriptEnabled, provokes });
        const tab = new ApiAccessTab(page);
        await tab.open();
        const secret = await tab.regenerate();
        await tab.open();
        await page.reload();
        await tab.regenerateButton.click();
        if (javaScriptEnabled) await tab.answer("yes").click();
        await tab.waitForStatus(/^Unable to regenerate your API token\. .* minutes/);
        assert.equal(await tab.status.getAttribute("class"), "alert alert-danger");
        assert.equal((await askMe(world(), secret)).statusCode, 200);
        assert.equal(await tab.regenerateButton.isEnabled(), true);
      });

      it(`offers the helpdesk and no button while the application is missing, ${how}`, async (t) => {
        const person = await addNewcomer(worldWithout());
        const page = await open(t, worldWithout(), { person, javaScriptEnabled });
        const tab = new ApiAccessTab(page);
        await tab.open();
        const panel = page.locator("#v2-api-token");
        assert.match(
          (await panel.textContent()) ?? "",
          /V2 API token service is currently unavailable\. Please contact us for help\./,
        );
        const { helpdeskEmail } = worldWithout().config;
        assert.equal(await panel.getByRole("link").getAttribute("href"), `mailto:${helpdeskEmail}`);
        assert.equal(await panel.getByRole("button").count(), 0);
      });
    }

    it("says so when the application vanishes between the page and the press", async (t) => {
      const person = await addNewcomer(world());
      const page = await open(t, world(), { person, provokes: /status of 503/ });
      const tab = new ApiAccessTab(page);
      await tab.open();
      const applications = world().deps.db.updateTable("oauth_applications");
      const name = world().deps.settings.internalApplicationName;
      await applications.set({ name: "another" }).where("name", "=", name).execute();
      t.after(async () => {
        await applications.set({ name }).where("name", "=", "another").execute();
      });
      await tab.regenerateButton.click();
      await tab.waitForStatus(`${failed} V2 API token service is currently unavailable.`);
      assert.equal(await tab.regenerateButton.count(), 0);
      assert.equal((await focusedOn(page)) !== "", true);
    });
  });
});
