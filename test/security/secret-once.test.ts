/** The secret of a token is in exactly one answer, and nowhere else: no table, no log line, no later page. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { urls } from "../../src/urls.ts";
import { Browser } from "../support/browser.ts";
import { onEachDatabase } from "../support/databases.ts";
import { dump } from "../support/dump.ts";
import { askMe } from "../support/tokens.ts";
import { createWorld } from "../support/world.ts";

/** From one end of a secret to the other, so that parts of it are found too; the last four may be shown. */
function traces(secret: string): RegExp {
  const middle = secret.slice("dmp_".length, -4);
  const parts = [middle.slice(0, 12), middle.slice(12, 24), middle.slice(-12)];
  return new RegExp(parts.join("|"));
}

describe("the secret", () => {
  onEachDatabase((open) => {
    it("appears in exactly one answer, and in no table and no log line", async () => {
      await using world = await createWorld(open);
      const { app, people, deps, logLines } = world;
      const answers: { url: string; text: string }[] = [];
      app.addHook("onSend", async (request, reply, payload) => {
        const text = JSON.stringify([reply.getHeaders(), payload]);
        answers.push({ url: `${request.method} ${request.url}`, text });
      });

      const browser = new Browser(app);
      await browser.signInAndOpenProfile(people.ada);
      const asked: string[] = [];
      for (const headers of [{}, { accept: "application/json" }] as Record<string, string>[]) {
        await browser.get(urls.profile);
        const { authenticityToken, formId } = browser;
        const answer = await browser.pressRegenerate(headers);
        const secret = /dmp_[0-9A-Za-z]{49}/.exec(answer.body)?.[0] ?? assert.fail();
        asked.push(secret);
        assert.equal((await askMe(world, secret)).statusCode, 200);
        await app.inject(`${urls.me}?access_token=${secret}`);
        await app.inject({
          url: urls.me,
          headers: { authorization: `Token token=${secret}`, cookie: `x=${secret}` },
        });
        await browser.post(urls.internalUserAccessToken, {
          form_id: formId,
          authenticity_token: authenticityToken,
        });
        await browser.get(urls.profile);
        await browser.get(`${urls.profile}?token=${secret}`);
        await browser.get(`/nowhere?token=${secret}`);
      }
      await browser.get(urls.profile);
      assert.equal((await browser.pressRevoke()).statusCode, 200);
      for (const secret of asked) assert.equal((await askMe(world, secret)).statusCode, 401);
      await browser.post(urls.signOut);
      await app.close();

      assert.equal(asked.length, 2);
      const tables = await dump(deps.db);
      assert.ok(Object.keys(tables).length >= 14);
      assert.equal(tables["oauth_access_tokens"]?.length, 2);
      for (const secret of asked) {
        const trace = traces(secret);
        for (const [table, rows] of Object.entries(tables)) {
          assert.doesNotMatch(rows.join("\n"), trace, `table ${table}`);
        }
        assert.doesNotMatch(logLines.join(""), trace, "the log");
        const shown = answers.filter(({ text }) => trace.test(text)).map(({ url }) => url);
        assert.deepEqual(shown, [`POST ${urls.internalUserAccessToken}`]);
      }
    });

    it("is in no header, no address, no title and no form of the page that shows it", async () => {
      await using world = await createWorld(open);
      const browser = new Browser(world.app);
      await browser.signInAndOpenProfile(world.people.ben);
      const answer = await browser.pressRegenerate();
      const secret = browser.shownSecret() ?? assert.fail();
      assert.equal(answer.body.split(secret).length, 2, "it stands there once");
      assert.doesNotMatch(JSON.stringify(answer.headers), new RegExp(secret));
      const forms = answer.body.match(/<form[^]*?<\/form>/g) ?? [];
      assert.ok(forms.length >= 2);
      for (const form of forms) assert.doesNotMatch(form, new RegExp(secret));
      const field = /<input[^>]*id="api-token-val"[^>]*>/.exec(answer.body)?.[0] ?? "";
      assert.doesNotMatch(field, / name=| form=/);
      assert.match(field, /readonly/);
      assert.match(field, /autocomplete="off"/);
      assert.doesNotMatch(answer.body, / src="https?:|<link[^>]*https?:/);
    });
  });
});
