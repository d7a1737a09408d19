/** Where Rails' session meets one of ours, and how both end: one browser is one person, never now this one and now that one. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { urls } from "../../../src/urls.ts";
import { Browser } from "../../support/browser.ts";
import { onEachDatabase, openSqlite } from "../../support/databases.ts";
import { password } from "../../support/people.ts";
import { railsCookie, secretKeyBase, signInAtRails } from "../../support/rails-cookies.ts";
import { shareWorld } from "../../support/shared-world.ts";
import { openProfileOf, sessionCookie } from "../../support/visitors.ts";

const environment = {
  RAILS_SECRET_KEY_BASE: secretKeyBase,
  RAILS_URL: "https://dmp.example.org/",
  APPLICATION_NAME: "Example DMP",
};

describe("Rails' session and ours in one browser", () => {
  onEachDatabase((open) => {
    const world = shareWorld(open, { environment });

    it("are Rails' alone: ours is ended, and stays it when Rails signs out", async () => {
      const browser = await openProfileOf(world(), world().people.ada);
      const adas = browser.cookies.get(sessionCookie) ?? "";
      assert.match(browser.page, /Ada Example/);
      await signInAtRails(world(), browser, world().people.ben);
      await browser.get(urls.profile);
      assert.match(browser.page, /Ben Example/);
      assert.doesNotMatch(browser.page, /Ada/);
      browser.cookies.delete(railsCookie);
      assert.equal(browser.cookies.get(sessionCookie), adas);
      assert.equal((await browser.get(urls.profile)).statusCode, 303);
    });

    it("leave a form of the former person without effect", async () => {
      const browser = await openProfileOf(world(), world().people.ada);
      await signInAtRails(world(), browser, world().people.ben);
      assert.equal((await browser.pressRegenerate()).statusCode, 422);
    });

    it("do not meet where Rails' cookie is not good", async () => {
      const browser = await openProfileOf(world(), world().people.ada);
      browser.cookies.set(railsCookie, "nothing of the kind");
      assert.equal((await browser.get(urls.profile)).statusCode, 200);
      assert.match(browser.page, /Ada Example/);
    });

    it("do not come about by signing in here while Rails' lasts", async () => {
      const browser = new Browser(world().app);
      await signInAtRails(world(), browser, world().people.ben);
      await browser.get(urls.profile);
      const fields = { "user[email]": world().people.ada.email, "user[password]": password };
      assert.equal((await browser.post(urls.signIn, fields)).statusCode, 303);
      assert.equal(browser.cookies.has(sessionCookie), false);
      await browser.get(urls.profile);
      assert.match(browser.page, /Ben Example/);
    });
  });
});

describe("signing out of Rails' session", () => {
  for (const [what, settings, link] of [
    ["with Rails' address", environment, '<a href="https://dmp.example.org/">'],
    ["without it", { ...environment, RAILS_URL: "" }, "<span>"],
  ] as const) {
    const world = shareWorld(openSqlite, { environment: settings });

    it(`is shown where it can be done, ${what}, and refused here`, async () => {
      const browser = new Browser(world().app);
      await signInAtRails(world(), browser, world().people.ben);
      await browser.get(urls.profile);
      assert.ok(browser.page.includes(`${link}Sign out in Example DMP</`), browser.page);
      assert.ok(!browser.page.includes(urls.signOut));
      const answer = await browser.post(urls.signOut);
      assert.equal(answer.statusCode, 409);
      assert.match(answer.body, /You cannot sign out here\./);
      assert.deepEqual(answer.cookies, []);
      assert.equal((await browser.get(urls.profile)).statusCode, 200, "and he is signed in still");
    });
  }
});

describe("the sign-in page", () => {
  describe("where Rails' sessions count", () => {
    const world = shareWorld(openSqlite, { environment });

    it("tells those without password where to sign in", async () => {
      const { body } = await new Browser(world().app).get(urls.signIn);
      assert.match(body, /your institution.s account or ORCID\? Sign in to Example DMP first/);
      assert.ok(body.includes('<a href="https://dmp.example.org/">Go to Example DMP</a>'));
    });
  });

  describe("where they do not", () => {
    const world = shareWorld(openSqlite, {
      environment: { ...environment, RAILS_SECRET_KEY_BASE: "" },
    });

    it("does not, and Rails' cookie is nothing to us", async () => {
      const browser = new Browser(world().app);
      await signInAtRails(world(), browser, world().people.ben);
      assert.equal((await browser.get(urls.profile)).statusCode, 303);
      assert.doesNotMatch((await browser.get(urls.signIn)).body, /ORCID/);
      assert.equal((await browser.signIn(world().people.ada)).statusCode, 303);
      await browser.get(urls.profile);
      assert.match(browser.page, /Ada Example/);
      assert.equal((await browser.post(urls.signOut)).statusCode, 303);
    });
  });
});
