/** From the list of plans to one plan's JSON, and from there to a program, in a real browser. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, it } from "node:test";
import type { Page } from "playwright-core";
import { rotate } from "../../src/access-tokens/rotate.ts";
import { DmpClient } from "../../src/client/dmp-client.ts";
import { readDocument } from "../../src/plans/import/read-document.ts";
import { urls } from "../../src/urls.ts";
import { fillInSignIn } from "../support/api-access-tab.ts";
import { inChromium } from "../support/chromium.ts";
import { openSqlite } from "../support/databases.ts";
import { keptByBrowser, putAside } from "../support/kept-by-browser.ts";
import { asFile, fullPlan } from "../support/plan-files.ts";
import { addPlan, addPlans } from "../support/plans.ts";
import { addReader, type Reader } from "../support/readers.ts";
import { addRichPlan, addUniversity } from "../support/rich-plan.ts";
import { shareWorld } from "../support/shared-world.ts";
import { insertDoorkeeperToken } from "../support/tokens.ts";
import { addNewcomer } from "../support/visitors.ts";

const permissions = ["clipboard-read", "clipboard-write"];

describe("plans", () => {
  inChromium((open) => {
    const world = shareWorld(openSqlite);

    it("show Nia what her token gives: she copies the JSON, and a program gets the same", async (t) => {
      const nia = await addNewcomer(world());
      await addPlan(world().deps.db, { title: "Tides & <tables>", owner: nia });
      const page = await open(t, world(), { permissions });
      await page.goto(urls.home);
      await fillInSignIn(page, nia);
      await page.getByRole("link", { name: "Plans", exact: true }).click();
      await page.getByRole("link", { name: "Tides & <tables>" }).click();
      await page.getByRole("button", { name: "Copy the JSON" }).click();
      await page.getByRole("status").filter({ hasText: "Copied" }).waitFor();
      const copied = await page.evaluate<string>("navigator.clipboard.readText()");

      const address = (await page.locator("#curl-command").textContent())?.match(/http[^"]+/)?.[0];
      const { secret } = await rotate(world().deps, nia.id);
      const headers = { authorization: `Bearer ${secret.reveal()}` };
      const answer = await fetch(address ?? "", { headers });
      assert.deepEqual(withoutTime(JSON.parse(copied)), withoutTime(await answer.json()));
    });

    for (const javaScriptEnabled of [true, false]) {
      it(`are imported by Nia from a file, ${javaScriptEnabled ? "with" : "without"} script`, async (t) => {
        const nia = await addNewcomer(world());
        const page = await open(t, world(), { person: nia, javaScriptEnabled });
        await page.goto(urls.plansPage);
        const buffer = asFile(fullPlan());
        const file = { name: "eels.json", mimeType: "application/json", buffer };
        await page.getByLabel("JSON file").setInputFiles(file);
        await page.getByRole("button", { name: "Import" }).click();
        await page.getByText("The plan was imported.").waitFor();
        await page.getByText("dmp.dataset[0].keyword").waitFor();
        await page.getByRole("link", { name: "Show the plan as the API answers it" }).click();
        await page.getByText('"title": "Where eels go"').first().waitFor();
      });
    }

    it("can be read without script, with a keyboard", async (t) => {
      const nia = await addNewcomer(world());
      await addPlan(world().deps.db, { title: "Without script", owner: nia });
      const page = await open(t, world(), { person: nia, javaScriptEnabled: false });
      await page.goto(urls.plansPage);
      await page.locator(".shortcomings summary").focus();
      await page.keyboard.press("Enter");
      await page.getByText("The project has no start date.").waitFor();
      await page.getByRole("link", { name: "Without script" }).focus();
      await page.keyboard.press("Enter");
      await page.getByText('"title": "Without script"').first().waitFor();
      assert.equal(
        await page.getByRole("button", { name: /Copy/ }).count(),
        0,
        "it could not copy",
      );
      assert.equal(await page.locator("#read-plans").isVisible(), false, "it could not read");
    });
  });
});

describe("all plans of a token", () => {
  inChromium(
    (open) => {
      const world = shareWorld(openSqlite, { environment: { API_MAX_PAGE_SIZE: "2" } });

      /** Somebody with three pages of plans, the last of which has all that the standard requires. */
      async function addPlanner(): Promise<Reader> {
        const planner = await addReader(world());
        const { db } = world().deps;
        await addPlans(db, 4, { owner: planner });
        await addRichPlan(db, planner, await addUniversity(db));
        return planner;
      }

      it("come to Nia as one file, which holds what her program gets", async (t) => {
        const nia = await addPlanner();
        const page = await open(t, world(), { person: nia });
        const asked: string[] = [];
        page.on("request", (request) => asked.push(new URL(request.url()).pathname));
        await page.goto(urls.plansPage);
        const baseUrl = new URL(page.url()).origin;
        const client = new DmpClient({ baseUrl, token: tokenOf(nia) });

        for (const complete of [false, true]) {
          await page.getByLabel("With questions and answers").setChecked(complete);
          asked.length = 0;
          await readPlans(page, ` ${tokenOf(nia)}\n`);
          await status(
            page,
            `This is the token of Newcomer Example (${nia.email}). All plans are read: 5.`,
          );
          const plans: unknown[] = [];
          for await (const dmp of client.plans({ complete })) plans.push({ dmp });
          const file = await savedFile(page);
          assert.deepEqual(JSON.parse(file), plans);
          assert.deepEqual(asked.slice(0, 4), [urls.me, urls.plans, urls.plans, urls.plans]);
          assert.equal(file.includes("complete_plan"), complete);
        }
      });

      it("can be imported again one by one, as far as they are complete", async (t) => {
        const nia = await addPlanner();
        const page = await open(t, world(), { person: nia });
        await page.goto(urls.plansPage);
        await readPlans(page, tokenOf(nia));
        const lines = (await savedFile(page)).split(/,?\n/).filter((line) => line.startsWith("{"));
        assert.equal(lines.length, 5);
        const last = readDocument(Buffer.from(lines.at(-1) ?? ""));
        assert.ok("dmp" in last && last.at === "dmp", JSON.stringify(last));
      });

      it("are told page by page, in words that are true while the service is slow", async (t) => {
        const nia = await addPlanner();
        const page = await open(t, world(), { person: nia });
        await page.goto(urls.plansPage);
        const release = await holdBack(page, "**/api/v2/plans?page=3*");
        await readPlans(page, tokenOf(nia));
        await status(page, "Plans read so far: 4 of 5.");
        assert.equal(await link(page).count(), 0);
        release();
        await status(page, "All plans are read: 5.");
      });

      it("are read anew at a second press, which ends the first", async (t) => {
        const [nia, ole] = [await addPlanner(), await addReader(world())];
        await addPlan(world().deps.db, { title: "Ole's", owner: ole });
        const page = await open(t, world(), { person: nia });
        await page.goto(urls.plansPage);
        await readPlans(page, tokenOf(nia));
        const former = await link(page).getAttribute("href");
        assert.equal(await isThere(page, former), true);

        const release = await holdBack(page, "**/api/v2/plans?page=2*");
        await readPlans(page, tokenOf(nia));
        await status(page, "Plans read so far: 2 of 5.");
        const ended = page.waitForEvent("requestfailed");
        await readPlans(page, tokenOf(ole));
        assert.match((await ended).url(), /page=2/);
        await status(
          page,
          `This is the token of Newcomer Example (${ole.email}). All plans are read: 1.`,
        );
        release();
        const [item] = JSON.parse(await savedFile(page));
        assert.equal(item.dmp.title, "Ole's");
        assert.equal(await isThere(page, former), false, "the former file");
      });

      it("are none of a token that sees none: there is no file", async (t) => {
        const ole = await addReader(world());
        const page = await open(t, world(), { person: ole });
        await page.goto(urls.plansPage);
        await readPlans(page, tokenOf(ole));
        await status(page, `(${ole.email}). It sees no plans, so there is no file.`);
        assert.equal(await link(page).count(), 0);
      });

      it("are refused in the service's own words, after which the right token can be tried", async (t) => {
        const nia = await addPlanner();
        const foreign = await insertDoorkeeperToken(world(), { scopes: "public" });
        const provokes = /status of 40[13]|ERR_INTERNET_DISCONNECTED/;
        const page = await open(t, world(), { person: nia, provokes });
        await page.goto(urls.plansPage);
        await readPlans(page, tokenOf(nia));
        await link(page).waitFor();
        for (const token of ["", "not-the-token", foreign]) {
          const answer = await world().app.inject({
            url: urls.me,
            headers: token ? { authorization: `Bearer ${token}` } : {},
          });
          const { errors, details } = answer.json();
          await readPlans(page, token);
          await status(page, `${errors.join(" ").replace(/\.?$/, ".")} ${details.hint}`);
          assert.equal(await link(page).count(), 0);
        }
        await readPlans(page, "two words");
        await status(page, "That is not a token");
        await page.context().setOffline(true);
        await readPlans(page, tokenOf(nia));
        await status(page, "No answer came");
        await page.context().setOffline(false);
        await readPlans(page, tokenOf(nia));
        await status(page, "All plans are read: 5.");
      });

      it("leave nothing behind: neither the token nor what it opened", async (t) => {
        const nia = await addPlanner();
        const page = await open(t, world(), { person: await addNewcomer(world()) });
        const asked: string[] = [];
        page.on("request", (request) => asked.push(request.url()));
        await page.goto(urls.plansPage);
        await readPlans(page, tokenOf(nia));
        const file = await link(page).getAttribute("href");
        const kept = await keptByBrowser(page);
        assert.ok([...asked, kept].every((text) => !text.includes(tokenOf(nia))));
        await putAside(page);
        await assertForgotten(page, nia);
        assert.equal(await isThere(page, file), false, "the file");
        await page.goto(urls.profile);
        await page.goBack();
        await assertForgotten(page, nia);
      });

      it("are not read on when the page is left", async (t) => {
        const nia = await addPlanner();
        const page = await open(t, world(), { person: await addNewcomer(world()) });
        await page.goto(urls.plansPage);
        await holdBack(page, "**/api/v2/plans?page=3*");
        await readPlans(page, tokenOf(nia));
        await status(page, "Plans read so far: 4 of 5.");
        const ended = page.waitForEvent("requestfailed");
        await putAside(page);
        assert.match((await ended).url(), /page=3/);
        await assertForgotten(page, nia);
      });
    },
    { goesBack: true },
  );
});

