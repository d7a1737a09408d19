/** The API's documentation in a real browser: read by anybody, and tried with a token that stays in its field. */
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import type { Page } from "playwright-core";
import { planUrl, urls } from "../../src/urls.ts";
import { inChromium } from "../support/chromium.ts";
import { openSqlite } from "../support/databases.ts";
import { keptByBrowser, putAside } from "../support/kept-by-browser.ts";
import { addPlans } from "../support/plans.ts";
import { addReader, type Reader } from "../support/readers.ts";
import { shareWorld } from "../support/shared-world.ts";

describe("the API's documentation", () => {
  inChromium(
    (open) => {
      const world = shareWorld(openSqlite);
      let nia: Reader;
      let token = "";
      let planId = 0;

      before(async () => {
        nia = await addReader(world());
        token = nia.authorization.replace("Bearer ", "");
        const [plan] = await addPlans(world().deps.db, 3, { owner: nia, title: "Tides" });
        planId = plan?.id ?? 0;
      });

      async function tryOut(page: Page, operation: string) {
        const form = page.locator(`#${operation} form`);
        await form.getByRole("button").click();
        await form.getByRole("status").filter({ hasText: /\d$/ }).waitFor();
        const status = await form.getByRole("status").textContent();
        return { status, body: JSON.parse((await form.locator("code").textContent()) || "null") };
      }

      it("lets Nia paste her token and try what it opens", async (t) => {
        const page = await open(t, world());
        const asked: string[] = [];
        page.on("request", (request) => asked.push(request.url()));
        await page.goto(urls.apiDocs);
        await page.getByLabel("Access token").fill(` ${token}\n`);

        const me = await tryOut(page, "me");
        assert.deepEqual([me.status, me.body.email], ["Answer: 200", nia.email]);

        await page.locator("#listPlans-page").fill("2");
        await page.locator("#listPlans-per_page").fill("1");
        await page.locator("#listPlans-complete").check();
        const plans = await tryOut(page, "listPlans");
        assert.deepEqual([plans.body.page, plans.body.items.length], [2, 1]);
        assert.match(plans.body.next, /complete=true/);

        await page.locator("#getPlan-id").fill(String(planId));
        const plan = await tryOut(page, "getPlan");
        assert.equal(plan.body.source, `GET ${planUrl(planId)}`);
        assert.equal(plan.body.items[0].dmp.title, "Tides");

        assert.ok(asked.every((url) => !url.includes(token)));
        const kept = await keptByBrowser(page);
        assert.ok(!kept.includes(token));
      });

      it("sends no session along: without a token Nia is nobody, though she is signed in", async (t) => {
        const page = await open(t, world(), { person: nia, provokes: /status of 401/ });
        await page.goto(urls.apiDocs);
        const { status, body } = await tryOut(page, "me");
        assert.deepEqual([status, body.details.error_code], ["Answer: 401", "missing_token"]);
      });

      it("says that something is no token, and that no answer came", async (t) => {
        const page = await open(t, world(), { provokes: /ERR_INTERNET_DISCONNECTED/ });
        await page.goto(urls.apiDocs);
        const status = page.locator("#me form").getByRole("status");
        await page.getByLabel("Access token").fill("two words");
        await page.locator("#me form button").click();
        await status.filter({ hasText: "That is not a token" }).waitFor();
        await page.getByLabel("Access token").fill(token);
        await page.context().setOffline(true);
        await page.locator("#me form button").click();
        await status.filter({ hasText: "No answer came" }).waitFor();
        await page.context().setOffline(false);
      });

      it("has forgotten the token and the answers when one comes back", async (t) => {
        const page = await open(t, world());
        await page.goto(urls.apiDocs);
        await page.getByLabel("Access token").fill(token);
        await tryOut(page, "me");
        await putAside(page);
        await assertForgotten();
        await page.goto(urls.signIn);
        await page.goBack();
        await assertForgotten();

        async function assertForgotten() {
          assert.equal(await page.getByLabel("Access token").inputValue(), "");
          assert.ok(!(await page.content()).includes(nia.email));
          assert.ok(await page.locator("#me .try-answer").isHidden());
        }
      });

      it("can be read without script, and then offers nothing that would not work", async (t) => {
        const page = await open(t, world(), { javaScriptEnabled: false });
        await page.goto(urls.apiDocs);
        await page.locator("#listPlans details summary").click();
        await page.getByText('"title": "Seagrass meadows from the air"').first().waitFor();
        assert.equal(await page.locator("main button:visible, main input:visible").count(), 0);
      });

      it("is found from the plans and from API Access", async (t) => {
        const page = await open(t, world(), { person: nia });
        await page.goto(urls.plansPage);
        await page.getByRole("link", { name: "All addresses of the API" }).click();
        await page.getByRole("heading", { name: "The v2 API" }).waitFor();
        await page.goto(urls.apiAccess);
        await page.getByRole("link", { name: "Documentation of the v2 API" }).click();
        await page.waitForURL(`**${urls.apiDocs}`);
      });

      it("uses a client that programs in a browser can import", async (t) => {
        const page = await open(t, world());
        await page.goto(urls.apiDocs);
        const titles = await page.evaluate<string[]>(`(async () => {
        const { DmpClient } = await import(${JSON.stringify(urls.clientScript)});
        const client = new DmpClient({ baseUrl: location.origin, token: ${JSON.stringify(token)} });
        const titles = [];
        for await (const { title } of client.plans({ per_page: 2 })) titles.push(title);
        return titles;
      })()`);
        assert.deepEqual(titles, ["Tides", "Tides", "Tides"]);
      });
    },
    { goesBack: true },
  );
});
