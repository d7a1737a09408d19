/** The legacy panel, for those whom it concerns. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { World } from "../support/world.ts";
import type { Person } from "../support/people.ts";
import { ApiAccessTab } from "../support/api-access-tab.ts";
import { inChromium } from "../support/chromium.ts";
import { openSqlite } from "../support/databases.ts";
import { shareWorld } from "../support/shared-world.ts";
import { askMe } from "../support/tokens.ts";

describe("the legacy panel", () => {
  inChromium((open) => {
    const world = shareWorld(openSqlite);

    for (const javaScriptEnabled of [true, false]) {
      describe(javaScriptEnabled ? "with script" : "without script", () => {
        it("shows Ada her token when she asks for it, and makes her a new one", async (t) => {
          const { ada } = world().people;
          await setLegacyToken(world(), ada, "the-former-legacy-token");
          const page = await open(t, world(), { person: ada, javaScriptEnabled });
          const tab = new ApiAccessTab(page);
          await tab.open();
          const token = tab.legacyPanel.locator("#legacy-token-val");
          assert.equal(await token.isVisible(), false, "masked until it is asked for");
          await tab.legacyPanel.getByText("Show the token").click();
          assert.equal(await token.isVisible(), true);
          assert.equal(await token.textContent(), "the-former-legacy-token");

          await tab.legacyRegenerateButton.click();
          if (javaScriptEnabled) {
            assert.equal(await legacyTokenOf(world(), ada), "the-former-legacy-token", "it asks");
            await tab.answer("yes").click();
          }
          await tab.waitForStatus("Successfully regenerated your legacy API token.");
          const made = await legacyTokenOf(world(), ada);
          assert.match(made ?? "", /^[\w-]{22}$/);
          assert.equal(await token.isVisible(), false);
          assert.equal(await token.textContent(), made);
        });

        it("shows Fay her token and no button", async (t) => {
          const { fay } = world().people;
          await setLegacyToken(world(), fay, "the-legacy-token-of-fay");
          const page = await open(t, world(), { person: fay, javaScriptEnabled });
          const tab = new ApiAccessTab(page);
          await tab.open();
          await tab.legacyPanel.getByText("Show the token").click();
          await tab.legacyPanel.getByText("the-legacy-token-of-fay").waitFor();
          assert.equal(await tab.legacyRegenerateButton.count(), 0);
        });

        it("is not there for Ben", async (t) => {
          const page = await open(t, world(), { person: world().people.ben, javaScriptEnabled });
          const tab = new ApiAccessTab(page);
          await tab.open();
          await tab.regenerateButton.waitFor();
          assert.equal(await tab.legacyPanel.count(), 0);
        });
      });
    }

    it("copies Ada's token", async (t) => {
      const { ada } = world().people;
      await setLegacyToken(world(), ada, "a-legacy-token-to-copy");
      const permissions = ["clipboard-read", "clipboard-write"];
      const page = await open(t, world(), { person: ada, permissions });
      const tab = new ApiAccessTab(page);
      await tab.open();
      await tab.legacyPanel.getByText("Show the token").click();
      await tab.legacyPanel.getByRole("button", { name: "Copy" }).click();
      await tab.waitForStatus("Copied");
      const copied = await page.evaluate<string>("navigator.clipboard.readText()");
      assert.equal(copied, "a-legacy-token-to-copy");
    });

    it("leaves Ada's new v2 token on the screen when she makes a legacy one", async (t) => {
      const { ada } = world().people;
      await setLegacyToken(world(), ada, "once-more-a-legacy-token");
      const page = await open(t, world(), { person: ada });
      const tab = new ApiAccessTab(page);
      await tab.open();
      const secret = await tab.regenerate();
      await tab.legacyRegenerateButton.click();
      await tab.answer("yes").click();
      await tab.waitForStatus("Successfully regenerated your legacy API token.");
      assert.equal(await tab.shownSecret(), secret);
      assert.equal((await askMe(world(), secret)).statusCode, 200);
    });

    it("shows the answer of the latest press only, should two be under way after all", async (t) => {
      const { ada } = world().people;
      await setLegacyToken(world(), ada, null);
      const page = await open(t, world(), { person: ada });
      const tab = new ApiAccessTab(page);
      await tab.open();
      await tab.revoke({ asks: true });
      const { promise: released, resolve: release } = Promise.withResolvers<void>();
      await page.route("**/internal_user_access_token", async (route) => {
        await released;
        await route.continue();
      });
      await page.evaluate("document.querySelector('form[action*=internal]').requestSubmit()");
      await page.evaluate("document.querySelector('form[action*=refresh_token]').requestSubmit()");
      await tab.waitForStatus("Successfully regenerated your legacy API token.");
      const older = page.waitForResponse("**/internal_user_access_token");
      release();
      await (await older).finished();
      await page.evaluate("new Promise((done) => setTimeout(done, 100))");
      assert.match((await tab.status.textContent()) ?? "", /your legacy API token/);
      assert.equal(await tab.tokenField.count(), 0);
    });

    it("starts no second press while the server has not answered Ada's first", async (t) => {
      const { ada } = world().people;
      await setLegacyToken(world(), ada, null);
      const page = await open(t, world(), { person: ada });
      const tab = new ApiAccessTab(page);
      await tab.open();
      await tab.revoke({ asks: true });
      const { promise: released, resolve: release } = Promise.withResolvers<void>();
      await page.route("**/internal_user_access_token", async (route) => {
        await released;
        await route.continue();
      });
      await tab.regenerateButton.click();
      assert.equal(await tab.regenerateButton.isDisabled(), true);
      assert.equal(await tab.legacyRegenerateButton.isDisabled(), true);
      release();
      const secret = await tab.shownSecret();
      assert.equal((await askMe(world(), secret)).statusCode, 200);
      await tab.legacyRegenerateButton.click();
      await tab.waitForStatus("Successfully regenerated your legacy API token.");
      assert.equal(await tab.shownSecret(), secret);
    });
  });
});

async function setLegacyToken({ deps }: World, { id }: Person, api_token: string | null) {
  await deps.db.updateTable("users").set({ api_token }).where("id", "=", id).execute();
}

async function legacyTokenOf({ deps }: World, { id }: Person) {
  const row = await deps.db
    .selectFrom("users")
    .select("api_token")
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  return row.api_token;
}
