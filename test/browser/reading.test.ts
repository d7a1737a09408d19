/** The page for those who use no mouse, want no motion, read French, or print. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Page } from "playwright-core";
import { urls } from "../../src/urls.ts";
import { ApiAccessTab, focusedOn } from "../support/api-access-tab.ts";
import { inChromium } from "../support/chromium.ts";
import { openSqlite } from "../support/databases.ts";
import { password } from "../support/people.ts";
import { shareWorld } from "../support/shared-world.ts";
import { askMe, insertDoorkeeperToken } from "../support/tokens.ts";
import { addNewcomer } from "../support/visitors.ts";

describe("the pages", () => {
  inChromium((open) => {
    const world = shareWorld(openSqlite);

    it("let Ben get from signing in to a copied token, and to none, by keyboard alone", async (t) => {
      const permissions = ["clipboard-read", "clipboard-write"];
      const page = await open(t, world(), { permissions });
      const tab = new ApiAccessTab(page);
      await page.goto(urls.home);
      await tabTo(page, "#user_email");
      await page.keyboard.type(world().people.ben.email);
      await tabTo(page, "#user_password");
      await page.keyboard.type(password);
      await page.keyboard.press("Enter");
      await page.waitForURL(`**${urls.apiAccess}`);

      await tab.regenerateButton.waitFor();
      await tabTo(page, "form:has([name=form_id]) > button");
      await page.keyboard.press("Enter");
      const secret = await tab.shownSecret();
      await tab.waitForStatus("Successfully regenerated your API token.");
      assert.equal(await focusedOn(page), "api-token-val");
      assert.equal(await page.evaluate("getSelection().toString()"), secret, "ready for Ctrl+C");
      await page.keyboard.press("Tab");
      assert.equal(await focusedOn(page), "copy-token-btn");
      await page.keyboard.press("Enter");
      await tab.waitForStatus("Copied");
      assert.equal(await page.evaluate("navigator.clipboard.readText()"), secret);

      await tabTo(page, "form:has([name=_method]) > button");
      await page.keyboard.press("Space");
      await page.keyboard.press("Shift+Tab");
      assert.equal(await focusedOn(page), "Yes, revoke it");
      await page.keyboard.press("Enter");
      await tab.waitForStatus("Your API token was revoked.");
      assert.equal((await askMe(world(), secret)).statusCode, 401);
      assert.equal(await focusedOn(page), "Regenerate token");
    });

    it("keep the focus on the copy button, so that the next Tab goes on from there", async (t) => {
      const permissions = ["clipboard-read", "clipboard-write"];
      const page = await open(t, world(), { person: await addNewcomer(world()), permissions });
      const tab = new ApiAccessTab(page);
      await tab.open();
      await tab.regenerate();
      await tab.copyButton.press("Enter");
      await tab.waitForStatus("Copied");
      assert.equal(await focusedOn(page), "copy-token-btn");
    });

    it("lead by Tab from the top to the bottom, and show at every step where one is", async (t) => {
      const person = await addNewcomer(world());
      await insertDoorkeeperToken(world(), { resource_owner_id: person.id });
      const page = await open(t, world(), { person, reducedMotion: "reduce" });
      await page.goto(urls.profile);
      const way = [
        "Skip to content",
        "DMPRoadmap",
        "Plans",
        "API Access",
        "Newcomer Example",
        "Personal Details",
        "API Access",
        "Regenerate token",
        "Revoke token",
        "Copy the command",
        "Documentation of the v2 API",
        world().config.helpdeskEmail,
      ];
      for (const [index, step] of way.entries()) {
        await page.keyboard.press("Tab");
        assert.equal(await focusedOn(page), step);
        const [outline, shadow] = await page.evaluate<[string, string]>(`(() => {
          const { outlineStyle, boxShadow } = getComputedStyle(document.activeElement);
          return [outlineStyle, boxShadow];
        })()`);
        assert.ok(outline !== "none" || shadow !== "none", `${step} shows its focus`);
        if (index === way.lastIndexOf("API Access")) await page.keyboard.press("Enter");
      }
    });

    it("begin with a link past the header, which shows itself when it has the focus", async (t) => {
      const page = await open(t, world(), { person: world().people.fay });
      await page.goto(urls.profile);
      await page.keyboard.press("Tab");
      assert.equal(await focusedOn(page), "Skip to content");
      const box = await page.locator(".skip-link").boundingBox();
      assert.ok(box && box.x >= 0 && box.y >= 0, "it can be seen");
      await page.keyboard.press("Enter");
      await page.keyboard.press("Tab");
      assert.equal(await focusedOn(page), "Personal Details");
    });

    for (const javaScriptEnabled of [true, false]) {
      const how = javaScriptEnabled ? "with script" : "without script";

      it(`keep in sight on a phone what just happened, ${how}`, async (t) => {
        const person = world().people.ada;
        const viewport = { width: 375, height: 667 };
        const page = await open(t, world(), { person, viewport, javaScriptEnabled });
        const tab = new ApiAccessTab(page);
        await tab.open();
        assert.equal(await page.evaluate("scrollY"), 0, "the page begins with its heading");
        await tab.legacyRegenerateButton.click();
        await tab.waitForStatus("Successfully regenerated your legacy API token.");
        const box = await tab.status.boundingBox();
        assert.ok(box && box.y >= 0 && box.y + box.height <= viewport.height, JSON.stringify(box));
      });
    }

    it("move nothing for those who want no motion", async (t) => {
      const moving = async (reducedMotion: "reduce" | "no-preference") => {
        const person = world().people.fay;
        const page = await open(t, world(), { person, reducedMotion });
        await new ApiAccessTab(page).open();
        return await page.evaluate<string[]>(`[...document.querySelectorAll("*")]
          .filter((element) => {
            const { transitionDuration, animationName } = getComputedStyle(element);
            return transitionDuration !== "0s" || animationName !== "none";
          })
          .map(({ tagName, className }) => tagName + " " + className)`);
      };
      assert.match((await moving("no-preference")).join(), /BUTTON btn/);
      assert.deepEqual(await moving("reduce"), []);
    });

    it("speak French to those whose browser does, and to whom the profile says so whatever the browser says", async (t) => {
      const signedOut = await open(t, world(), { locale: "fr" });
      await signedOut.goto(urls.home);
      await signedOut.getByRole("button", { name: "Se connecter" }).waitFor();
      assert.equal(await signedOut.locator("html").getAttribute("lang"), "fr-CA");

      const { id } = await world()
        .deps.db.insertInto("languages")
        .values({ abbreviation: "fr-CA", name: "Français (CA)", default_language: false })
        .returning("id")
        .executeTakeFirstOrThrow();
      const person = await addNewcomer(world(), { language_id: id });
      const page = await open(t, world(), { person, locale: "en-GB" });
      const tab = new ApiAccessTab(page);
      await page.goto(urls.profile);
      await page.locator(".nav-tabs").getByRole("link", { name: "Accès à l’API" }).click();
      await page.getByRole("button", { name: "Régénérer le jeton" }).click();
      await tab.waitForStatus("Votre jeton d’API a été régénéré.");
      await page.reload();
      await page.getByRole("button", { name: "Régénérer le jeton" }).click();
      await page.getByRole("button", { name: "Oui, créer un nouveau jeton" }).click();
      await tab.tokenField.waitFor();
      await page.reload();
      await page.getByText("Vous avez un jeton valide").waitFor();
      const made = page.locator("time").first();
      assert.match(
        (await made.textContent()) ?? "",
        /janv|févr|mars|avr|mai|juin|juil|août|sept|oct|nov|déc/,
      );
      const exact = (await made.getAttribute("datetime")) ?? "";
      assert.ok(Math.abs(Date.parse(exact) - world().clock.now().getTime()) < 60_000, exact);
    });

    it("print both sections, and nothing to press", async (t) => {
      const page = await open(t, world(), { person: world().people.fay });
      const tab = new ApiAccessTab(page);
      await page.goto(urls.profile);
      assert.equal(await page.locator("#api-details").isVisible(), false);
      await page.emulateMedia({ media: "print" });
      for (const id of ["personal-details", "v2-api-token", "legacy-api-token"]) {
        assert.equal(await page.locator(`#${id}`).isVisible(), true, id);
      }
      assert.equal(await tab.regenerateButton.isVisible(), false);
      assert.equal(await page.getByRole("button").filter({ visible: true }).count(), 0);
      assert.equal(await page.locator(".nav-tabs").isVisible(), false);
    });
  });
});

/** Presses Tab until the focus is there, as a person does who sees where it is. */
async function tabTo(page: Page, selector: string) {
  for (let step = 0; step < 40; step += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate<boolean>(`document.activeElement.matches(${JSON.stringify(selector)})`))
      return;
  }
  assert.fail(`Tab does not lead to ${selector}`);
}
