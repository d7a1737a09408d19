/** No other site, and no form of another session, can make a browser change anything: refused, and nothing has changed. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { urls } from "../../src/urls.ts";
import { Browser } from "../support/browser.ts";
import { openSqlite } from "../support/databases.ts";
import { dump } from "../support/dump.ts";
import { password } from "../support/people.ts";
import { shareWorld } from "../support/shared-world.ts";
import { openVictimsProfile } from "../support/visitors.ts";

type Fields = Record<string, string>;
type Change = { what: string; url: string; fields: (browser: Browser) => Fields };

const changes: Change[] = [
  {
    what: "Regenerate",
    url: urls.internalUserAccessToken,
    fields: ({ formId }) => ({ form_id: formId }),
  },
  { what: "Revoke", url: urls.internalUserAccessToken, fields: () => ({ _method: "delete" }) },
  { what: "Sign out", url: urls.signOut, fields: () => ({}) },
  {
    what: "Sign in",
    url: urls.signIn,
    fields: () => ({ "user[email]": "ada@example.org", "user[password]": password }),
  },
];

/** What marks a request that another site made a browser send. */
const foreignHeaders: Fields[] = [
  { origin: "https://evil.example" },
  { origin: "null" },
  { origin: "" },
  { origin: "http://localhost:4000" },
  { origin: "https://localhost:3000" },
  { origin: "http://localhost:3000.evil.example" },
  { origin: "http://localhost:3000@evil.example" },
  { origin: "http://user@localhost:3000" },
  { origin: "http://evil.example", host: "evil.example" },
  { origin: "not an origin" },
  { "sec-fetch-site": "cross-site" },
  { "sec-fetch-site": "same-site" },
  { "sec-fetch-site": "" },
  { "sec-fetch-site": "something new" },
  { "sec-fetch-site": "cross-site", origin: "http://localhost:3000" },
  { "sec-fetch-site": "same-origin", origin: "https://evil.example" },
];

const here = { host: "localhost:3000" };

describe("a forged request", () => {
  const world = shareWorld(openSqlite);

  for (const { what, url, fields } of changes) {
    it(`to ${what} is refused when it comes from elsewhere, even with the right token`, async () => {
      const browser = await openVictimsProfile(world());
      const { authenticityToken: authenticity_token } = browser;
      const form = { ...fields(browser), authenticity_token };
      const before = await dump(world().deps.db);
      for (const headers of foreignHeaders) {
        const answer = await browser.post(url, form, { ...here, ...headers });
        assert.equal(answer.statusCode, 422, JSON.stringify(headers));
        assert.match(answer.body, /The change you wanted was rejected\./);
        assert.equal(answer.cookies.length, 0);
      }
      assert.deepEqual(await dump(world().deps.db), before);
    });

    it(`to ${what} is refused without the token, or with another session's`, async () => {
      const browser = await openVictimsProfile(world());
      const { authenticityToken } = await openVictimsProfile(world());
      const visitor = new Browser(world().app);
      await visitor.get(urls.signIn);
      const before = await dump(world().deps.db);
      const own = fields(browser);
      const tokens = ["", "x", authenticityToken, visitor.authenticityToken];
      for (const authenticity_token of tokens) {
        const form = { ...own, authenticity_token };
        const answer = await browser.post(url, form, {
          ...here,
          origin: "http://localhost:3000",
        });
        assert.equal(answer.statusCode, 422, authenticity_token);
      }
      const withHeader = { "x-csrf-token": authenticityToken };
      assert.equal((await browser.post(url, own, withHeader)).statusCode, 422);
      assert.deepEqual(await dump(world().deps.db), before);
    });
  }

  it("with two tokens in its form is refused", async () => {
    const browser = await openVictimsProfile(world());
    const { authenticityToken: token } = browser;
    const before = await dump(world().deps.db);
    const answer = await browser.send({
      method: "POST",
      url: urls.internalUserAccessToken,
      headers: { "content-type": "application/x-www-form-urlencoded" },
      payload: `authenticity_token=${token}&authenticity_token=${token}`,
    });
    assert.ok([400, 422].includes(answer.statusCode), String(answer.statusCode));
    assert.deepEqual(await dump(world().deps.db), before);
  });

  it("to sign in is refused without our cookie, with a text that helps", async () => {
    const before = await dump(world().deps.db);
    const answer = await new Browser(world().app).post(urls.signIn, {
      "user[email]": "ada@example.org",
      "user[password]": password,
    });
    assert.equal(answer.statusCode, 422);
    assert.match(answer.body, /Allow cookies for this site/);
    assert.deepEqual(await dump(world().deps.db), before);
  });

  it("without session leads a browser to the sign-in page, and answers others 401", async () => {
    const ended = await openVictimsProfile(world());
    const { authenticityToken, formId } = ended;
    const form = { authenticity_token: authenticityToken, form_id: formId };
    world().clock.advance({ minutes: 90 });
    const before = await dump(world().deps.db);
    for (const browser of [ended, new Browser(world().app)]) {
      for (const fields of [form, { ...form, authenticity_token: "" }]) {
        const page = await browser.post(urls.internalUserAccessToken, fields);
        assert.equal(page.statusCode, 303);
        assert.match(String(page.headers["location"]), /^\/users\/sign_in\?return_to=/);
        for (const accept of ["application/json", "*/*"]) {
          const program = await browser.post(urls.internalUserAccessToken, fields, { accept });
          assert.equal(program.statusCode, 401);
        }
        const foreign = { origin: "https://evil.example" };
        const forged = await browser.post(urls.internalUserAccessToken, fields, foreign);
        assert.equal(forged.statusCode, 422);
      }
    }
    assert.deepEqual(await dump(world().deps.db), before);
  });
});
