/** From the list of plans to one plan's JSON, and from there to a program, in a real browser. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { rotate } from "../../src/access-tokens/rotate.ts";
import { urls } from "../../src/urls.ts";
import { fillInSignIn } from "../support/api-access-tab.ts";
import { inChromium } from "../support/chromium.ts";
import { openSqlite } from "../support/databases.ts";
import { asFile, fullPlan } from "../support/plan-files.ts";
import { addPlan } from "../support/plans.ts";
import { shareWorld } from "../support/shared-world.ts";
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
    });
  });
});

function withoutTime(answer: unknown): object {
  assert.ok(typeof answer === "object" && answer && "time" in answer);
  return { ...answer, time: undefined };
}
