/** What people type stays text wherever it is shown: names, addresses, and the operator's own settings. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { databaseNow } from "../../src/db/database.ts";
import { urls } from "../../src/urls.ts";
import { Browser } from "../support/browser.ts";
import { openSqlite } from "../support/databases.ts";
import { shareWorld } from "../support/shared-world.ts";
import { askMe, insertDoorkeeperToken } from "../support/tokens.ts";
import { addNewcomer, openProfileOf } from "../support/visitors.ts";

const script = "<script>alert(1)</script>";
const breakout = `"'><img src=x onerror=alert(1)>&amp;\u202e`;

describe("what people type", () => {
  const world = shareWorld(openSqlite, {
    environment: { APPLICATION_NAME: `DMP <b>"Tool"</b> & friends` },
  });

  it("is text on the profile, also when it looks like markup", async () => {
    const { db } = world().deps;
    const moments = { created_at: databaseNow(db), updated_at: databaseNow(db) };
    const org = await db
      .insertInto("orgs")
      .values({ name: `Uni ${script}`, managed: true, ...moments })
      .returning("id")
      .executeTakeFirstOrThrow();
    const person = await addNewcomer(world(), {
      firstname: script,
      surname: breakout,
      org_id: org.id,
    });
    const browser = await openProfileOf(world(), person);
    await browser.pressRegenerate();
    for (const page of [browser.page, (await browser.get(urls.profile)).body]) {
      assert.doesNotMatch(page, /<script(?! type="module" src="\/assets\/)|<img|<b>/);
      assert.match(page, /Signed in as &lt;script(>|&gt;)alert\(1\)&lt;\/script/);
      assert.match(page, /Uni &lt;script/);
      assert.match(page, /&amp;amp;/, "what is escaped already is escaped again");
      assert.match(page, /<title>Edit profile · DMP &lt;b/);
    }
  });

  it("is text in JSON, byte for byte", async () => {
    const person = await addNewcomer(world(), { firstname: script, surname: breakout });
    const secret = await insertDoorkeeperToken(world(), { resource_owner_id: person.id });
    const answer = await askMe(world(), secret);
    assert.deepEqual([answer.json().firstname, answer.json().surname], [script, breakout]);
    assert.match(String(answer.headers["content-type"]), /^application\/json; charset=utf-8$/);
    assert.equal(answer.headers["x-content-type-options"], "nosniff");
  });

  it("is not given back by pages about addresses that do not exist", async () => {
    const browser = new Browser(world().app);
    for (const url of [
      `/${script}`,
      `/users/${encodeURIComponent(script)}`,
      `/nowhere?x=${script}`,
      `/%zz${script}`,
    ]) {
      const answer = await browser.get(url);
      assert.ok([400, 404].includes(answer.statusCode), url);
      assert.doesNotMatch(answer.body, /<script(?! type="module" src="\/assets\/)|alert\(1\)/, url);
    }
  });

  it("is escaped in the sign-in form's hidden address", async () => {
    const browser = new Browser(world().app);
    await browser.get(`${urls.signIn}?return_to=${encodeURIComponent(`/x?"><b>'`)}`);
    assert.doesNotMatch(browser.page, /"><b>/);
  });
});
