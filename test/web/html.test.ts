/** The HTML of every page, and of every part that the page's script puts into one, as a strict reader of the standard sees it. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { HtmlValidate } from "html-validate";
import { legacyTokenUrl, planPageUrl, urls } from "../../src/urls.ts";
import { Browser } from "../support/browser.ts";
import { holdWriteLock, loseSessionsTable } from "../support/faults.ts";
import { openSqlite } from "../support/databases.ts";
import { asFile, fullPlan, smallPlan } from "../support/plan-files.ts";
import { addPlans } from "../support/plans.ts";
import { secretKeyBase, signInAtRails } from "../support/rails-cookies.ts";
import { shareWorld } from "../support/shared-world.ts";
import { upload } from "../support/uploads.ts";
import { addNewcomer, openProfileOf } from "../support/visitors.ts";

const validator = new HtmlValidate({
  extends: ["html-validate:recommended"],
  // The slash that our renderer writes at the end of void elements means nothing in HTML, by the standard itself.
  rules: { "void-style": "off" },
});

const panel = { "x-requested-with": "XMLHttpRequest" };

describe("the HTML", () => {
  const world = shareWorld(openSqlite);
  const worldBesideRails = shareWorld(openSqlite, {
    environment: { RAILS_SECRET_KEY_BASE: secretKeyBase, RAILS_URL: "https://dmp.example.org" },
  });
  const worldWithout = shareWorld(openSqlite, { application: false });

  it("of the sign-in page is valid, also after a refusal", async () => {
    const browser = new Browser(world().app);
    await browser.get(urls.signIn);
    await assertValid(browser.page);
    await browser.post(urls.signIn, { "user[email]": "a@example.org", "user[password]": "wrong" });
    await assertValid(browser.page);
    await browser.get(`${urls.signIn}?signed_out`);
    await assertValid(browser.page);
  });

  it("of the profile is valid before a token, with it, after it, and when it is revoked", async () => {
    const browser = await openProfileOf(world(), await addNewcomer(world()));
    await assertValid(browser.page);
    await browser.pressRegenerate();
    assert.ok(browser.shownSecret());
    await assertValid(browser.page);
    await browser.get(urls.profile);
    await assertValid(browser.page);
    await browser.pressRevoke();
    await assertValid(browser.page);
  });

  it("of the plans is valid: none, some that lack something, one as JSON", async () => {
    const { db } = world().deps;
    const person = await addNewcomer(world());
    const browser = await openProfileOf(world(), person);
    await browser.get(urls.plansPage);
    await assertValid(browser.page);
    const plans = await addPlans(db, 21, { owner: person, description: "<p>Some & more</p>" });
    for (const page of [1, 2, 3]) {
      await browser.get(`${urls.plansPage}?page=${page}`);
      await assertValid(browser.page);
    }
    await browser.get(planPageUrl(plans[0]?.id ?? 0));
    assert.match(browser.page, /plan-json/);
    await assertValid(browser.page);
  });

  it("of the API's documentation is valid, for strangers and for whoever is signed in", async () => {
    const stranger = new Browser(world().app);
    await stranger.get(urls.apiDocs);
    await assertValid(stranger.page);
    const browser = await openProfileOf(world(), world().people.ben);
    await browser.get(urls.apiDocs);
    assert.match(browser.page, /Ben Example/);
    await assertValid(browser.page);
  });

  it("of an import is valid, done and refused", async () => {
    const browser = await openProfileOf(world(), await addNewcomer(world()));
    for (const [file, words] of [
      [fullPlan(), /not kept/],
      [smallPlan(), /comes back from the API/],
      [{ dmp: {} }, /required/],
      [{}, /has no member dmp/],
    ] as const) {
      await browser.get(urls.plansPage);
      await upload(browser, asFile(file));
      assert.match(browser.page, words);
      await assertValid(browser.page);
    }
  });

  it("of the parts is valid too", async () => {
    const browser = await openProfileOf(world(), world().people.ada);
    for (const answer of [
      await browser.pressRegenerate(panel),
      await browser.pressRevoke(panel),
      await browser.post(legacyTokenUrl(world().people.ada.id), {}, panel),
    ]) {
      assert.equal(answer.statusCode, 200);
      assert.match(answer.body, /^<(div|section) /);
      await assertValid(answer.body);
    }
    await browser.get(urls.profile);
    assert.match(browser.page, /legacy-token-val/);
    await assertValid(browser.page);
  });

  it("of the profile is valid for those with a legacy token of which they may only read", async () => {
    await assertValid((await openProfileOf(world(), world().people.fay)).page);
  });

  it("of the profile is valid without the application", async () => {
    const browser = await openProfileOf(worldWithout(), await addNewcomer(worldWithout()));
    assert.match(browser.page, /currently unavailable/);
    await assertValid(browser.page);
  });

  it("of the pages for those whom Rails may sign in is valid", async () => {
    const browser = new Browser(worldBesideRails().app);
    await browser.get(urls.signIn);
    await assertValid(browser.page);
    await signInAtRails(worldBesideRails(), browser, worldBesideRails().people.ben);
    await browser.get(urls.profile);
    await assertValid(browser.page);
    assert.equal((await browser.post(urls.signOut)).statusCode, 409);
    await assertValid(browser.page);
  });

  it("of the pages that say what went wrong is valid", async () => {
    const { app, people } = world();
    const stranger = new Browser(app);
    const visitor = new Browser(app);
    const ben = await openProfileOf(world(), people.ben);
    const tryToSignIn = async (secret = "b", email = "a") => {
      await visitor.get(urls.signIn);
      return await visitor.post(urls.signIn, { "user[email]": email, "user[password]": secret });
    };
    const seen = [
      await stranger.get("/%zz"),
      await ben.post(legacyTokenUrl(people.ben.id)),
      await stranger.get("/nowhere"),
      await stranger.get(urls.signOut),
      await tryToSignIn("x".repeat(70_000)),
      await stranger.post(urls.signIn, { "user[email]": "a", "user[password]": "b" }),
    ];
    for (let failure = 0; failure < 5; failure += 1) await tryToSignIn();
    seen.push(await tryToSignIn());
    {
      await using _lost = await loseSessionsTable(world());
      seen.push(await ben.get(urls.profile));
    }
    {
      using _lock = holdWriteLock(world());
      seen.push(await tryToSignIn("b", "somebody else"));
    }
    assert.deepEqual(
      seen.map(({ statusCode }) => statusCode),
      [400, 403, 404, 405, 413, 422, 429, 500, 503],
    );
    for (const { body } of seen) {
      assert.match(body, /<h1>/);
      await assertValid(body);
    }
  });

  it("of the page that asks to sign in again is valid", async () => {
    const browser = await openProfileOf(world(), await addNewcomer(world()));
    world().clock.advance({ hours: 13 });
    const { statusCode, headers } = await browser.pressRegenerate();
    assert.equal(statusCode, 303);
    await browser.get(String(headers["location"]));
    assert.match(browser.page, /Your session has ended/);
    await assertValid(browser.page);
    await browser.get(urls.signIn);
    assert.doesNotMatch(browser.page, /Your session has ended/, "said once");
  });
});

async function assertValid(html: string) {
  const { results } = await validator.validateString(html);
  const faults = results.flatMap(({ messages }) => messages);
  assert.deepEqual(
    faults.map(({ ruleId, message, line, column }) => {
      const source = html.split("\n")[line - 1]?.slice(column - 1, column + 80);
      return `${ruleId}: ${message} at ${source}`;
    }),
    [],
  );
}
