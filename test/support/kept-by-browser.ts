/** What must not hold a token afterwards: where a browser keeps things, and a page that was left. */
import type { Page } from "playwright-core";

/** All of it, as one text. */
export async function keptByBrowser(page: Page): Promise<string> {
  return await page.evaluate<string>(
    "JSON.stringify([document.cookie, {...localStorage}, {...sessionStorage}, location.href, history.state])",
  );
}

/** The page is told that it is left and may come back as it is, as by the back button. */
export async function putAside(page: Page): Promise<void> {
  await page.evaluate(
    "void dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))",
  );
}
