/** The formats in which the button's address answers: a page, the panel that changed, or JSON; refused before anything changes. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { LightMyRequestResponse } from "fastify";
import { urls } from "../../../src/urls.ts";
import { openSqlite } from "../../support/databases.ts";
import { dump } from "../../support/dump.ts";
import { shareWorld } from "../../support/shared-world.ts";
import { tokensOf } from "../../support/tokens.ts";
import { addNewcomer, openProfileOf } from "../../support/visitors.ts";

const address = urls.internalUserAccessToken;
const script = { "x-requested-with": "XMLHttpRequest" };
const ofBrowsers = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
const ofRailsScripts = "text/javascript, application/javascript, */*; q=0.01";

const asked: { what: string; path?: string; headers: Record<string, string>; format: string }[] = [
  { what: "a browser's form", headers: { accept: ofBrowsers }, format: "page" },
  { what: "anything", headers: { accept: "*/*" }, format: "page" },
  { what: "our script", headers: { accept: "text/html", ...script }, format: "panel" },
  { what: "a script of Rails", headers: { accept: ofRailsScripts, ...script }, format: "panel" },
  { what: "JSON", headers: { accept: "application/json" }, format: "json" },
  { what: "JSON by script", headers: { accept: "application/json", ...script }, format: "json" },
  { what: "rather JSON", headers: { accept: "text/html;q=0.5,application/json" }, format: "json" },
  { what: "rather HTML", headers: { accept: "text/html,application/json;q=0.5" }, format: "page" },
  { what: ".json", path: ".json", headers: { accept: ofBrowsers }, format: "json" },
  { what: ".json?x", path: ".json?x=.js", headers: { accept: "*/*" }, format: "json" },
];

describe("the button's address", () => {
  const world = shareWorld(openSqlite);

  for (const { what, path = "", headers, format } of asked) {
    it(`answers ${what} with the ${format}, once made and once revoked`, async () => {
      const browser = await openProfileOf(world(), await addNewcomer(world()));
      const { authenticityToken, formId } = browser;
      const form = { authenticity_token: authenticityToken, form_id: formId };
      const made = await browser.post(address + path, form, headers);
      assertFormat(made, format);
      assert.match(made.body, /dmp_[0-9A-Za-z]{49}/);
      const again = { authenticity_token: authenticityToken, _method: "delete" };
      const revoked = await browser.post(address + path, again, headers);
      assertFormat(revoked, format);
      assert.match(revoked.body, /"revoked":1|Your API token was revoked/);
    });
  }

  it("answers whoever names no format at all with the page", async () => {
    const { cookies, authenticityToken } = await openProfileOf(world(), await addNewcomer(world()));
    const answer = await world().app.inject({
      method: "POST",
      url: address,
      headers: { "x-csrf-token": authenticityToken },
      cookies: Object.fromEntries(cookies),
    });
    assertFormat(answer, "page");
    assert.match(answer.body, /id="api-token-val"/);
  });

  it("leads a browser that only looks at it to the tab with the button", async () => {
    const browser = await openProfileOf(world(), await addNewcomer(world()));
    const answer = await browser.get(address);
    assert.equal(answer.statusCode, 303);
    assert.equal(answer.headers["location"], urls.apiAccess);
  });

  it("names token, type, scope, moment and expiry in JSON, as Doorkeeper does", async () => {
    const person = await addNewcomer(world());
    const browser = await openProfileOf(world(), person);
    const answer = await browser.post(address, {}, { accept: "application/json" });
    const [row] = await tokensOf(world(), person);
    const { token, ...rest } = answer.json();
    assert.match(token, /^dmp_[0-9A-Za-z]{49}$/);
    assert.deepEqual(rest, {
      token_type: "Bearer",
      scope: "read",
      created_at: Math.floor((row?.created_at.getTime() ?? 0) / 1000),
      expires_in: null,
    });
  });

  const refused: { what: string; path?: string; accept: string }[] = [
    { what: "JavaScript", accept: "text/javascript" },
    { what: "JavaScript of another name", accept: "application/javascript" },
    { what: "XML", accept: "application/xml" },
    { what: "an image", accept: "image/png,image/*" },
    { what: "anything but what there is", accept: "*/*,text/html;q=0,application/json;q=0" },
    { what: ".js", path: ".js", accept: ofRailsScripts },
    { what: ".js and HTML", path: ".js", accept: ofBrowsers },
    { what: ".js and a query", path: ".js?callback=steal", accept: "application/json" },
  ];
  for (const { what, path = "", accept } of refused) {
    it(`refuses ${what} with 406 before anything changes`, async () => {
      const browser = await openProfileOf(world(), await addNewcomer(world()));
      const { authenticityToken, formId } = browser;
      const before = await dump(world().deps.db);
      for (const more of [{ form_id: formId }, { _method: "delete" }] as Record<string, string>[]) {
        const form = { authenticity_token: authenticityToken, ...more };
        const answer = await browser.post(address + path, form, { accept, ...script });
        assert.equal(answer.statusCode, 406);
        assert.match(answer.body, /HTML and JSON/);
        assert.match(String(answer.headers["content-type"]), /^(text\/html|application\/json);/);
      }
      assert.deepEqual(await dump(world().deps.db), before);
      const form = { authenticity_token: authenticityToken, form_id: formId };
      assert.equal((await browser.post(address, form)).statusCode, 200, "the form is not used up");
    });
  }
});

function assertFormat(answer: LightMyRequestResponse, format: string) {
  assert.equal(answer.statusCode, 200);
  const { headers, body } = answer;
  assert.equal(headers["cache-control"], "no-store");
  assert.equal(headers["etag"], undefined);
  assert.equal(headers["location"], undefined);
  assert.equal(headers["last-modified"], undefined);
  if (format === "json") {
    assert.equal(headers["content-type"], "application/json; charset=utf-8");
    return;
  }
  assert.equal(headers["content-type"], "text/html; charset=utf-8");
  assert.match(
    body,
    format === "page" ? /^<!DOCTYPE html>/ : /^<div id="api-tokens" data-notice=[^]*<\/div>$/,
  );
  if (format === "page") assert.match(body, /id="api-details" class="pane opened"/);
}
