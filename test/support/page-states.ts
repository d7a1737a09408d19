/** Every state in which a person can see a page, and the way there; the same in every language. */
import type { Page } from "playwright-core";
import { urls } from "../../src/urls.ts";
import { ApiAccessTab, fillInSignIn } from "./api-access-tab.ts";
import type { World } from "./world.ts";

export type PageState = {
  name: string;
  /** Signed in as somebody of the cast, or as somebody new; undefined: signed out. */
  as?: "ada" | "fay" | "newcomer";
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
  { name: "signed out", reach: async (page) => await page.goto(`${urls.signIn}?signed_out`) },
  {
    name: "personal details, with the menu open",
    as: "ada",
    async reach(page) {
      await page.goto(urls.profile);
      await page.locator(".user-menu summary").click();
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
    name: "both questions open",
    as: "newcomer",
    async reach(page, tab) {
      await tab.open();
      await tab.regenerate();
      await page.reload();
      await tab.regenerateButton.click();
      await tab.revokeButton.click();
      await tab.answer("yes").nth(1).waitFor();
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
    name: "nothing at the address",
    provokes: /status of 404/,
    reach: async (page) => await page.goto("/nowhere"),
  },
  {
    name: "a malformed address",
    provokes: /status of 400/,
    reach: async (page) => await page.goto("/%zz"),
  },
  {
    name: "a method that the address does not have",
    provokes: /status of 405/,
    reach: async (page) => await page.goto(urls.signOut),
  },
  {
    name: "a form without its cookie",
    provokes: /status of 422/,
    async reach(page) {
      await page.goto(urls.signIn);
      await page.context().clearCookies();
      await fillInSignIn(page, { email: "nobody@example.org" });
      await page.locator("h1 + p").waitFor();
    },
  },
];
