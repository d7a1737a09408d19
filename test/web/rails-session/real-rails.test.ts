/** Cookies that Debian's real ActionPack and Devise made: both sides agree on who is signed in. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { UserRow } from "../../../src/db/schema.ts";
import { urls } from "../../../src/urls.ts";
import { Browser } from "../../support/browser.ts";
import { onEachDatabase } from "../../support/databases.ts";
import { Rails, withoutRails, type RailsRequest } from "../../support/rails.ts";
import { findUser, railsCookie, secretKeyBase } from "../../support/rails-cookies.ts";
import { shareWorld } from "../../support/shared-world.ts";
import { addNewcomer } from "../../support/visitors.ts";
import type { World } from "../../support/world.ts";

describe("a session that real Rails made", { skip: withoutRails }, () => {
  let rails: Rails;
  before(() => {
    rails = new Rails();
  });
  after(async () => {
    await rails[Symbol.asyncDispose]();
  });

  /** The person's browser sends a request to Rails and keeps what it sets. Returns whether Rails takes him for signed in. */
  async function atRails(browser: Browser, request: RailsRequest): Promise<boolean> {
    const value = browser.cookies.get(railsCookie);
    const cookie = value && `${railsCookie}=${value}`;
    const answer = await rails.ask({ cookie, ...request });
    for (const [name, text] of Object.entries(answer.cookies)) browser.cookies.set(name, text);
    return answer.signed_in;
  }

  onEachDatabase((open) => {
    const world = shareWorld(open, { environment: { RAILS_SECRET_KEY_BASE: secretKeyBase } });

    async function newcomer(columns: Partial<UserRow> = {}, request: Partial<RailsRequest> = {}) {
      const person = await addNewcomer(world(), columns);
      const browser = new Browser(world().app);
      const user = await findUser(world(), person);
      assert.equal(await atRails(browser, { ...request, do: "sign in", user }), true);
      return { person, browser, user };
    }

    for (const digest of ["SHA1", "SHA256"] as const) {
      for (const serializer of ["json", "hybrid"] as const) {
        it(`leads to a token that works (${digest}, ${serializer})`, async () => {
          const { browser } = await newcomer({}, { digest, serializer });
          assert.equal(await opensProfile(browser), true);
          assert.equal((await browser.pressRegenerate()).statusCode, 200);
          const authorization = `Bearer ${browser.shownSecret()}`;
          const me = await world().app.inject({ url: urls.me, headers: { authorization } });
          assert.equal(me.statusCode, 200);
        });
      }
    }

    it("is one for people without password too", async () => {
      for (const encrypted_password of [null, ""]) {
        const { browser } = await newcomer({ encrypted_password });
        assert.equal(await opensProfile(browser), true);
      }
    });

    it("is the same one when Rails seals it anew: a form that is open stays good", async () => {
      const { browser, user } = await newcomer();
      await opensProfile(browser);
      const former = browser.cookies.get(railsCookie);
      assert.equal(await atRails(browser, { do: "look around", user }), true);
      assert.notEqual(browser.cookies.get(railsCookie), former);
      assert.equal((await browser.pressRegenerate()).statusCode, 200);
    });

    it("is over here when Rails has signed out", async () => {
      const { browser, user } = await newcomer();
      assert.equal(await opensProfile(browser), true);
      await atRails(browser, { do: "sign out", user });
      assert.ok(browser.cookies.has(railsCookie), "Rails writes another over it");
      assert.equal(await opensProfile(browser), false);
    });

    const changes: [string, Partial<UserRow>, boolean][] = [
      ["nothing changed", {}, true],
      ["he is deactivated", { active: false }, false],
      ["his password is changed", { encrypted_password: `$2a$04$${"x".repeat(53)}` }, false],
      ["his password is taken away", { encrypted_password: null }, false],
    ];
    for (const [what, columns, expected] of changes) {
      it(`is ${expected ? "alive" : "over"} on both sides when ${what}`, async () => {
        const { browser, person } = await newcomer();
        await change(world(), person.id, columns);
        const user = await findUser(world(), person);
        assert.equal(await opensProfile(browser), expected);
        assert.equal(await atRails(browser, { do: "open a page", user }), expected);
      });
    }

    it("is none when it is sealed in another way than asked for", async () => {
      for (const request of [
        { serializer: "marshal" },
        { metadata: false },
        { secret: `${secretKeyBase}, of another installation` },
        { digest: "SHA512" },
      ] as const) {
        const { browser } = await newcomer({}, request);
        assert.equal(await opensProfile(browser), false, JSON.stringify(request));
      }
    });

    it("is none when it is another cookie of the same Rails, whatever that holds", async () => {
      const { user } = await newcomer();
      const value = {
        session_id: "0123456789abcdef0123456789abcdef",
        "warden.user.user.key": [[user.id], user.encrypted_password?.slice(0, 29)],
        "warden.user.user.session": { last_request_at: Math.floor(Date.now() / 1000) },
      };
      const other = await rails.ask({ do: "set a cookie", name: "another_cookie", value });
      const same = await rails.ask({ do: "look around", value, user });
      for (const [cookie, expected] of [
        [other.cookies["another_cookie"], false],
        [same.cookies[railsCookie], true],
      ] as const) {
        const browser = new Browser(world().app);
        browser.cookies.set(railsCookie, String(cookie));
        assert.equal(await opensProfile(browser), expected, cookie);
      }
    });

    it("is over when its cookie is", async () => {
      const { browser } = await newcomer({}, { expire_after: 3_600 });
      assert.equal(await opensProfile(browser), true);
      const { browser: late } = await newcomer({}, { expire_after: -3_600 });
      assert.equal(await opensProfile(late), false);
    });
  });

  onEachDatabase((open) => {
    const world = shareWorld(open, { environment: { RAILS_SECRET_KEY_BASE: secretKeyBase } });

    it("is over here 90 minutes after Rails last answered, as Devise says it", async () => {
      const browser = new Browser(world().app);
      const user = await findUser(world(), world().people.ben);
      await atRails(browser, { do: "sign in", user });
      world().clock.advance({ minutes: 89 });
      assert.equal(await opensProfile(browser), true);
      world().clock.advance({ minutes: 1, seconds: 1 });
      assert.equal(await opensProfile(browser), false);
    });
  });
});

async function opensProfile(browser: Browser): Promise<boolean> {
  const { statusCode } = await browser.get(urls.profile);
  assert.ok(statusCode === 200 || statusCode === 303, String(statusCode));
  return statusCode === 200;
}

async function change({ deps }: World, id: number, columns: Partial<UserRow>) {
  if (Object.keys(columns).length === 0) return;
  await deps.db.updateTable("users").set(columns).where("id", "=", id).execute();
}
