/** A person makes a file a plan of his own on the Plans page, and reads there what became of it. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { sql } from "kysely";
import { frCa } from "../../../src/texts/fr-ca.ts";
import { planPageUrl, urls } from "../../../src/urls.ts";
import { Browser } from "../../support/browser.ts";
import { onEachDatabase, openSqlite } from "../../support/databases.ts";
import { dump } from "../../support/dump.ts";
import { asFile, fullPlan, smallPlan } from "../../support/plan-files.ts";
import { shareWorld } from "../../support/shared-world.ts";
import { multipart, multipartType, upload } from "../../support/uploads.ts";
import { addNewcomer, openProfileOf, sessionCookie } from "../../support/visitors.ts";
import { createWorld } from "../../support/world.ts";

describe("importing on the Plans page", () => {
  onEachDatabase((open) => {
    const world = shareWorld(open);

    it("makes the file a plan of Nia's, and tells her so", async () => {
      const browser = await openPlansOfNia();
      assert.match(
        browser.page,
        /<form method="post" action="\/plans" enctype="multipart\/form-data">/,
      );
      const answer = await upload(browser, asFile(smallPlan()));
      assert.equal(answer.statusCode, 200);
      assert.match(browser.page, /The plan was imported\./);
      assert.match(browser.page, /Everything that the file says comes back from the API\./);
      const [, id] = /href="\/plans\/(\d+)"/.exec(browser.page) ?? [];
      await browser.get(planPageUrl(Number(id)));
      assert.match(
        browser.page,
        /&quot;title&quot;: &quot;Where eels go&quot;|"title": "Where eels go"/,
      );
    });

    it("says what comes back otherwise, and the second time that it was there before", async () => {
      const browser = await openPlansOfNia();
      await upload(browser, asFile(fullPlan()));
      assert.match(browser.page, /<code>dmp\.dataset\[0\]\.keyword<\/code> <span>not kept<\/span>/);
      await browser.get(urls.plansPage);
      await upload(browser, asFile(fullPlan()));
      assert.match(browser.page, /You had imported this plan before\./);
      await browser.get(urls.plansPage);
      assert.equal([...browser.page.matchAll(/Where eels go/g)].length, 1);
    });

    it("says what is wrong by its place, in her language, and stores nothing", async () => {
      const browser = await openPlansOfNia();
      const before = await dump(world().deps.db);
      const broken = asFile(smallPlan({ dataset: [{}] }));
      const answer = await upload(browser, broken, { headers: { "accept-language": "fr" } });
      assert.equal(answer.statusCode, 422);
      assert.match(answer.body, /<code>dmp\.dataset\[0\]\.title<\/code> <span>obligatoire<\/span>/);
      assert.ok(answer.body.includes(frCa.imports.refused));
      assert.match(answer.body, /<input[^>]* type="file"/, "to try again");
      assert.deepEqual(await dump(world().deps.db), before);
    });

    async function openPlansOfNia() {
      const browser = await openProfileOf(world(), await addNewcomer(world()));
      await browser.get(urls.plansPage);
      return browser;
    }
  });

  describe("on SQLite", () => {
    const world = shareWorld(openSqlite);

    async function openPlansOfNia() {
      const browser = await openProfileOf(world(), await addNewcomer(world()));
      await browser.get(urls.plansPage);
      return browser;
    }

    it("shows what a file says as text", async () => {
      const browser = await openPlansOfNia();
      const odd = "<img src=x onerror=y>";
      await upload(browser, asFile(smallPlan({ title: odd, [odd]: 1, dataset: [{ [odd]: 1 }] })));
      assert.doesNotMatch(browser.page, /<img/);
      await browser.get(urls.plansPage);
      await upload(browser, asFile(smallPlan({ title: odd, [odd]: odd })));
      assert.match(browser.page, /The plan was imported\./);
      assert.match(browser.page, /&lt;img/);
      assert.doesNotMatch(browser.page, /<img/);
    });

    it("takes a file of 1 MB, and tells of a larger one that it is too large", async () => {
      const browser = await openPlansOfNia();
      const small = asFile(smallPlan()).toString();
      const megabyte = small.padEnd(1024 * 1024, " ");
      assert.equal((await upload(browser, megabyte)).statusCode, 200);
      await browser.get(urls.plansPage);
      const before = await dump(world().deps.db);
      const answer = await upload(browser, `${megabyte} `);
      assert.equal(answer.statusCode, 413);
      assert.match(answer.body, /<span>has more than 1 MB<\/span>/);
      assert.deepEqual(await dump(world().deps.db), before);
    });

    it("asks for a file, if none was chosen", async () => {
      const browser = await openPlansOfNia();
      const { authenticityToken: content } = browser;
      const name = "authenticity_token";
      for (const parts of [
        [{ name, content }],
        [
          { name, content },
          { name: "plan", content: "", filename: "" },
        ],
        [
          { name, content },
          { name: "plan", content: "{}" },
        ],
      ]) {
        const answer = await browser.send({
          method: "POST",
          url: urls.plansPage,
          headers: { "content-type": multipartType },
          payload: multipart(parts),
        });
        assert.equal(answer.statusCode, 422);
        assert.match(answer.body, /no file was chosen/);
      }
    });

    it("reads no other form, nothing broken and no heap of parts", async () => {
      const browser = await openPlansOfNia();
      const { authenticityToken: token } = browser;
      const whole = multipart([
        { name: "authenticity_token", content: token },
        { name: "plan", content: asFile(smallPlan()), filename: "plan.json" },
      ]);
      const field = { name: "authenticity_token", content: token };
      const before = await dump(world().deps.db);
      for (const [type, payload, status] of [
        ["application/x-www-form-urlencoded", `authenticity_token=${token}`, 415],
        ["application/json", asFile(smallPlan()), 415],
        ["multipart/form-data", whole, 400],
        [multipartType, whole.subarray(0, whole.length - 300), 400],
        [multipartType, "nonsense", 400],
        [multipartType, multipart(Array.from({ length: 50 }, () => field)), 413],
        [multipartType, multipart([field, { name: "__proto__", content: "x" }]), 400],
      ] as const) {
        const answer = await browser.send({
          method: "POST",
          url: urls.plansPage,
          headers: { "content-type": type, "x-csrf-token": token },
          payload,
        });
        assert.equal(answer.statusCode, status, `${type} ${String(payload).slice(0, 200)}`);
        assert.doesNotMatch(answer.body, /FST_|at position|Unexpected/);
      }
      assert.deepEqual(await dump(world().deps.db), before);
    });

    it("is refused without the page's own anti-forgery token, and from elsewhere", async () => {
      const browser = await openPlansOfNia();
      const { authenticityToken: foreign } = await openPlansOfNia();
      const before = await dump(world().deps.db);
      const file = asFile(smallPlan());
      for (const options of [
        { token: "" },
        { token: foreign },
        { headers: { origin: "https://evil.example" } },
        { headers: { "sec-fetch-site": "cross-site" } },
      ]) {
        assert.equal((await upload(browser, file, options)).statusCode, 422);
      }
      assert.deepEqual(await dump(world().deps.db), before);
    });

    it("is for people who are signed in", async () => {
      const before = await dump(world().deps.db);
      const browser = new Browser(world().app);
      const file = asFile(smallPlan());
      const answer = await upload(browser, file);
      assert.equal(answer.statusCode, 303);
      browser.cookies.set(sessionCookie, `s_${"x".repeat(43)}`);
      const program = await upload(browser, file, { headers: { accept: "application/json" } });
      assert.equal(program.statusCode, 401);
      assert.deepEqual(await dump(world().deps.db), before);
    });

    it("leaves other forms as small as they were", async () => {
      const browser = await openPlansOfNia();
      const answer = await browser.send({
        method: "POST",
        url: urls.signOut,
        headers: { "content-type": multipartType },
        payload: multipart([{ name: "authenticity_token", content: browser.authenticityToken }]),
      });
      assert.equal(answer.statusCode, 415);
    });

    it("writes a line in the log that names her and the plan, and nothing of the file", async () => {
      const browser = await openPlansOfNia();
      await upload(browser, asFile(smallPlan()));
      const line = world().logLines.findLast((each) => each.includes("plan imported")) ?? "";
      assert.match(line, /"outcome":"created","planId":\d+/);
      assert.doesNotMatch(world().logLines.join("\n"), /Where eels go/);
    });

    it("is not offered on DMPRoadmap's own database", async () => {
      await using rails = await createWorld(openSqlite);
      const browser = await openProfileOf(rails, rails.people.ben);
      await browser.get(urls.plansPage);
      await sql`create table schema_migrations (version varchar not null primary key)`.execute(
        rails.deps.db,
      );
      const refused = await upload(browser, asFile(smallPlan()));
      assert.equal(refused.statusCode, 404);
      await browser.get(urls.plansPage);
      assert.doesNotMatch(browser.page, /type="file"/);
      assert.deepEqual((await dump(rails.deps.db))["plans"], []);
    });
  });
});
