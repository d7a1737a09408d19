/** The log tells who did what and how it ended; never a password, a cookie, an Authorization or a query. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { urls } from "../../src/urls.ts";
import { Browser } from "../support/browser.ts";
import { onEachDatabase } from "../support/databases.ts";
import { password } from "../support/people.ts";
import { shareWorld } from "../support/shared-world.ts";
import { insertDoorkeeperToken } from "../support/tokens.ts";
import { openProfileOf, sessionCookie } from "../support/visitors.ts";

const wrongPassword = "Tr0ub4dor-and-3";

describe("the log, at its most talkative", () => {
  onEachDatabase((open) => {
    const world = shareWorld(open);

    async function linesOf(work: () => Promise<unknown>): Promise<string[]> {
      const { logLines } = world();
      const from = logLines.length;
      await work();
      await new Promise(setImmediate); // the line of a request is written behind its answer
      return logLines.slice(from);
    }

    it("has one line a request, with the answer's request id", async () => {
      for (const url of [urls.heartbeat, urls.me, "/nowhere", urls.signIn, "/%zz"]) {
        const lines = await linesOf(async () => {
          const answer = await world().app.inject({ url: `${url}?x=private` });
          assert.match(String(answer.headers["x-request-id"]), /^[0-9a-f]{8}-[0-9a-f-]{27}$/, url);
          const line = world()
            .logLines.map((text) => JSON.parse(text))
            .at(-1);
          assert.equal(line.msg, "request");
          assert.equal(line.reqId, answer.headers["x-request-id"]);
          assert.equal(line.status, answer.statusCode);
          assert.equal(line.method, "GET");
          assert.equal(line.path, url);
          assert.equal(line.address, "127.0.0.1");
        });
        assert.equal(lines.length, 1, url);
        assert.doesNotMatch(lines.join(""), /private/);
      }
    });

    it("cannot be dodged by an address that looks like a health check's", async () => {
      for (const url of [`${urls.signIn}?x=z`, `${urls.heartbeat}?healthz`, "/nowhere/healthz"]) {
        const lines = await linesOf(async () => await world().app.inject(url));
        assert.equal(JSON.parse(String(lines.at(-1))).level, 30, url);
      }
    });

    it("names who signed in, out, and pressed what, and who was refused", async () => {
      const { ben } = world().people;
      const browser = new Browser(world().app);
      const text = (
        await linesOf(async () => {
          await browser.signIn(ben, wrongPassword);
          await browser.signInAndOpenProfile(ben);
          await browser.pressRegenerate();
          await browser.pressRevoke();
          await browser.post(urls.signOut);
        })
      ).join("");
      for (const words of ["sign-in refused", "signed in", "signed out"]) {
        assert.match(text, new RegExp(`"msg":"${words}"`));
      }
      assert.match(text, /"msg":"access token issued"/);
      assert.match(text, /"msg":"access token revoked"/);
      assert.match(text, new RegExp(`"userId":${ben.id}`));
    });

    it("tells the accounts of refused sign-ins apart, and which of them is let in at last", async () => {
      const { ben, ada } = world().people;
      const browser = new Browser(world().app);
      const lines = await linesOf(async () => {
        await browser.signIn(ben, wrongPassword);
        await browser.signIn(ada, wrongPassword);
        await browser.signIn({ email: ben.email.toUpperCase() }, wrongPassword);
        await browser.signIn(ben);
      });
      const accounts = lines
        .map((line) => JSON.parse(line))
        .filter(({ msg }) => msg === "sign-in refused" || msg === "signed in")
        .map(({ account }) => String(account));
      const [first, other] = accounts;
      assert.deepEqual(accounts, [first, other, first, first]);
      assert.notEqual(first, other);
      for (const account of accounts) assert.match(account, /^[0-9a-f]{8}$/);
    });

    it("holds no password, cookie or anti-forgery token, however a sign-in ends", async () => {
      const { ben } = world().people;
      const browser = new Browser(world().app);
      const seen = new Set<string>([password, wrongPassword]);
      const remember = () => {
        seen.add(browser.authenticityToken);
        for (const value of browser.cookies.values()) seen.add(value.slice(2));
      };
      const lines = await linesOf(async () => {
        await browser.signIn(ben, wrongPassword);
        remember();
        await browser.signIn({ email: `${password}@example.org` }, password);
        await browser.signIn({ email: wrongPassword }, wrongPassword);
        const fields = { "user[email]": ben.email, "user[password]": wrongPassword };
        await browser.post(urls.signIn, { ...fields, authenticity_token: wrongPassword });
        await browser.post(urls.signIn, { ...fields, "user[password][x]": wrongPassword });
        await browser.post(urls.signIn, fields, { origin: "https://evil.example" });
        await browser.post(urls.signIn, fields, { "content-type": "application/json" });
        await browser.post(urls.signIn, fields, { "content-type": "text/plain" });
        await browser.get(`${urls.signIn}?${new URLSearchParams(fields)}`);
        await browser.signInAndOpenProfile(ben);
        remember();
        await browser.pressRegenerate();
        await browser.post(urls.signOut);
      });
      assert.ok(seen.size >= 6 && lines.length > 10);
      for (const secret of seen) {
        assert.ok(secret.length > 10);
        assert.ok(!lines.join("").includes(secret), `the log holds ${secret}`);
      }
    });

    it("holds no Authorization and no token, good or bad, wherever it was sent", async () => {
      const good = await insertDoorkeeperToken(world());
      const secrets = [good, "dmp_notOneOfOursButSomebodysTypingErrorOfOneOfOurs12", "c2VjcmV0"];
      const lines = await linesOf(async () => {
        for (const secret of secrets) {
          for (const scheme of ["Bearer", "Basic", "Token"]) {
            const headers = { authorization: `${scheme} ${secret}` };
            await world().app.inject({ url: urls.me, headers });
            await world().app.inject({ url: urls.profile, headers });
          }
          await world().app.inject(`${urls.me}?access_token=${secret}`);
          await world().app.inject(`${urls.me}?bearer_token=${secret}`);
          await world().app.inject(`/nowhere?access_token=${secret}`);
        }
      });
      assert.ok(lines.length >= 27);
      for (const secret of secrets) assert.ok(!lines.join("").includes(secret), secret);
      assert.doesNotMatch(lines.join(""), /authorization|bearer /i);
    });

    it("tells refused tokens apart by the beginning of their digest, not by themselves", async () => {
      const secret = "x".repeat(43);
      const lines = await linesOf(
        async () =>
          await world().app.inject({
            url: urls.me,
            headers: { authorization: `Bearer ${secret}` },
          }),
      );
      const line = lines.map((text) => JSON.parse(text)).find(({ refusal }) => refusal);
      assert.equal(line.refusal, "unknown");
      assert.match(line.digest, /^[0-9a-f]{6,16}$/);
    });

    it("keeps one event on one line, whatever an address holds", async () => {
      const odd = "/nowhere/%0a%0d%1b[31m/\u2028";
      const lines = await linesOf(async () => await world().app.inject({ url: encodeURI(odd) }));
      assert.equal(lines.length, 1);
      for (const character of ["\n", "\r", "\u001b", "\u2028"]) {
        assert.ok(!lines.join("").trimEnd().includes(character), JSON.stringify(character));
      }
    });

    it("does not call a caller's mistake an error", async () => {
      const browser = await openProfileOf(world(), world().people.fay);
      const lines = await linesOf(async () => {
        await browser.get("/nowhere");
        await browser.post(urls.internalUserAccessToken, { authenticity_token: "" });
        await browser.post(urls.internalUserAccessToken, { form_id: "?" });
        browser.cookies.set(sessionCookie, "s_nobody");
        await browser.get(urls.profile);
      });
      for (const text of lines) assert.ok(JSON.parse(text).level < 50, text);
    });
  });
});
