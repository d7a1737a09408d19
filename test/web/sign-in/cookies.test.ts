/** The cookie and its attributes: HttpOnly and Lax everywhere, bound to https and this host where the service is public. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { urls } from "../../../src/urls.ts";
import { Browser } from "../../support/browser.ts";
import { openSqlite } from "../../support/databases.ts";
import { shareWorld } from "../../support/shared-world.ts";

describe("the cookie", () => {
  for (const [what, environment, name, secure] of [
    ["on this machine", {}, "tollgate_session", false],
    ["over http", { PUBLIC_URL: "http://dmp.example.org" }, "tollgate_session", false],
    ["over https", { PUBLIC_URL: "https://dmp.example.org" }, "__Host-tollgate_session", true],
  ] as const) {
    describe(what, () => {
      const world = shareWorld(openSqlite, { environment });

      it("is set for a visitor, at sign-in and at sign-out with the same attributes", async () => {
        const browser = new Browser(world().app);
        const visit = await browser.get(urls.signIn);
        const signIn = await browser.signIn(world().people.ben);
        await browser.get(urls.profile);
        const signOut = await browser.post(urls.signOut);
        for (const answer of [visit, signIn, signOut]) {
          const lines = [answer.headers["set-cookie"]].flat().map(String);
          assert.equal(lines.length, 1);
          const [pair = "", ...attributes] = String(lines[0]).split("; ");
          assert.equal(pair.split("=")[0], name);
          assert.ok(String(lines[0]).length < 300, "no more than an id is in it");
          assert.ok(attributes.includes("HttpOnly"), lines[0]);
          assert.ok(attributes.includes("SameSite=Lax"), lines[0]);
          assert.ok(attributes.includes("Path=/"), lines[0]);
          assert.equal(attributes.includes("Secure"), secure, lines[0]);
          assert.ok(!attributes.some((text) => text.startsWith("Domain")), lines[0]);
        }
        assert.equal(browser.cookies.size, 0, "sign-out takes it away");
      });

      it("is not set again on pages that need no new one", async () => {
        const browser = new Browser(world().app);
        await browser.get(urls.signIn);
        assert.equal((await browser.get(urls.signIn)).headers["set-cookie"], undefined);
        await browser.signIn(world().people.ada);
        assert.equal((await browser.get(urls.profile)).headers["set-cookie"], undefined);
        assert.equal((await browser.get(urls.heartbeat)).headers["set-cookie"], undefined);
      });
    });
  }

  describe("over https", () => {
    const world = shareWorld(openSqlite, {
      environment: { PUBLIC_URL: "https://dmp.example.org" },
    });

    it("is not read under its name without __Host-, which others could plant", async () => {
      const browser = new Browser(world().app);
      await browser.signIn(world().people.ben);
      const id = browser.cookies.get("__Host-tollgate_session") ?? "";
      assert.equal((await browser.get(urls.profile)).statusCode, 200);
      const planted = new Browser(world().app);
      planted.cookies.set("tollgate_session", id);
      assert.equal((await planted.get(urls.profile)).statusCode, 303);
    });
  });
});
