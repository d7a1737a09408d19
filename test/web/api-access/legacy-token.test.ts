/** The legacy panel: shown to those whom DMPRoadmap lets use v0 and v1, its button to those who may press it. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { legacyTokenUrl, rdaStandardUrl, signInUrl, urls } from "../../../src/urls.ts";
import { Browser } from "../../support/browser.ts";
import { onEachDatabase } from "../../support/databases.ts";
import { shareWorld } from "../../support/shared-world.ts";

describe("the legacy panel", () => {
  onEachDatabase((open) => {
    const world = shareWorld(open);

    async function openAs(name: "ada" | "ben" | "fay" | "dev"): Promise<Browser> {
      const browser = new Browser(world().app);
      await browser.signInAndOpenProfile(world().people[name]);
      return browser;
    }

    async function tokenOf(name: "ada" | "ben" | "fay" | "dev"): Promise<string | null> {
      const { id } = world().people[name];
      const row = await world()
        .deps.db.selectFrom("users")
        .select("api_token")
        .where("id", "=", id)
        .executeTakeFirstOrThrow();
      return row.api_token;
    }

    it("gives Ada her token, masked until she asks, of the form that DMPRoadmap makes", async () => {
      const browser = await openAs("ada");
      assert.match(browser.page, /id="legacy-api-token"/);
      const answer = await browser.post(legacyTokenUrl(world().people.ada.id));
      assert.equal(answer.statusCode, 200);
      const token = await tokenOf("ada");
      assert.match(String(token), /^[\w-]{22}$/);
      const revealed = /<details class="masked[^]*?<\/details>/.exec(browser.page)?.[0] ?? "";
      assert.ok(revealed.includes(`>${token}<`));
      assert.doesNotMatch(browser.page.replace(revealed, ""), new RegExp(String(token)));
      assert.ok(world().logLines.every((line) => !line.includes(String(token))));

      await browser.post(legacyTokenUrl(world().people.ada.id));
      assert.notEqual(await tokenOf("ada"), token);
    });

    it("names the documentation of each API, and who answers them", async () => {
      const { page } = await openAs("fay");
      for (const [address, text] of [
        ["https://github.com/DMPRoadmap/roadmap/wiki/API-V0-Documentation", "documentation for v0"],
        ["https://github.com/DMPRoadmap/roadmap/wiki/API-v1-Documentation", "documentation for v1"],
        [rdaStandardUrl, "RDA Common metadata standard"],
      ] as const) {
        assert.ok(page.includes(`<a href="${address}">${text}</a>`), text);
      }
      assert.match(page, /v0 and v1 APIs are answered by DMPRoadmap itself, not by this server/);
    });

    it("shows Fay the panel and no button, and refuses her press", async () => {
      const browser = await openAs("fay");
      assert.match(browser.page, /id="legacy-api-token"/);
      assert.doesNotMatch(browser.page, /action="\/users\/\d+\/refresh_token/);
      assert.match(
        browser.page,
        /Only administrators of an organisation can make themselves a new/,
      );
      const answer = await browser.post(legacyTokenUrl(world().people.fay.id));
      assert.equal(answer.statusCode, 403);
      assert.equal(await tokenOf("fay"), null);
    });

    it("is not there for Ben, whose press is refused", async () => {
      const browser = await openAs("ben");
      assert.doesNotMatch(browser.page, /legacy-api-token/);
      assert.equal((await browser.post(legacyTokenUrl(1))).statusCode, 403);
      assert.equal(await tokenOf("ben"), null);
    });

    it("acts on who is signed in, whatever id the address names", async () => {
      const browser = await openAs("ada");
      const before = await tokenOf("ada");
      const answer = await browser.post(legacyTokenUrl(world().people.ben.id));
      assert.equal(answer.statusCode, 200);
      assert.notEqual(await tokenOf("ada"), before);
      assert.equal(await tokenOf("ben"), null);
    });

    it("lets Dev, who administers everything, press without having the panel", async () => {
      const browser = await openAs("dev");
      assert.doesNotMatch(browser.page, /legacy-api-token/);
      assert.equal((await browser.post(legacyTokenUrl(1))).statusCode, 200);
    });

    it("changes nothing by GET, without a session or with a foreign form", async () => {
      const browser = await openAs("ada");
      const before = await tokenOf("ada");
      const url = legacyTokenUrl(world().people.ada.id);
      assert.equal((await browser.get(url)).statusCode, 405);
      await browser.get(urls.profile);
      const forged = await browser.post(url, { authenticity_token: "another session's" });
      assert.equal(forged.statusCode, 422);
      const stranger = await new Browser(world().app).post(url);
      assert.equal(stranger.statusCode, 303);
      assert.equal(stranger.headers["location"], signInUrl(urls.apiAccess), "to what one can open");
      assert.equal(await tokenOf("ada"), before);
    });

    it("has no JSON to answer, and makes no token that nobody would see", async () => {
      const browser = await openAs("ada");
      const before = await tokenOf("ada");
      const answer = await browser.post(legacyTokenUrl(1), {}, { accept: "application/json" });
      assert.equal(answer.statusCode, 406);
      assert.equal(await tokenOf("ada"), before);
    });

    it("answers a script with the panel alone, so that a v2 token on screen stays", async () => {
      const browser = await openAs("ada");
      const answer = await browser.post(
        legacyTokenUrl(1),
        {},
        { "x-requested-with": "XMLHttpRequest" },
      );
      assert.match(answer.body, /^<section id="legacy-api-token"/);
      assert.doesNotMatch(answer.body, /v2-api-token/);
    });
  });
});
