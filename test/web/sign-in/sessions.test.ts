/** A session begins with a new id at sign-in, and ends by time, by sign-out, by a new password and by deactivation. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { urls } from "../../../src/urls.ts";
import { setPassword } from "../../../src/users/set-password.ts";
import { Browser } from "../../support/browser.ts";
import { onEachDatabase } from "../../support/databases.ts";
import { shareWorld } from "../../support/shared-world.ts";
import { sha256, tokensOf } from "../../support/tokens.ts";
import { addNewcomer, openProfileOf, sessionCookie } from "../../support/visitors.ts";

describe("a session", () => {
  onEachDatabase((open) => {
    const world = shareWorld(open);

    async function status(browser: Browser): Promise<number> {
      return (await browser.get(urls.profile)).statusCode;
    }

    /** What everybody who is not signed in sees: the way to the sign-in page, and no token made. */
    async function assertEnded(browser: Browser, person: { id: number }) {
      const { authenticityToken, formId } = browser;
      const tokens = await tokensOf(world(), person);
      assert.equal(await status(browser), 303);
      const form = { authenticity_token: authenticityToken, form_id: formId };
      const press = await browser.post(urls.internalUserAccessToken, form);
      assert.equal(press.statusCode, 303);
      assert.match(String(press.headers["location"]), /^\/users\/sign_in\?/);
      const program = await browser.post(urls.internalUserAccessToken, form, { accept: "*/*" });
      assert.equal(program.statusCode, 401);
      assert.deepEqual(await tokensOf(world(), person), tokens);
    }

    it("gets a new id at sign-in; what was planted before opens nothing", async () => {
      const browser = new Browser(world().app);
      await browser.get(urls.signIn);
      const planted = browser.cookies.get(sessionCookie);
      await browser.signIn(world().people.ben);
      assert.ok(planted);
      assert.notEqual(browser.cookies.get(sessionCookie), planted);
      assert.equal(await status(browser), 200);
      const thief = new Browser(world().app);
      thief.cookies.set(sessionCookie, planted);
      assert.equal(await status(thief), 303);
      thief.cookies.set(sessionCookie, planted.replace(/^v_/, "s_"));
      assert.equal(await status(thief), 303);
    });

    it("ends when somebody else signs in at the same browser", async () => {
      const [one, other] = [await addNewcomer(world()), await addNewcomer(world())];
      const browser = await openProfileOf(world(), one);
      const first = browser.cookies.get(sessionCookie) ?? "";
      const answer = await browser.post(urls.signIn, {
        "user[email]": other.email,
        "user[password]": "let-me-through-please",
      });
      assert.equal(answer.statusCode, 303);
      assert.equal(answer.cookies.length, 1);
      await browser.get(urls.profile);
      assert.match(browser.page, new RegExp(other.email));
      const kept = new Browser(world().app);
      kept.cookies.set(sessionCookie, first);
      await assertEnded(kept, one);
    });

    it("is in the database only as the digest of its id", async () => {
      const person = await addNewcomer(world());
      const browser = await openProfileOf(world(), person);
      const id = browser.cookies.get(sessionCookie)?.slice("s_".length) ?? "";
      assert.match(id, /^[\w-]{43}$/);
      const row = await world()
        .deps.db.selectFrom("tollgate_sessions")
        .selectAll()
        .where("user_id", "=", person.id)
        .executeTakeFirstOrThrow();
      assert.equal(row.id_digest, sha256(id));
    });

    it("ends after 90 minutes without a request", async () => {
      const person = await addNewcomer(world());
      const browser = await openProfileOf(world(), person);
      world().clock.advance({ minutes: 89, seconds: 59 });
      assert.equal(await status(browser), 200);
      world().clock.advance({ minutes: 89, seconds: 59 });
      assert.equal(await status(browser), 200, "the last request counts");
      world().clock.advance({ minutes: 90 });
      await assertEnded(browser, person);
    });

    it("ends 12 hours after sign-in, however busy it is", async () => {
      const person = await addNewcomer(world());
      const browser = await openProfileOf(world(), person);
      for (let hour = 1; hour < 12; hour += 1) {
        world().clock.advance({ hours: 1 });
        assert.equal(await status(browser), 200, `after ${hour} hours`);
      }
      world().clock.advance({ minutes: 59, seconds: 59 });
      assert.equal(await status(browser), 200, "a second before");
      world().clock.advance({ seconds: 1 });
      await assertEnded(browser, person);
    });

    it("is stamped at most once a minute", async () => {
      const person = await addNewcomer(world());
      const browser = await openProfileOf(world(), person);
      const lastSeen = async () =>
        (
          await world()
            .deps.db.selectFrom("tollgate_sessions")
            .select("last_seen_at")
            .where("user_id", "=", person.id)
            .executeTakeFirstOrThrow()
        ).last_seen_at.getTime();
      const begun = await lastSeen();
      world().clock.advance({ seconds: 59 });
      await status(browser);
      assert.equal(await lastSeen(), begun);
      world().clock.advance({ seconds: 1 });
      await status(browser);
      assert.equal(await lastSeen(), begun + 60_000);
    });

    it("ends on the server at sign-out: the kept cookie opens nothing", async () => {
      const person = await addNewcomer(world());
      const browser = await openProfileOf(world(), person);
      const kept = new Browser(world().app);
      kept.cookies.set(sessionCookie, browser.cookies.get(sessionCookie) ?? "");
      await kept.get(urls.profile);
      const answer = await browser.post(urls.signOut);
      assert.equal(answer.statusCode, 303);
      assert.match(String(answer.headers["location"]), /^\/users\/sign_in/);
      assert.equal(browser.cookies.has(sessionCookie), false);
      await browser.get(String(answer.headers["location"]));
      assert.match(browser.page, /You have signed out\./);
      await assertEnded(kept, person);
    });

    it("ends at sign-out here, and goes on in another browser", async () => {
      const person = await addNewcomer(world());
      const here = await openProfileOf(world(), person);
      const there = await openProfileOf(world(), person);
      const headers = { "x-csrf-token": here.authenticityToken };
      const answer = await here.send({ method: "DELETE", url: urls.signOut, headers });
      assert.equal(answer.statusCode, 303, "Devise's DELETE works as well");
      assert.equal(await status(here), 303);
      assert.equal(await status(there), 200);
    });

    it("is not ended by a link or an image", async () => {
      const browser = await openProfileOf(world(), await addNewcomer(world()));
      assert.equal((await browser.get(urls.signOut)).statusCode, 405);
      assert.equal(await status(browser), 200);
    });

    it("ends with the password, in every browser", async () => {
      const person = await addNewcomer(world());
      const browsers = [await openProfileOf(world(), person), await openProfileOf(world(), person)];
      await setPassword(world().deps, person.email, "an entirely new password");
      for (const browser of browsers) await assertEnded(browser, person);
    });

    it("ends when the account is deactivated, also in the middle of a visit", async () => {
      const person = await addNewcomer(world());
      const browser = await openProfileOf(world(), person);
      const { db } = world().deps;
      for (const active of [false, null]) {
        await db.updateTable("users").set({ active }).where("id", "=", person.id).execute();
        const press = await browser.pressRegenerate({ accept: "application/json" });
        assert.equal(press.statusCode, 401);
      }
      await assertEnded(browser, person);
    });

    it("ends when the account is deleted", async () => {
      const person = await addNewcomer(world());
      const browser = await openProfileOf(world(), person);
      await world().deps.db.deleteFrom("users").where("id", "=", person.id).execute();
      await assertEnded(browser, person);
    });

    for (const cookie of [
      "",
      "s_",
      "s_x",
      `s_${"a".repeat(43)}`,
      "s_%00",
      "%",
      `s_${"a".repeat(4000)}`,
    ]) {
      it(`is not what the cookie ${JSON.stringify(cookie.slice(0, 12))} names`, async () => {
        const browser = new Browser(world().app);
        browser.cookies.set(sessionCookie, cookie);
        assert.equal(await status(browser), 303);
      });
    }
  });
});
