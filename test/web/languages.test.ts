/** Everybody is spoken to in his own language: his profile's, else his browser's, else English. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { chooseTexts, catalogues } from "../../src/texts/choose-texts.ts";
import { enGb } from "../../src/texts/en-gb.ts";
import { frCa } from "../../src/texts/fr-ca.ts";
import { urls } from "../../src/urls.ts";
import { Browser } from "../support/browser.ts";
import { openSqlite } from "../support/databases.ts";
import { shareWorld } from "../support/shared-world.ts";

describe("the language of a page", () => {
  const world = shareWorld(openSqlite);

  it("is the browser's for somebody who is not signed in", async () => {
    const browser = new Browser(world().app);
    for (const [wish, language] of [
      ["fr", "fr-CA"],
      ["fr-FR, en;q=0.5", "fr-CA"],
      ["de, fr;q=0.4, en;q=0.2", "fr-CA"],
      ["en-US", "en-GB"],
      ["tlh", "en-GB"],
      ["*", "en-GB"],
      ["", "en-GB"],
      [",;q=x", "en-GB"],
    ] as const) {
      await browser.get(urls.signIn, { "accept-language": wish });
      assert.match(browser.page, new RegExp(`<html lang="${language}">`), wish);
    }
  });

  it("is the profile's for Ben, whatever his browser wishes", async () => {
    const { db } = world().deps;
    const french = await db
      .insertInto("languages")
      .values({ abbreviation: "fr-CA", name: "Français (CA)" })
      .returning("id")
      .executeTakeFirstOrThrow();
    await db
      .updateTable("users")
      .set({ language_id: french.id })
      .where("id", "=", world().people.ben.id)
      .execute();
    const browser = new Browser(world().app);
    await browser.signInAndOpenProfile(world().people.ben);
    await browser.get(urls.profile, { "accept-language": "en" });
    assert.match(browser.page, /<html lang="fr-CA">/);
    assert.ok(browser.page.includes(frCa.apiAccess.regenerate));
    await browser.pressRegenerate();
    assert.ok(browser.page.includes(frCa.apiAccess.regenerated));
    await browser.get(urls.profile);
    assert.match(browser.page, /<time datetime="\d{4}-[^"]*Z">\d+ [a-zéû]+ \d{4} à \d+ h \d+ UTC/);
  });

  it("is spoken by the errors of pages and of the API too", async () => {
    const headers = { "accept-language": "fr" };
    const page = await world().app.inject({
      url: "/nowhere",
      headers: { ...headers, accept: "text/html" },
    });
    assert.ok(page.body.includes(frCa.errors.not_found.title));
    const json = await world().app.inject({ url: "/api/v2/nowhere", headers });
    assert.deepEqual(json.json().errors, [frCa.errors.not_found.title]);
  });
});

describe("a catalogue", () => {
  it("says everything that the first one says, in other words", () => {
    for (const catalogue of catalogues.slice(1)) {
      const same = leaves(enGb).filter(([path, text]) => {
        const other = new Map(leaves(catalogue)).get(path);
        assert.ok(other, path);
        return other === text && text.includes(" ");
      });
      assert.deepEqual(same, []);
    }
  });

  it("in French never ends a line before a colon, nor within a guillemet", () => {
    const texts = leaves(frCa);
    assert.deepEqual(
      texts.filter(([, text]) => / [:»]|« /.test(text)),
      [],
    );
    assert.ok(texts.some(([, text]) => text.includes("\u00a0:")));
  });

  it("is chosen exactly before it is chosen by its language", () => {
    assert.equal(chooseTexts(["FR-ca"]).language, "fr-CA");
    assert.equal(chooseTexts([null, undefined, "", "fr_FR"]).language, "fr-CA");
    assert.equal(chooseTexts([]).language, "en-GB");
  });
});

/** Every text with its path; functions are called with an example. */
function leaves(texts: object, path = ""): [path: string, text: string][] {
  return Object.entries(texts).flatMap(([key, value]: [string, unknown]) => {
    const place = `${path}.${key}`;
    if (typeof value === "object" && value !== null) return leaves(value, place);
    if (typeof value === "function") return [[place, String(value(3))] as [string, string]];
    return [[place, String(value)] as [string, string]];
  });
}
