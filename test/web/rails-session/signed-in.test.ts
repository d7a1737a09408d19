/** Whom Rails has signed in reaches his token here without signing in again, and for no longer than Rails lets him. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { UserRow } from "../../../src/db/schema.ts";
import { urls } from "../../../src/urls.ts";
import { Browser } from "../../support/browser.ts";
import { onEachDatabase } from "../../support/databases.ts";
import type { Person } from "../../support/people.ts";
import {
  deviseSession,
  findUser,
  railsCookie,
  sealCookie,
  secretKeyBase,
  signInAtRails,
} from "../../support/rails-cookies.ts";
import { shareWorld } from "../../support/shared-world.ts";
import { addNewcomer } from "../../support/visitors.ts";
import type { World } from "../../support/world.ts";

const environment = { RAILS_SECRET_KEY_BASE: secretKeyBase };

describe("somebody whom Rails has signed in", () => {
  onEachDatabase((open) => {
    const world = shareWorld(open, { environment });

    it("opens API Access, makes a token there, and the API takes it", async () => {
      const { ben } = world().people;
      const browser = await openProfileByRails(world(), ben);
      assert.match(browser.page, /Ben Example/);
      const answer = await browser.pressRegenerate();
      assert.equal(answer.statusCode, 200);
      const authorization = `Bearer ${browser.shownSecret()}`;
      const me = await world().app.inject({ url: urls.me, headers: { authorization } });
      assert.equal(me.statusCode, 200);
      assert.equal((await browser.pressRevoke()).statusCode, 200);
      const after = await world().app.inject({ url: urls.me, headers: { authorization } });
      assert.equal(after.statusCode, 401);
    });

    it("needs no password, as those who came by their institution or ORCID have none", async () => {
      for (const encrypted_password of [null, ""]) {
        const person = await addNewcomer(world(), { encrypted_password });
        const browser = await openProfileByRails(world(), person);
        await browser.pressRegenerate();
        assert.ok(browser.shownSecret());
      }
    });

    it("gets neither a session nor a cookie of ours", async () => {
      const browser = await openProfileByRails(world(), await addNewcomer(world()));
      await browser.pressRegenerate();
      assert.deepEqual([...browser.cookies.keys()], [railsCookie]);
      assert.equal(await countSessions(world()), 0);
    });

    it("is led on from the sign-in page", async () => {
      const browser = new Browser(world().app);
      await signInAtRails(world(), browser, world().people.ada);
      const answer = await browser.get(`${urls.signIn}?return_to=/users/edit`);
      assert.equal(answer.statusCode, 303);
      assert.equal(answer.headers["location"], "/users/edit");
    });

    it("is spoken to in the language of his profile", async () => {
      const { id } = await world()
        .deps.db.insertInto("languages")
        .values({ abbreviation: "fr-CA", name: "Français (CA)" })
        .returning("id")
        .executeTakeFirstOrThrow();
      const person = await addNewcomer(world(), { language_id: id });
      const browser = await openProfileByRails(world(), person);
      assert.match(browser.page, /Modifier le profil/);
    });

    it("is signed out here once Rails has signed him out", async () => {
      const browser = await openProfileByRails(world(), world().people.ben);
      // Rails then writes a new session over the former one.
      browser.cookies.set(railsCookie, sealCookie({ session_id: "0".repeat(32) }));
      await assertNotSignedIn(browser);
      browser.cookies.delete(railsCookie);
      await assertNotSignedIn(browser);
    });

    const ends: [string, Partial<UserRow>][] = [
      ["deactivated", { active: false }],
      ["invited anew", { invitation_token: "x", invitation_accepted_at: null }],
      ["given another password", { encrypted_password: "$2a$04$another salt of Devise's!" }],
      ["left without password", { encrypted_password: null }],
    ];
    for (const [what, columns] of ends) {
      it(`is signed out as soon as he is ${what}, also when his page is still open`, async () => {
        const person = await addNewcomer(world());
        const browser = await openProfileByRails(world(), person);
        const form = browser.page;
        const { db } = world().deps;
        await db.updateTable("users").set(columns).where("id", "=", person.id).execute();
        await assertNotSignedIn(browser);
        browser.page = form;
        assert.equal((await browser.pressRegenerate()).statusCode, 303);
        assert.equal(await countTokens(world(), person), 0);
      });
    }

    it("is signed out as soon as his account is gone", async () => {
      const person = await addNewcomer(world());
      const browser = await openProfileByRails(world(), person);
      await world().deps.db.deleteFrom("users").where("id", "=", person.id).execute();
      await assertNotSignedIn(browser);
    });

    it("is nobody with a cookie that is not right, whatever is wrong with it", async () => {
      const user = await findUser(world(), world().people.ben);
      const session = deviseSession(user, { at: world().clock.now() });
      const good = sealCookie(session);
      const { "warden.user.user.session": _, ...neverSeen } = session;
      const { session_id: __, ...nameless } = session;
      const wrong: Record<string, string> = {
        "another secret": sealCookie(session, { secret: `${secretKeyBase}!` }),
        "another purpose": sealCookie(session, { purpose: "cookie.remember_user_token" }),
        "no purpose": sealCookie(session, { purpose: null }),
        expired: sealCookie(session, { expires: "2020-01-01T00:00:00.000Z" }),
        "no last request": sealCookie(neverSeen),
        "no session id": sealCookie(nameless),
        "Ruby's serialisation": sealCookie(null, { message: Buffer.from("\u0004\b{\0") }),
        "not an object": sealCookie([session]),
        "another person's id": sealCookie(
          deviseSession({ ...user, id: world().people.eve.id }, { at: world().clock.now() }),
        ),
        "an id beyond the column": sealCookie(
          deviseSession({ ...user, id: 2 ** 40 }, { at: world().clock.now() }),
        ),
        tampered: good.replace(/^..../, "AAAA"),
        "cut off": good.slice(0, -5),
        doubled: good + good,
        "two dashes": "--",
        huge: "A".repeat(12_000),
        "huge and sealed": sealCookie({ ...session, filler: "x".repeat(4_000) }),
        NUL: "%00",
        "not UTF-8": "%ff%fe",
        "broken percents": "%zz%",
        "in clear": encodeURIComponent(JSON.stringify(session)),
        empty: "",
      };
      for (const [what, cookie] of Object.entries(wrong)) {
        const browser = new Browser(world().app);
        browser.cookies.set(railsCookie, cookie);
        await assertNotSignedIn(browser, what);
      }
      const browser = new Browser(world().app);
      browser.cookies.set(railsCookie, good);
      assert.equal((await browser.get(urls.profile)).statusCode, 200);
      const renamed = new Browser(world().app);
      renamed.cookies.set("_another_session", good);
      await assertNotSignedIn(renamed, "another name");
    });
  });

  onEachDatabase((open) => {
    const world = shareWorld(open, { environment });

    it("is signed out 90 minutes after the last request that Rails saw; those here do not count", async () => {
      const browser = await openProfileByRails(world(), world().people.ben);
      for (const minutes of [30, 30, 29]) {
        world().clock.advance({ minutes });
        assert.equal((await browser.get(urls.profile)).statusCode, 200);
      }
      world().clock.advance({ minutes: 1 });
      await assertNotSignedIn(browser);
    });
  });
});

async function openProfileByRails(world: World, person: Person): Promise<Browser> {
  const browser = new Browser(world.app);
  await signInAtRails(world, browser, person);
  assert.equal((await browser.get(urls.profile)).statusCode, 200);
  return browser;
}

async function assertNotSignedIn(browser: Browser, what?: string) {
  const page = await browser.get(urls.profile);
  assert.equal(page.statusCode, 303, what);
  assert.match(String(page.headers["location"]), /^\/users\/sign_in\?/, what);
  const press = await browser.send({
    method: "POST",
    url: urls.internalUserAccessToken,
    headers: { accept: "application/json" },
  });
  assert.equal(press.statusCode, 401, what);
}

async function countSessions({ deps }: World): Promise<number> {
  return (await deps.db.selectFrom("tollgate_sessions").select("id_digest").execute()).length;
}

async function countTokens({ deps }: World, { id }: Person): Promise<number> {
  const tokens = deps.db.selectFrom("oauth_access_tokens").select("id");
  return (await tokens.where("resource_owner_id", "=", id).execute()).length;
}