function tokenOf({ authorization }: Reader): string {
  return authorization.replace("Bearer ", "");
}

/** With the keyboard. */
async function readPlans(page: Page, token: string) {
  await page.getByLabel("Access token").fill(token);
  await page.getByRole("button", { name: "Read the plans" }).press("Enter");
}

async function status(page: Page, words: string) {
  await page.locator("#read-plans").getByRole("status").filter({ hasText: words }).waitFor();
}

function link(page: Page) {
  return page.getByRole("link", { name: "Save plans.json" });
}

/** It is what follows the button. */
async function savedFile(page: Page): Promise<string> {
  await link(page).waitFor();
  await page.getByRole("button", { name: "Read the plans" }).focus();
  await page.keyboard.press("Tab");
  const download = page.waitForEvent("download");
  await page.keyboard.press("Enter");
  const saved = await download;
  assert.equal(saved.suggestedFilename(), "plans.json");
  return await readFile(await saved.path(), "utf8");
}

async function assertForgotten(page: Page, reader: Reader) {
  assert.equal(await page.getByLabel("Access token").inputValue(), "");
  const content = await page.content();
  for (const secret of [reader.email, tokenOf(reader)]) assert.ok(!content.includes(secret));
  assert.equal(await page.locator("#read-plans").getByRole("status").textContent(), "");
  assert.equal(await link(page).count(), 0);
}

/** Requests to such addresses wait until what is returned is called. */
async function holdBack(page: Page, addresses: string): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route(addresses, async (route) => {
    await promise;
    await route.continue().catch(() => undefined); // it may have been ended meanwhile
  });
  return resolve;
}

/** Whether this address of the page's own still stands for a file. */
async function isThere(page: Page, address: string | null): Promise<boolean> {
  assert.match(address ?? "", /^blob:/);
  const download = page.waitForEvent("download");
  await page.evaluate(`(() => {
    const link = document.createElement("a");
    link.href = ${JSON.stringify(address)};
    link.download = "";
    link.click();
  })()`);
  return (await (await download).failure()) === null;
}

function withoutTime(answer: unknown): object {
  assert.ok(typeof answer === "object" && answer && "time" in answer);
  return { ...answer, time: undefined };
}
