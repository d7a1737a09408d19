/** The page that documents the API, without a browser: who sees it, in which language and format, and what it loads. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createApp } from "../../../src/app.ts";
import { urls } from "../../../src/urls.ts";
import { Browser } from "../../support/browser.ts";
import { openSqlite } from "../../support/databases.ts";
import { createFlakyDatabase } from "../../support/flaky-database.ts";
import { assertSecurityHeaders, headersOf } from "../../support/security-headers.ts";
import { shareWorld } from "../../support/shared-world.ts";
import { openProfileOf } from "../../support/visitors.ts";
import { assetsFolder, createWorld } from "../../support/world.ts";

const html = { accept: "text/html" };

describe("the page that documents the API", () => {
  const world = shareWorld(openSqlite);

  it("is open to all, sets no cookie, and loads nothing from elsewhere", async () => {
    const answer = await world().app.inject({ url: urls.apiDocs, headers: html });
    assert.equal(answer.statusCode, 200);
    assert.equal(answer.headers["set-cookie"], undefined);
    assertSecurityHeaders(headersOf(answer), "the documentation");
    assert.doesNotMatch(answer.body, /(src|href)="(https?:)?\/\//);
    assert.doesNotMatch(answer.body, / style=| on\w+=|<style/);
  });

  it("shows every operation, every refusal, and every example of an answer", async () => {
    const { body } = await world().app.inject({ url: urls.apiDocs, headers: html });
    const { paths, components } = (await world().app.inject(urls.openApi)).json();
    for (const operation of Object.values<object>(paths).flatMap(Object.values)) {
      assert.ok(body.includes(`id="${operation.operationId}"`), operation.operationId);
    }
    for (const name of Object.keys(components.examples)) {
      assert.ok(body.includes(`id="refusal-${name}"`), name);
    }
    assert.match(body, /Seagrass meadows from the air/);
  });

  it("speaks French to those who do", async () => {
    const headers = { ...html, "accept-language": "fr" };
    const { body } = await world().app.inject({ url: urls.apiDocs, headers });
    assert.match(body, /<html lang="fr-CA">/);
    assert.match(body, /Énumérer vos plans/);
    assert.doesNotMatch(body, /List your plans/);
  });

  it("knows whoever is signed in, and leads strangers to a token", async () => {
    const browser = await openProfileOf(world(), world().people.ben);
    await browser.get(urls.apiDocs);
    assert.match(browser.page, /Signed in as Ben Example/);
    const stranger = new Browser(world().app);
    await stranger.get(urls.apiDocs);
    assert.doesNotMatch(stranger.page, /Signed in/);
    assert.match(stranger.page, new RegExp(`href="${urls.apiAccess}"`));
  });

  it("leads programs to the document, and has nothing for others", async () => {
    for (const request of [
      { url: urls.apiDocs, headers: { accept: "application/json" } },
      { url: `${urls.apiDocs}.json` },
    ]) {
      const answer = await world().app.inject(request);
      assert.deepEqual([answer.statusCode, answer.headers.location], [303, urls.openApi]);
    }
    const answer = await world().app.inject({
      url: urls.apiDocs,
      headers: { accept: "image/png" },
    });
    assert.equal(answer.statusCode, 406);
  });

  it("is there while the database is not, for whoever is signed in too", async () => {
    await using there = await createWorld(openSqlite);
    const browser = await openProfileOf(there, there.people.ben);
    const flaky = createFlakyDatabase(there.deps.db);
    const deps = { ...there.deps, log: there.app.log, db: flaky.db };
    const app = await createApp(deps, there.config, assetsFolder);
    flaky.lose();
    const [name, value] = [...browser.cookies][0] ?? [];
    const headers = { ...html, cookie: `${name}=${value}` };
    const answer = await app.inject({ url: urls.apiDocs, headers });
    assert.equal(answer.statusCode, 200);
    assert.doesNotMatch(answer.body, /Signed in/);
    await app.close();
  });
});
