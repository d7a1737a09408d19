/** Every case that DMPRoadmap's own specs state about its v2 token button and panel, by its meaning. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { urls } from "../../../src/urls.ts";
import { Browser } from "../../support/browser.ts";
import { onEachDatabase } from "../../support/databases.ts";
import { dump } from "../../support/dump.ts";
import { shareWorld } from "../../support/shared-world.ts";
import {
  askMe,
  insertDoorkeeperToken,
  internalApplicationId,
  sha256,
  tokensOf,
} from "../../support/tokens.ts";
import { addNewcomer, openProfileOf } from "../../support/visitors.ts";

const button = /<button[^>]*>Regenerate token<\/button>/;
const disabledButton = /<button[^>]* disabled[^>]*>Regenerate token<\/button>/;
const invitation = /Click the button below to generate an API token/;

describe("the token button and its panel, as DMPRoadmap's specs have them", () => {
  onEachDatabase((open) => {
    describe("when the user is not authenticated", () => {
      const world = shareWorld(open);

      it("rejects a press without anti-forgery token with 422, and makes no token", async () => {
        const { app, deps } = world();
        const browser = new Browser(app);
        await browser.get(urls.signIn);
        const before = await dump(deps.db);
        const answer = await browser.post(urls.internalUserAccessToken, { authenticity_token: "" });
        assert.equal(answer.statusCode, 422);
        assert.match(browser.page, /The change you wanted was rejected\./);
        assert.deepEqual(await dump(deps.db), before);
      });

      it("rejects a press with a visitor's valid anti-forgery token, and makes no token", async () => {
        const { app, deps } = world();
        const browser = new Browser(app);
        await browser.get(urls.signIn);
        const before = await dump(deps.db);
        const json = { accept: "application/json" };
        const answer = await browser.post(urls.internalUserAccessToken, {}, json);
        assert.equal(answer.statusCode, 401);
        assert.deepEqual(await dump(deps.db), before);
      });
    });

    describe("when the user is authenticated", () => {
      const world = shareWorld(open);

      it("makes one token that is found by the SHA-256 of the shown secret", async () => {
        const person = await addNewcomer(world());
        const browser = await openProfileOf(world(), person);
        const answer = await browser.pressRegenerate();
        assert.equal(answer.statusCode, 200);
        const secret = browser.shownSecret();
        assert.match(secret ?? "", /^dmp_[0-9A-Za-z]{49}$/);
        const rows = await tokensOf(world(), person);
        assert.equal(rows.length, 1);
        const { id, created_at, ...row } = rows[0] ?? assert.fail();
        assert.ok(id > 0 && Math.abs(created_at.getTime() - Date.now()) < 60_000);
        assert.deepEqual(row, {
          application_id: await internalApplicationId(world()),
          resource_owner_id: person.id,
          token: sha256(String(secret)),
          refresh_token: null,
          expires_in: null,
          scopes: "read",
          revoked_at: null,
          previous_refresh_token: "",
        });
      });

      it("revokes the token that exists already, and makes another", async () => {
        const person = await addNewcomer(world());
        const old = await insertDoorkeeperToken(world(), { resource_owner_id: person.id });
        assert.equal((await askMe(world(), old)).statusCode, 200);
        const browser = await openProfileOf(world(), person);
        await browser.pressRegenerate();
        const [first, second, ...more] = await tokensOf(world(), person);
        assert.ok(first?.revoked_at instanceof Date);
        assert.equal(second?.revoked_at, null);
        assert.notEqual(second?.token, first?.token);
        assert.deepEqual(more, []);
        assert.equal((await askMe(world(), old)).statusCode, 401);
        assert.equal((await askMe(world(), browser.shownSecret())).json().email, person.email);
      });

      it("displays the button and the message while there is no token", async () => {
        const browser = await openProfileOf(world(), await addNewcomer(world()));
        assert.match(browser.page, button);
        assert.doesNotMatch(browser.page, disabledButton);
        assert.match(browser.page, invitation);
        assert.doesNotMatch(browser.page, /api-token-val/);
      });

      it("displays the token, without the message, and disables the button", async () => {
        const browser = await openProfileOf(world(), await addNewcomer(world()));
        await browser.pressRegenerate();
        assert.match(browser.page, /<input[^>]*id="api-token-val"[^>]*readonly/);
        assert.doesNotMatch(browser.page, invitation);
        assert.match(browser.page, disabledButton);
      });

      for (const name of ["ada", "ben", "fay", "dev"] as const) {
        it(`renders the v2 section for ${name}, whatever the permissions`, async () => {
          const browser = await openProfileOf(world(), world().people[name]);
          assert.match(browser.page, /<div id="api-tokens"><section id="v2-api-token" class="card/);
          await browser.pressRegenerate();
          assert.equal((await askMe(world(), browser.shownSecret())).statusCode, 200);
        });
      }
    });

    describe("when the OAuth application does not exist", () => {
      const world = shareWorld(open, { application: false });

      it("displays the warning with the helpdesk's link, no button and no token", async () => {
        const browser = await openProfileOf(world(), world().people.ben);
        assert.match(
          browser.page,
          /alert-warning">V2 API token service is currently unavailable\. Please contact us for help\. <a href="mailto:help@example\.org">help@example\.org<\/a>/,
        );
        assert.doesNotMatch(browser.page, button);
        assert.doesNotMatch(browser.page, /<code|api-token-val|Revoke token/);
        assert.match(world().logLines.join(""), /run `tollgate ensure-internal-app`/);
      });

      it("refuses a press from an older page, and writes nothing", async () => {
        const browser = await openProfileOf(world(), world().people.ben);
        const before = await dump(world().deps.db);
        const answer = await browser.post(urls.internalUserAccessToken);
        assert.equal(answer.statusCode, 503);
        assert.match(browser.page, /V2 API token service is currently unavailable/);
        assert.deepEqual(await dump(world().deps.db), before);
      });
    });
  });
});
