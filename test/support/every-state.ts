/** What must hold for every state of every page: nothing for axe to find in light and dark, fit for a narrow screen and a thumb. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import axe from "axe-core";
import type { Page } from "playwright-core";
import { ApiAccessTab } from "./api-access-tab.ts";
import { inChromium } from "./chromium.ts";
import { openSqlite } from "./databases.ts";
import { pageStates, type PageState } from "./page-states.ts";
import { shareWorld } from "./shared-world.ts";
import { addNewcomer } from "./visitors.ts";
import type { World } from "./world.ts";

const narrow = { width: 320, height: 640 };
/** In CSS pixels; WCAG 2.2, 2.5.8. */
const leastTarget = 24;

/** Defines the suite for readers of one language. */
export function describeEveryState(language: string): void {
  describe(`every page in ${language}`, () => {
    inChromium((open) => {
      const world = shareWorld(openSqlite);
      const worldWithout = shareWorld(openSqlite, { application: false });

      for (const state of pageStates) {
        it(`is for everybody: ${state.name}`, async (t) => {
          const there = state.application === false ? worldWithout() : world();
          await speak(there, language);
          const person = await personOf(there, state);
          const page = await open(t, there, {
            ...(person && { person }),
            ...(state.provokes && { provokes: state.provokes }),
            locale: language,
            colorScheme: "light",
            reducedMotion: "reduce",
          });
          await state.reach(page, new ApiAccessTab(page), there);
          await page.waitForLoadState(); // its styles too, which are asked for anew with each page

          assert.equal(await page.locator("html").getAttribute("lang"), language);
          assert.deepEqual(await findSmallTargets(page), [], "small targets");
          assert.deepEqual(await findAxeViolations(page), [], "axe, light");
          await page.emulateMedia({ colorScheme: "dark" });
          await page.setViewportSize(narrow);
          assert.deepEqual(await findTooWide(page), [], "wider than the screen");
          assert.deepEqual(await findSmallTargets(page), [], "small targets, narrow");
          assert.deepEqual(await findAxeViolations(page), [], "axe, dark and narrow");
        });
      }
    });
  });
}

/** Makes everybody in the world a speaker of the language. */
async function speak({ deps: { db }, people }: World, abbreviation: string) {
  const found = await db
    .selectFrom("languages")
    .select("id")
    .where("abbreviation", "=", abbreviation)
    .executeTakeFirst();
  const { id } =
    found ??
    (await db
      .insertInto("languages")
      .values({ abbreviation, name: abbreviation, default_language: false })
      .returning("id")
      .executeTakeFirstOrThrow());
  const ids = Object.values(people).map((person) => person.id);
  await db.updateTable("users").set({ language_id: id }).where("id", "in", ids).execute();
}

async function personOf(world: World, { as }: PageState) {
  if (as !== "newcomer") return as && world.people[as];
  const { db } = world.deps;
  const { language_id, org_id } = await db
    .selectFrom("users")
    .select(["language_id", "org_id"])
    .where("id", "=", world.people.ben.id)
    .executeTakeFirstOrThrow();
  return await addNewcomer(world, { language_id, org_id });
}

/** One line for each element that breaks a rule. Its source is evaluated, because the page allows no scripts but ours. */
async function findAxeViolations(page: Page): Promise<string[]> {
  if (!(await page.evaluate<boolean>("Boolean(globalThis.axe)"))) await page.evaluate(axe.source);
  return await page.evaluate<string[]>(`(async () => {
    const { violations } = await axe.run({ resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => [id, html, failureSummary].join(": ")));
  })()`);
}

/** Links and buttons under 24 pixels in any direction. Those within a sentence are as high as its line. */
async function findSmallTargets(page: Page): Promise<string[]> {
  return await page.evaluate<string[]>(`(() => {
    const targets = [...document.querySelectorAll("a, button, summary, input:not([type=hidden])")];
    const inSentence = (element) =>
      getComputedStyle(element).display === "inline" &&
      element.parentElement.textContent.trim() !== element.textContent.trim();
    return targets
      .filter((element) => element.checkVisibility() && !inSentence(element))
      .map((element) => ({ element, box: element.getBoundingClientRect() }))
      .filter(({ box }) => Math.min(box.width, box.height) < ${leastTarget})
      .map(({ element, box }) => element.outerHTML.slice(0, 120) + " " + box.width + " × " + box.height);
  })()`);
}

/** What reaches beyond the screen's sides, so that one must scroll sideways or cannot see it at all. */
async function findTooWide(page: Page): Promise<string[]> {
  return await page.evaluate<string[]>(`(() => {
    const { clientWidth } = document.documentElement;
    return [...document.querySelectorAll("body :not(.skip-link)")]
      .map((element) => ({ element, box: element.getBoundingClientRect() }))
      .filter(({ box }) => box.left < 0 || box.right > clientWidth)
      .map(({ element }) => element.outerHTML.slice(0, 120));
  })()`);
}
