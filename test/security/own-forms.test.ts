/** What our own pages send is taken, and proves itself by a token that belongs to one session. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { legacyTokenUrl, urls } from "../../src/urls.ts";
import { Browser } from "../support/browser.ts";
import { openSqlite } from "../support/databases.ts";
import { password } from "../support/people.ts";
import { shareWorld } from "../support/shared-world.ts";
import { openProfileOf, openVictimsProfile, sessionCookie } from "../support/visitors.ts";
import { createWorld } from "../support/world.ts";

const ownHeaders: Record<string, string>[] = [
  {},
  { origin: "http://localhost:3000" },
  { origin: "http://127.0.0.1:3000", host: "127.0.0.1:3000" },
  { origin: "http://[::1]:3000", host: "[::1]:3000" },
  { "sec-fetch-site": "same-origin" },
  { "sec-fetch-site": "none" },
  { "sec-fetch-site": "same-origin", origin: "http://localhost:3000" },
];

const here = { host: "localhost:3000" };

describe("a request of our own pages", () => {
  const world = shareWorld(openSqlite);

  for (const headers of ownHeaders) {
    it(`is taken with ${JSON.stringify(headers)}`, async () => {
      const browser = await openVictimsProfile(world());
      const answer = await browser.pressRegenerate({ ...here, ...headers });
      assert.equal(answer.statusCode, 200);
    });
  }

  it("may carry its token in the header, as scripts send it", async () => {
    const browser = await openVictimsProfile(world());
    const headers = { "x-csrf-token": browser.authenticityToken, accept: "application/json" };
    const answer = await browser.send({
      method: "POST",
      url: urls.internalUserAccessToken,
      headers,
      payload: {},
    });
    assert.equal(answer.statusCode, 200);
  });

  it("is taken where the service is public, only from its public address", async () => {
    const environment = { PUBLIC_URL: "https://dmp.example.org" };
    await using open = await createWorld(openSqlite, { environment });
    const browser = new Browser(open.app);
    const signIn = async (origin: string) => {
      await browser.get(urls.signIn);
      const form = { "user[email]": "ben@example.org", "user[password]": password };
      return (await browser.post(urls.signIn, form, { ...here, origin })).statusCode;
    };
    assert.equal(await signIn("http://localhost:3000"), 422);
    assert.equal(await signIn("http://dmp.example.org"), 422);
    assert.equal(await signIn("https://dmp.example.org:8443"), 422);
    assert.equal(await signIn("https://dmp.example.org"), 303);
  });
});

describe("the anti-forgery token", () => {
  const world = shareWorld(openSqlite);

  it("changes with each session and tells nothing of the cookie", async () => {
    const [one, other] = [await openVictimsProfile(world()), await openVictimsProfile(world())];
    assert.match(one.authenticityToken, /^[\w-]{43}$/);
    assert.notEqual(one.authenticityToken, other.authenticityToken);
    assert.ok(!one.cookies.get(sessionCookie)?.includes(one.authenticityToken));
  });

  it("is in every form: without it none would work", async () => {
    const { ada } = world().people;
    const browser = await openProfileOf(world(), ada);
    await browser.pressRegenerate();
    await browser.get(urls.profile);
    const forms = [...browser.page.matchAll(/<form method="post" action="([^"]*)"[^]*?<\/form>/g)];
    assert.deepEqual(
      forms.map(([, action]) => action),
      [
        urls.signOut,
        `${urls.internalUserAccessToken}#api-details`,
        `${urls.internalUserAccessToken}#api-details`,
        `${legacyTokenUrl(ada.id)}#api-details`,
      ],
    );
    for (const [form, action] of forms) {
      const [, value] = /name="authenticity_token" value="([\w-]{43})"/.exec(form) ?? [];
      assert.equal(value, browser.authenticityToken, action);
    }
  });

  it("of the sign-in page is worth nothing after sign-in", async () => {
    const browser = new Browser(world().app);
    await browser.get(urls.signIn);
    const authenticity_token = browser.authenticityToken;
    await browser.signIn(world().people.ben);
    const answer = await browser.post(urls.internalUserAccessToken, { authenticity_token });
    assert.equal(answer.statusCode, 422);
  });
});
