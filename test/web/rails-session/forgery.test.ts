/** A form of one Rails session changes nothing for another, nor when another site sends it. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { urls } from "../../../src/urls.ts";
import { Browser } from "../../support/browser.ts";
import { openSqlite } from "../../support/databases.ts";
import { dump } from "../../support/dump.ts";
import {
  deviseSession,
  findUser,
  railsCookie,
  sealCookie,
  secretKeyBase,
  signInAtRails,
} from "../../support/rails-cookies.ts";
import { shareWorld } from "../../support/shared-world.ts";
import { openProfileOf } from "../../support/visitors.ts";

describe("a form of somebody whom Rails has signed in", () => {
  const world = shareWorld(openSqlite, {
    environment: { RAILS_SECRET_KEY_BASE: secretKeyBase },
  });

  async function openProfileByRails(person = world().people.ben) {
    const browser = new Browser(world().app);
    const session = await signInAtRails(world(), browser, person);
    await browser.get(urls.profile);
    return { browser, session };
  }

  it("is good as long as the session, however often Rails seals that anew", async () => {
    const { browser, session } = await openProfileByRails();
    const former = browser.cookies.get(railsCookie);
    const later = { last_request_at: Math.floor(world().clock.now().getTime() / 1000) + 60 };
    const changed = { ...session, "warden.user.user.session": later, previous_url: "/plans" };
    browser.cookies.set(railsCookie, sealCookie(changed));
    assert.notEqual(browser.cookies.get(railsCookie), former);
    assert.equal((await browser.pressRegenerate()).statusCode, 200);
    assert.ok(browser.shownSecret());
  });

  it("is refused without its token, or with one of another session", async () => {
    const { browser } = await openProfileByRails();
    const { browser: same } = await openProfileByRails();
    const { browser: adas } = await openProfileByRails(world().people.ada);
    const ours = await openProfileOf(world(), world().people.ben);
    const visitor = new Browser(world().app);
    await visitor.get(urls.signIn);
    const tokens = [same, adas, ours, visitor].map((other) => other.authenticityToken);
    assert.equal(new Set([...tokens, browser.authenticityToken]).size, 5);
    const before = await dump(world().deps.db);
    for (const authenticity_token of ["", "x", ...tokens]) {
      for (const [url, fields] of [
        [urls.internalUserAccessToken, { form_id: browser.formId }],
        [urls.internalUserAccessToken, { _method: "delete" }],
        [urls.signOut, {}],
      ] as const) {
        const answer = await browser.post(url, { ...fields, authenticity_token });
        assert.equal(answer.statusCode, 422);
      }
    }
    assert.deepEqual(await dump(world().deps.db), before);
  });

  it("is refused when the same session id comes with another person", async () => {
    const { browser, session } = await openProfileByRails();
    const at = world().clock.now();
    const ada = deviseSession(await findUser(world(), world().people.ada), { at });
    const mixed = sealCookie({ ...ada, session_id: session.session_id });
    browser.cookies.set(railsCookie, mixed);
    assert.equal((await browser.pressRegenerate()).statusCode, 422);
  });

  it("has a token that the cookie's text and the session's id alone do not give", async () => {
    const { browser, session } = await openProfileByRails();
    const token = browser.authenticityToken;
    assert.match(token, /^[\w-]{43}$/);
    for (const secret of [session.session_id, session._csrf_token, secretKeyBase]) {
      assert.ok(!browser.page.includes(secret));
    }
  });

  it("is refused when it comes from elsewhere, the Rails application included", async () => {
    const { browser } = await openProfileByRails();
    const { authenticityToken: authenticity_token, formId: form_id } = browser;
    const before = await dump(world().deps.db);
    for (const headers of [
      { origin: "https://evil.example" },
      { origin: "https://dmp.example.org" },
      { origin: "null" },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
    ]) {
      const fields = { authenticity_token, form_id };
      const answer = await browser.post(urls.internalUserAccessToken, fields, headers);
      assert.equal(answer.statusCode, 422, JSON.stringify(headers));
    }
    assert.deepEqual(await dump(world().deps.db), before);
  });
});
