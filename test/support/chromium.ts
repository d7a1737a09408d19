/** A real browser before a real socket. Whatever goes wrong in its console fails the story that is being told. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, before, describe, it, type TestContext } from "node:test";
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from "playwright-core";
import type { Person } from "./people.ts";
import { openProfileOf, sessionCookie } from "./visitors.ts";
import type { World } from "./world.ts";

/** As people have it: it remembers pages that were left. */
const whole = firstOf(["chromium", "chromium-browser", "google-chrome"]);
/** Without windows it remembers none, and needs half the time. */
const windowless = firstOf(["chromium-headless-shell"]);

/** No traffic of its own; and the back/forward cache stays on, where the browser has one. */
const launchOptions = {
  args: [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
  ignoreDefaultArgs: ["--disable-back-forward-cache"],
};

export type VisitOptions = Omit<BrowserContextOptions, "baseURL" | "bypassCSP"> & {
  /** Who is signed in already. */
  person?: Person;
  /** What the story provokes on purpose, such as `/status of 401/`: the console may say it. */
  provokes?: RegExp;
};

/** Opens an empty tab of a browser without history before the world's own server; relative addresses lead there. */
export type OpenPage = (test: TestContext, world: World, options?: VisitOptions) => Promise<Page>;

/**
 * Defines a suite that only a browser can run; `goesBack`: one that remembers the pages it has left. Where `CI` is true, a
 * missing browser fails instead of being skipped.
 */
export function inChromium(define: (open: OpenPage) => void, { goesBack = false } = {}): void {
  const executablePath = goesBack ? whole : (windowless ?? whole);
  const missing = executablePath === undefined;
  if (missing && process.env["CI"] === "true") {
    it("has a browser", () => assert.fail("no browser: Chromium is not installed"));
    return;
  }
  const skip = missing && "no browser: Chromium is not installed";
  describe("in Chromium", { skip }, () => {
    let browser: Browser | undefined;
    before(async () => {
      browser = await chromium.launch({ ...launchOptions, executablePath: executablePath ?? "" });
    });
    after(async () => await browser?.close());
    define(async (test, world, options = {}) => {
      if (!browser) throw new Error("The browser is there only while its tests run");
      return await openPage(browser, test, world, options);
    });
  });
}

async function openPage(
  browser: Browser,
  test: TestContext,
  world: World,
  { person, provokes, ...options }: VisitOptions,
): Promise<Page> {
  const baseURL = await addressOf(world);
  const context = await browser.newContext({ locale: "en-GB", ...options, baseURL });
  const troubles = watch(context, provokes);
  test.after(async () => {
    await context.close();
    assert.deepEqual(troubles, [], "the browser's console");
  });
  if (person) {
    const { cookies } = await openProfileOf(world, person);
    const value = cookies.get(sessionCookie) ?? "";
    await context.addCookies([{ name: sessionCookie, value, url: baseURL }]);
  }
  return await context.newPage();
}

/** Collects errors of scripts, violations of the Content-Security-Policy, failed loads, and dialogues. */
function watch(context: BrowserContext, provokes: RegExp | undefined): string[] {
  const troubles: string[] = [];
  context.on("console", (message) => {
    const text = message.text();
    const isProvoked = text.startsWith("Failed to load resource") && provokes?.test(text);
    if (message.type() === "error" && !isProvoked) troubles.push(text);
  });
  context.on("weberror", (webError) => void troubles.push(String(webError.error())));
  context.on("dialog", (dialog) => {
    troubles.push(`a dialogue: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return troubles;
}

async function addressOf({ app }: World): Promise<string> {
  if (!app.server.listening) await app.listen({ host: "127.0.0.1", port: 0 });
  const address = app.server.address();
  assert.ok(typeof address === "object" && address);
  return `http://127.0.0.1:${address.port}`;
}

function firstOf(names: readonly string[]): string | undefined {
  return names.map((name) => `/usr/bin/${name}`).find((path) => existsSync(path));
}
