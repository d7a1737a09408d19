/** After sign-in a person lands where he wanted to go, on this host only, whatever a link asks for. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { urls } from "../../../src/urls.ts";
import { Browser } from "../../support/browser.ts";
import { openSqlite } from "../../support/databases.ts";
import { password } from "../../support/people.ts";
import { shareWorld } from "../../support/shared-world.ts";
import { openProfileOf } from "../../support/visitors.ts";

const home = "/users/edit#api-details";

/** Each as it stands in the address, encoded or not. */
const foreign = [
  "//evil.example",
  "///evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "\\/evil.example",
  "/%5Cevil.example",
  "/%2Fevil.example",
  "%2F%2Fevil.example",
  "%2F%5Cevil.example",
  "https:evil.example",
  "https://evil.example",
  "https%3A%2F%2Fevil.example",
  "HTTPS:%2F%2Fevil.example",
  "javascript:alert(1)",
  "data:text/html,x",
  "evil.example",
  "@evil.example",
  ".evil.example",
  "/%09/evil.example",
  "/%0A/evil.example",
  "/%0D%0ALocation:%20https://evil.example",
  "%09//evil.example",
  "%20//evil.example",
  "%01//evil.example",
  "/.//evil.example",
  "/a/..//evil.example",
  "/..//evil.example",
  "/%2e%2e//evil.example",
  "/.%09//evil.example",
  "/%E3%80%82evil",
  "",
  "?return_to=//evil.example",
  "#//evil.example",
];

describe("return_to", () => {
  const world = shareWorld(openSqlite);

  for (const wanted of foreign) {
    it(`does not lead away by ${wanted || "nothing"}`, async () => {
      const { ben } = world().people;
      const browser = new Browser(world().app);
      await browser.get(`${urls.signIn}?return_to=${wanted}`);
      const offered = /name="return_to" value="([^"]*)"/.exec(browser.page)?.[1] ?? "";
      assertStaysHere(offered);
      const signedIn = await openProfileOf(world(), ben);
      const redirect = await signedIn.get(`${urls.signIn}?return_to=${wanted}`);
      assert.equal(redirect.statusCode, 303);
      assertStaysHere(String(redirect.headers["location"]));
    });
  }

  it("is checked again when the form is sent", async () => {
    const browser = await openProfileOf(world(), world().people.ada);
    for (const wanted of [
      "//evil.example",
      "https://evil.example",
      "/\\evil.example",
      "/\t/evil",
    ]) {
      const answer = await browser.post(urls.signIn, {
        "user[email]": world().people.ada.email,
        "user[password]": "let-me-through-please",
        return_to: wanted,
      });
      assert.equal(answer.statusCode, 303);
      assert.equal(answer.headers["location"], home);
      await browser.get(urls.profile);
    }
  });

  it("keeps a path of this host with its query and its place in the page", async () => {
    const browser = new Browser(world().app);
    const wanted = "/users/edit?tab=a%20b&x=1#api-details";
    await browser.get(`${urls.signIn}?return_to=${encodeURIComponent(wanted)}`);
    const { fay } = world().people;
    const answer = await browser.post(urls.signIn, {
      "user[email]": fay.email,
      "user[password]": "let-me-through-please",
      return_to: wanted,
    });
    assert.equal(answer.headers["location"], wanted);
  });

  it("is kept through a wrong password", async () => {
    const browser = new Browser(world().app);
    await browser.get(`${urls.signIn}?return_to=%2Fusers%2Fedit%3Fx%3D1`);
    await browser.post(urls.signIn, {
      "user[email]": "nobody@example.org",
      "user[password]": "wrong",
      return_to: "/users/edit?x=1",
    });
    assert.match(browser.page, /name="return_to" value="\/users\/edit\?x=1"/);
  });

  it("is the page that asked for the sign-in", async () => {
    const browser = new Browser(world().app);
    const answer = await browser.get("/users/edit?x=%2F%2Fy");
    assert.equal(answer.statusCode, 303);
    const location = new URL(String(answer.headers["location"]), "http://here.example");
    assert.equal(location.pathname, urls.signIn);
    assert.equal(location.searchParams.get("return_to"), "/users/edit?x=%2F%2Fy");
  });

  it("stands in nobody's way when it is too long to be kept", async () => {
    const wanted = `/plans?x=${"%20".repeat(3_000)}`;
    const browser = new Browser(world().app);
    const { headers } = await browser.get(wanted);
    assert.ok(String(headers["location"]).length < 7_000, "it fits into a request's first line");
    await browser.get(String(headers["location"]));
    assert.match(browser.page, /name="return_to" value="\/users\/edit#api-details"/);
    const { fay } = world().people;
    for (const [return_to, leadsTo] of [
      [wanted, home],
      [`/plans?x=${"y".repeat(1_991)}`, `/plans?x=${"y".repeat(1_991)}`],
      [`/plans?x=${"y".repeat(1_992)}`, home],
    ] as const) {
      const form = { "user[email]": fay.email, "user[password]": password, return_to };
      const answer = await (await openProfileOf(world(), fay)).post(urls.signIn, form);
      assert.equal(answer.statusCode, 303);
      assert.equal(answer.headers["location"], leadsTo);
    }
  });

  it("may be doubled or something else than text, and is then as good as none", async () => {
    for (const query of ["return_to=/a&return_to=//evil.example", "return_to[x]=//evil.example"]) {
      const browser = new Browser(world().app);
      assert.equal((await browser.get(`${urls.signIn}?${query}`)).statusCode, 200);
      assert.match(browser.page, /name="return_to" value="\/users\/edit#api-details"/);
    }
  });
});

/** As a browser would resolve it. */
function assertStaysHere(location: string) {
  assert.match(location, /^\/(?![/\\])/);
  assert.equal(new URL(location, "https://here.example").host, "here.example");
}
