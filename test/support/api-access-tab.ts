/** The API Access tab as a person uses it, in whichever language: what can be pressed, and what is shown. */
import type { Locator, Page } from "playwright-core";
import { urls } from "../../src/urls.ts";
import { password, type Person } from "./people.ts";

export class ApiAccessTab {
  readonly page: Page;
  readonly status: Locator;
  readonly tokenField: Locator;
  readonly copyButton: Locator;
  readonly regenerateButton: Locator;
  readonly revokeButton: Locator;
  readonly legacyPanel: Locator;
  readonly legacyRegenerateButton: Locator;

  constructor(page: Page) {
    this.page = page;
    this.status = page.locator("#notification-area:is([role=status], [role=alert])");
    this.tokenField = page.locator("#api-token-val");
    this.copyButton = page.locator("#copy-token-btn");
    this.regenerateButton = page.locator("form:has([name=form_id]) > button");
    this.revokeButton = page.locator("form:has([name=_method]) > button");
    this.legacyPanel = page.locator("#legacy-api-token");
    this.legacyRegenerateButton = this.legacyPanel.locator("form > button");
  }

  async open() {
    await this.page.goto(urls.apiAccess);
  }

  /** The button that answers "yes" or "no" to the open question. */
  answer(word: "yes" | "no"): Locator {
    return this.page.locator(`.confirmation:not([hidden]) [data-confirm=${word}]`);
  }

  /** Presses, and says yes to what is asked, if it is asked. Returns the new secret. */
  async regenerate({ asks = false } = {}): Promise<string> {
    await this.regenerateButton.click();
    if (asks) await this.answer("yes").click();
    return await this.shownSecret();
  }

  async revoke({ asks = false } = {}) {
    await this.revokeButton.click();
    if (asks) await this.answer("yes").click();
    await this.revokeButton.waitFor({ state: "detached" });
  }

  async shownSecret(): Promise<string> {
    return await this.tokenField.inputValue();
  }

  /** Waits until the page says so. */
  async waitForStatus(text: string | RegExp) {
    await this.status.filter({ hasText: text }).waitFor();
  }
}

export async function fillInSignIn(page: Page, person: Pick<Person, "email">, secret = password) {
  await page.locator("#user_email").fill(person.email);
  await page.locator("#user_password").fill(secret);
  await page.locator("main button[type=submit]").click();
}

/** What has the focus: its id, else its text. */
export async function focusedOn(page: Page): Promise<string> {
  return await page.evaluate<string>(
    "document.activeElement.id || document.activeElement.textContent",
  );
}
