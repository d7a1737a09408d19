/** With the database gone nothing is accepted, everybody is told to come back, and nothing stays broken afterwards. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { LightMyRequestResponse } from "fastify";
import { createApp } from "../../src/app.ts";
import { urls } from "../../src/urls.ts";
import { Browser } from "../support/browser.ts";
import { onEachDatabase } from "../support/databases.ts";
import { createFlakyDatabase, type FlakyDatabase } from "../support/flaky-database.ts";
import { assertSecurityHeaders, headersOf } from "../support/security-headers.ts";
import { shareWorld } from "../support/shared-world.ts";
import { askMe, insertDoorkeeperToken, tokensOf } from "../support/tokens.ts";
import { addNewcomer, openProfileOf } from "../support/visitors.ts";
import { assetsFolder, type World } from "../support/world.ts";

const html = { accept: "text/html" };

describe("with the database gone", () => {
  onEachDatabase((open) => {
    const sound = shareWorld(open);
    let flaky: FlakyDatabase;
    let world: World;

    before(async () => {
      const { app, deps, config } = sound();
      flaky = createFlakyDatabase(deps.db);
      const flakyApp = await createApp(
        { ...deps, log: app.log, db: flaky.db },
        config,
        assetsFolder,
      );
      world = { ...sound(), app: flakyApp };
    });
    after(async () => {
      await world.app.close();
    });

    function assertUnavailable(answer: LightMyRequestResponse, what: string) {
      assert.equal(answer.statusCode, 503, what);
      assert.ok(Number(answer.headers["retry-after"]) > 0, what);
      assert.match(answer.body, /The service is busy or being maintained/, what);
      assert.doesNotMatch(answer.body, /test's database|select |sqlite|postgres/i, what);
      assertSecurityHeaders(headersOf(answer), what);
    }

    it("answers every route that needs it 503, and none that does not", async () => {
      const secret = await insertDoorkeeperToken(world);
      const browser = await openProfileOf(world, await addNewcomer(world));
      const visitor = new Browser(world.app);
      await visitor.get(urls.signIn);
      flaky.lose();
      assertUnavailable(await askMe(world, secret), "a good token");
      assertUnavailable(await askMe(world, "x".repeat(43)), "a token that nobody knows");
      assertUnavailable(await browser.get(urls.profile), "the profile");
      assertUnavailable(await browser.pressRegenerate(), "Regenerate");
      assertUnavailable(await browser.pressRevoke({ accept: "application/json" }), "Revoke");
      assertUnavailable(await browser.post(urls.signOut), "signing out");
      assertUnavailable(await visitor.signIn(world.people.ben), "signing in");
      assert.equal((await world.app.inject(urls.readiness)).statusCode, 503);
      for (const url of [urls.liveness, urls.heartbeat, urls.signIn, urls.styles]) {
        assert.equal((await world.app.inject({ url, headers: html })).statusCode, 200, url);
      }
      assert.equal((await world.app.inject({ url: urls.profile, headers: html })).statusCode, 303);
      flaky.find();
      assert.equal((await askMe(world, secret)).statusCode, 200);
      assert.equal((await browser.get(urls.profile)).statusCode, 200);
      assert.equal((await world.app.inject(urls.readiness)).statusCode, 200);
    });

    it("still refuses a malformed token with 401, without asking", async () => {
      const good = await insertDoorkeeperToken(world);
      const malformed = ["dmp_x", `dmp_${"x".repeat(49)}`, good.slice(1), `${good}=`, "a.b.c"];
      flaky.lose();
      const queries = flaky.queries();
      for (const secret of malformed) {
        const answer = await askMe(world, secret);
        assert.equal(answer.statusCode, 401, secret);
      }
      assert.equal(flaky.queries(), queries);
      flaky.find();
    });

    it("asks once for a token that could be one", async () => {
      const queries = flaky.queries();
      await askMe(world, "x".repeat(43));
      assert.equal(flaky.queries(), queries + 1);
    });

    it("asks once for a session: the page that says so does not ask again", async () => {
      const browser = await openProfileOf(world, await addNewcomer(world));
      flaky.lose();
      const queries = flaky.queries();
      assertUnavailable(await browser.get(urls.profile), "the profile");
      assert.equal(flaky.queries(), queries + 1);
      flaky.find();
    });

    it("rolls back a press that loses it halfway, and the form can be sent again", async () => {
      const person = await addNewcomer(world);
      const old = await insertDoorkeeperToken(world, { resource_owner_id: person.id });
      const browser = await openProfileOf(world, person);
      const { authenticityToken: authenticity_token, formId: form_id } = browser;
      const form = { authenticity_token, form_id };
      const rows = await tokensOf(world, person);
      for (const table of ["oauth_access_tokens", "tollgate_access_tokens", "tollgate_events"]) {
        flaky.lose((query) => query.kind === "InsertQueryNode" && isAbout(query, table));
        assertUnavailable(await browser.post(urls.internalUserAccessToken, form), table);
        flaky.find();
        assert.deepEqual(await tokensOf(world, person), rows, table);
        assert.equal((await askMe(world, old)).statusCode, 200, "the old token lives on");
      }
      assert.equal((await browser.post(urls.internalUserAccessToken, form)).statusCode, 200);
    });

    /** Lost as soon as the last statement of a change is done: from COMMIT on. */
    function loseAfterTheChange() {
      let changed = false;
      flaky.lose((query) => {
        if (query.kind !== "InsertQueryNode" || !isAbout(query, "tollgate_event_chains")) {
          return changed;
        }
        changed = true;
        return false;
      });
    }

    it("shows the token that was made, though it is lost right after", async () => {
      const browser = await openProfileOf(world, await addNewcomer(world));
      loseAfterTheChange();
      const answer = await browser.pressRegenerate();
      flaky.find();
      assert.equal(answer.statusCode, 200);
      assert.equal((await askMe(world, browser.shownSecret())).statusCode, 200);
    });

    it("says that the token was revoked, though it is lost right after", async () => {
      const person = await addNewcomer(world);
      const secret = await insertDoorkeeperToken(world, { resource_owner_id: person.id });
      const browser = await openProfileOf(world, person);
      loseAfterTheChange();
      const answer = await browser.pressRevoke();
      flaky.find();
      assert.equal((await askMe(world, secret)).statusCode, 401);
      assert.doesNotMatch(answer.body, /Nothing was changed/);
      assert.equal(answer.statusCode, 200);
    });

    it("keeps a page readable whose last-seen stamp cannot be written", async () => {
      const browser = await openProfileOf(world, await addNewcomer(world));
      world.clock.advance({ minutes: 2 });
      flaky.lose(({ kind }) => kind === "UpdateQueryNode");
      assert.equal((await browser.get(urls.profile)).statusCode, 200);
      flaky.find();
    });

    it("keeps the API readable while nothing can be written", async () => {
      const secret = await insertDoorkeeperToken(world);
      flaky.lose(({ kind }) => kind !== "SelectQueryNode");
      assert.equal((await askMe(world, secret)).statusCode, 200);
      flaky.find();
    });
  });
});

function isAbout(query: object, table: string): boolean {
  return JSON.stringify(query).includes(`"${table}"`);
}
