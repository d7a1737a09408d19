/** Signing in with the e-mail address and the password of DMPRoadmap, as Devise reads both. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { hash } from "bcrypt";
import { urls } from "../../../src/urls.ts";
import { hashPassword } from "../../../src/users/password.ts";
import { Browser } from "../../support/browser.ts";
import { onEachDatabase, openSqlite } from "../../support/databases.ts";
import { password } from "../../support/people.ts";
import { shareWorld } from "../../support/shared-world.ts";
import { addNewcomer } from "../../support/visitors.ts";
import { createWorld } from "../../support/world.ts";

describe("signing in", () => {
  onEachDatabase((open) => {
    const world = shareWorld(open);

    it("shows a form with Devise's fields to whoever is not signed in", async () => {
      const browser = new Browser(world().app);
      assert.equal((await browser.get(urls.signIn)).statusCode, 200);
      assert.match(browser.page, /<form method="post" action="\/users\/sign_in"/);
      assert.match(browser.page, /<label[^>]*for="user_email"/);
      assert.match(browser.page, /<input[^>]*type="email"[^>]*name="user\[email\]"/);
      assert.match(browser.page, /<label[^>]*for="user_password"/);
      assert.match(browser.page, /<input[^>]*type="password"[^>]*name="user\[password\]"/);
      assert.doesNotMatch(browser.page, /Sign out/);
    });

    it("lands on the API Access tab, and says who is signed in", async () => {
      const browser = new Browser(world().app);
      const answer = await browser.signIn(world().people.ada);
      assert.equal(answer.statusCode, 303);
      assert.equal(answer.headers["location"], "/users/edit#api-details");
      assert.equal((await browser.get("/users/edit")).statusCode, 200);
      assert.match(browser.page, /Signed in as Ada Example/);
    });

    it("leads whoever is signed in already on to where he wanted to go", async () => {
      const browser = new Browser(world().app);
      await browser.signIn(world().people.dev);
      const answer = await browser.get(`${urls.signIn}?return_to=%2Fusers%2Fedit%3Fx%3D1`);
      assert.equal(answer.statusCode, 303);
      assert.equal(answer.headers["location"], "/users/edit?x=1");
    });

    for (const typed of ["  BEN@Example.ORG ", "\tben@example.org\n", "Ben@example.org"]) {
      it(`takes the e-mail address ${JSON.stringify(typed)} for ben@example.org`, async () => {
        const answer = await new Browser(world().app).signIn({ email: typed });
        assert.equal(answer.statusCode, 303);
      });
    }

    it("compares the password as sent: spaces and case count", async () => {
      for (const wrong of [` ${password}`, `${password} `, password.toUpperCase(), ""]) {
        const answer = await new Browser(world().app).signIn(world().people.fay, wrong);
        assert.equal(answer.statusCode, 422, JSON.stringify(wrong));
      }
    });

    it("knows a password by its first 72 bytes, as Devise's bcrypt does", async () => {
      const long = `${"é".repeat(36)} and more that nobody reads`;
      const encrypted_password = await hash(Buffer.from(long).subarray(0, 72), 4);
      const person = await addNewcomer(world(), { encrypted_password });
      const signIn = async (typed: string) =>
        (await new Browser(world().app).signIn(person, typed)).statusCode;
      assert.equal(await signIn(long), 303);
      assert.equal(await signIn("é".repeat(36)), 303);
      assert.equal(await signIn("é".repeat(35)), 422);
    });

    const odd: [what: string, email: string, secret: string][] = [
      ["a NUL in the e-mail address", "ben\0@example.org", password],
      ["a NUL in the password", "ben@example.org", `${password}\0`],
      ["half a character", "ben\ud800@example.org", "\udfff"],
      ["an e-mail address of 900 letters", `${"b".repeat(900)}@example.org`, password],
      ["a password of 3,000 letters", "ben@example.org", "x".repeat(3000)],
      ["SQL", "' or 1=1 --", "' or 1=1 --"],
      ["nothing", "", ""],
    ];
    for (const [what, email, secret] of odd) {
      it(`refuses ${what} like any wrong password`, async () => {
        const browser = new Browser(world().app);
        const answer = await browser.signIn({ email }, secret);
        assert.equal(answer.statusCode, 422);
        assert.match(browser.page, /Invalid email or password\./);
      });
    }
  });

  it("joins the operator's pepper to the password, as Devise does", async () => {
    await using world = await createWorld(openSqlite, { environment: { PASSWORD_PEPPER: "pep" } });
    const encrypted_password = await hashPassword(password, "pep");
    const person = await addNewcomer(world, { encrypted_password });
    assert.equal((await new Browser(world.app).signIn(person)).statusCode, 303);
    const withoutPepper = await new Browser(world.app).signIn(world.people.ben);
    assert.equal(withoutPepper.statusCode, 422);
  });
});
