/** Every state in which a person can see a page, and the way there; the same in every language. */
import type { Page } from "playwright-core";
import { legacyTokenUrl, urls } from "../../src/urls.ts";
import { countAttempt } from "../../src/users/sign-in-attempts.ts";
import { ApiAccessTab, fillInSignIn } from "./api-access-tab.ts";
import { holdWriteLock, loseSessionsTable } from "./faults.ts";
import { asFile, fullPlan, smallPlan, type PlanFile } from "./plan-files.ts";
import { addPlan, addPlans } from "./plans.ts";
import type { World } from "./world.ts";

export type PageState = {
  name: string;
  /** Signed in as somebody of the cast, or as somebody new; undefined: signed out. */
  as?: "ada" | "ben" | "fay" | "newcomer";
  application?: false;
  /** A failed load that the way there means. */
  provokes?: RegExp;
  reach: (page: Page, tab: ApiAccessTab, world: World) => Promise<unknown>;
};

export const pageStates: readonly PageState[] = [
  { name: "signing in", reach: async (page) => await page.goto(urls.signIn) },
  {
    name: "refused at signing in",
    provokes: /status of 422/,
    async reach(page) {
      await page.goto(urls.signIn);
      await fillInSignIn(page, { email: "nobody@example.org" }, "a wrong password");
      await page.locator(".alert").waitFor();
    },
  },
  {
    name: "refused at signing in after too many failures (429)",
    provokes: /status of 429/,
    async reach(page, _tab, { deps }) {
      const account = "often@example.org";
      for (let failure = 0; failure < 5; failure += 1) {
        await countAttempt(deps, { account, address: "127.0.0.1" });
      }
      await page.goto(urls.signIn);
      await fillInSignIn(page, { email: account });
      await page.locator(".alert").waitFor();
    },
  },
  {
    name: "sent to sign in because the session has ended (401)",
    as: "newcomer",
    async reach(page, tab, { clock }) {
      await tab.open();
      clock.advance({ hours: 13 });
      await page.reload();
      await page.locator(".alert").waitFor();
    },
  },
  { name: "signed out", reach: async (page) => await page.goto(`${urls.signIn}?signed_out`) },
  {
    name: "personal details, with the menu open",
    as: "ada",
    async reach(page) {
      await page.goto(urls.profile);
      await page.locator(".user-menu summary").click();
    },
  },
  { name: "no plans", as: "newcomer", reach: async (page) => await page.goto(urls.plansPage) },
  {
    name: "plans, and what one of them lacks",
    as: "ada",
    async reach(page, _tab, world) {
      await addPlansOfAda(world);
      await page.goto(urls.plansPage);
      await page.locator(".shortcomings summary").first().click();
    },
  },
  {
    name: "a page beyond the last plan",
    as: "ada",
    async reach(page, _tab, world) {
      await addPlansOfAda(world);
      await page.goto(`${urls.plansPage}?page=99`);
    },
  },
  {
    name: "one plan as the API answers it",
    as: "ada",
    async reach(page, _tab, world) {
      await addPlansOfAda(world);
      await page.goto(urls.plansPage);
      await page.locator("h2 a").first().click();
      await page.locator("#plan-json").waitFor();
    },
  },
  {
    name: "all plans of a token read, and their file",
    as: "ada",
    async reach(page, tab, world) {
      await addPlansOfAda(world);
      await tab.open();
      const secret = await tab.regenerate();
      await page.goto(urls.plansPage);
      await page.locator("#token-field").fill(secret);
      await page.locator("#read-plans button").click();
      await page.locator("#read-plans a[download]").waitFor();
    },
  },
  {
    name: "the API's documentation, with examples open, for a stranger",
    async reach(page) {
      await page.goto(urls.apiDocs);
      await page.locator("#getPlan details summary").click();
    },
  },
  {
    name: "the API's documentation, with a call that was answered",
    as: "ben",
    async reach(page) {
      await page.goto(urls.apiDocs);
      await page.locator("#heartbeat form button").click();
      await page.locator("#heartbeat .try-answer").waitFor();
    },
  },
  {
    name: "the API's documentation, with a call that was refused",
    as: "ben",
    provokes: /status of 401/,
    async reach(page) {
      await page.goto(urls.apiDocs);
      await page.locator("#token-field").fill("not-the-token");
      await page.locator("#me form button").click();
      await page.locator("#me .try-answer").waitFor();
    },
  },
  {
    name: "a plan just imported, and what of it does not come back",
    as: "newcomer",
    async reach(page) {
      await page.goto(urls.plansPage);
      await importFile(page, fullPlan());
    },
  },
  {
    name: "a plan just imported that comes back whole",
    as: "newcomer",
    async reach(page) {
      await page.goto(urls.plansPage);
      await importFile(page, smallPlan());
    },
  },
  {
    name: "a file that was not imported (422)",
    as: "newcomer",
    provokes: /status of 422/,
    async reach(page) {
      await page.goto(urls.plansPage);
      const long = "a_name_without_a_place_to_break_it".repeat(3);
      await importFile(page, smallPlan({ dataset: [{}], [long]: "\0" }));
    },
  },
  { name: "no token", as: "newcomer", reach: async (_page, tab) => await tab.open() },
  {
    name: "a token just made",
    as: "newcomer",
    async reach(_page, tab) {
      await tab.open();
      await tab.regenerate();
    },
  },
  {
    name: "a token that is live",
    as: "newcomer",
    async reach(page, tab) {
      await tab.open();
      await tab.regenerate();
      await page.reload();
    },
  },
  {
    name: "asked before a new token",
    as: "newcomer",
    async reach(page, tab) {
      await tab.open();
      await tab.regenerate();
      await page.reload();
      await tab.regenerateButton.click();
      await tab.answer("yes").waitFor();
    },
  },
  {
    name: "asked before revoking",
    as: "newcomer",
    async reach(_page, tab) {
      await tab.open();
      await tab.regenerate();
      await tab.revokeButton.click();
      await tab.answer("yes").waitFor();
    },
  },
  {
    name: "a token just revoked",
    as: "newcomer",
    async reach(_page, tab) {
      await tab.open();
      await tab.regenerate();
      await tab.revoke({ asks: true });
    },
  },
  {
    name: "a press that failed",
    as: "newcomer",
    provokes: /ERR_INTERNET_DISCONNECTED/,
    async reach(page, tab) {
      await tab.open();
      await page.context().setOffline(true);
      await tab.regenerateButton.click();
      await tab.status.filter({ hasText: /\w/ }).waitFor();
      await page.context().setOffline(false);
    },
  },
  {
    name: "a press after the session has ended",
    as: "newcomer",
    provokes: /status of 401/,
    async reach(_page, tab, { clock }) {
      await tab.open();
      clock.advance({ hours: 13 });
      await tab.regenerateButton.click();
      await tab.status.getByRole("link").waitFor();
    },
  },
  {
    name: "no application",
    as: "newcomer",
    application: false,
    reach: async (_page, tab) => await tab.open(),
  },
  {
    name: "a legacy token revealed, and its question open",
    as: "ada",
    async reach(_page, tab, { deps, people }) {
      const api_token = "QjQ2N2VjNGVkN2U4YzQ0Zg";
      const { id } = people.ada;
      await deps.db.updateTable("users").set({ api_token }).where("id", "=", id).execute();
      await tab.open();
      await tab.legacyPanel.locator("summary").click();
      await tab.legacyRegenerateButton.click();
      await tab.answer("yes").waitFor();
    },
  },
  { name: "no legacy token", as: "fay", reach: async (_page, tab) => await tab.open() },
  {
    name: "nothing at the address (404)",
    provokes: /status of 404/,
    reach: async (page) => await page.goto("/nowhere"),
  },
  {
    name: "a malformed address (400)",
    provokes: /status of 400/,
    reach: async (page) => await page.goto("/%zz"),
  },
  {
    name: "a method that the address does not have (405)",
    provokes: /status of 405/,
    reach: async (page) => await page.goto(urls.signOut),
  },
  {
    name: "a form without its cookie (422)",
    provokes: /status of 422/,
    async reach(page) {
      await page.goto(urls.signIn);
      await page.context().clearCookies();
      await fillInSignIn(page, { email: "nobody@example.org" });
      await page.locator("h1 + p").waitFor();
    },
  },
  {
    name: "a press that one may not make (403)",
    as: "ben",
    provokes: /status of 403/,
    async reach(page, _tab, { people }) {
      await page.goto(urls.profile);
      await page.evaluate(`(() => {
        const form = document.querySelector(".user-menu form");
        form.action = ${JSON.stringify(legacyTokenUrl(people.ben.id))};
        form.submit();
      })()`);
      await page.locator("h1 + p").waitFor();
    },
  },
  {
    name: "a form that is too large (413)",
    provokes: /status of 413/,
    async reach(page) {
      await page.goto(urls.signIn);
      await fillInSignIn(page, { email: "nobody@example.org" }, "x".repeat(70_000));
      await page.locator("h1 + p").waitFor();
    },
  },
  {
    name: "a fault in the server (500)",
    as: "newcomer",
    provokes: /status of 500/,
    async reach(page, _tab, world) {
      await using _lost = await loseSessionsTable(world);
      await page.goto(urls.profile);
    },
  },
  {
    name: "a database that cannot be written (503)",
    provokes: /status of 503/,
    async reach(page, _tab, world) {
      await page.goto(urls.signIn);
      using _lock = holdWriteLock(world);
      await fillInSignIn(page, { email: "nobody@example.org" });
      await page.locator("h1 + p").waitFor();
    },
  },
];

async function importFile(page: Page, file: PlanFile) {
  const buffer = asFile(file);
  const upload = { name: "plan.json", mimeType: "application/json", buffer };
  await page.locator("input[type=file]").setInputFiles(upload);
  await page.locator("form[enctype] button").click();
  await page.locator("#notification-area.alert").waitFor();
}

/** Ada's: more than a page of them, one with a title in another script, none with dates. */
async function addPlansOfAda({ deps: { db }, people: { ada } }: World) {
  await addPlan(db, { title: "ذاكرة الماء", owner: ada });
  await addPlans(db, 20, { owner: ada });
}
