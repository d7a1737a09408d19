/** The page of plans shows a person what his token sees: the same plans, and what they lack. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { urls, planPageUrl } from "../../../src/urls.ts";
import { Browser } from "../../support/browser.ts";
import { onEachDatabase } from "../../support/databases.ts";
import type { Person } from "../../support/people.ts";
import { addPlan, addPlans, addRole, addTemplate } from "../../support/plans.ts";
import { shareWorld } from "../../support/shared-world.ts";
import { addNewcomer, openProfileOf } from "../../support/visitors.ts";
import type { World } from "../../support/world.ts";

describe("the page of plans", () => {
  onEachDatabase((open) => {
    const world = shareWorld(open);

    it("lists the plans on which Nia has an active role, with template, moment and role, and no others", async () => {
      const { db } = world().deps;
      const nia = await addNewcomer(world());
      const other = await addNewcomer(world());
      const template = await addTemplate(db, { title: "The template of Nia" });
      const updated_at = new Date("2026-03-01T08:00:00.123Z");
      await addPlan(db, { title: "A plan of her own", owner: nia, template, updated_at });
      const shared = await addPlan(db, { title: "Shared with her", owner: other });
      await addRole(db, shared, nia, "editor");
      await addRole(db, shared, nia, "creator", { active: false });
      const former = await addPlan(db, { title: "Shared with her once", owner: other });
      await addRole(db, former, nia, "editor", { active: false });
      await addPlan(db, { title: "Somebody else's", owner: other, visibility: 1 });

      const page = await plansPageOf(world(), nia);
      assert.deepEqual(titlesIn(page), ["A plan of her own", "Shared with her"]);
      assert.match(page, /<a href="\/users\/edit#api-details">Get or change your token<\/a>/);
      assert.match(page, /The template of Nia/);
      assert.match(page, /<time datetime="2026-03-01T08:00:00\.123Z">1 March 2026 at 08:00 UTC/);
      assert.match(page, /<dd>Creator<\/dd>[^]*<dd>Editor<\/dd>/);
      assert.match(
        page,
        new RegExp(`<code id="plan-${shared.id}-address">http://[^<]*/${shared.id}<`),
      );
      assert.match(
        page,
        new RegExp(`data-copy-from="plan-${shared.id}-address"[^>]*>Copy the address<`),
      );
    });

    it("says what a plan lacks of what the standard requires, in words and by its place", async () => {
      const nia = await addNewcomer(world());
      await addPlan(world().deps.db, { owner: nia, start_date: null, end_date: null });
      const page = await plansPageOf(world(), nia);
      assert.match(page, /Not complete by the RDA standard: \d things are missing/);
      assert.match(page, /The project has no start date\. <code>dmp\.project\[0\]\.start<\/code>/);
    });

    it("says nothing of the kind of a plan that has everything", async () => {
      const nia = await addNewcomer(world());
      const { db } = world().deps;
      const languages = await db.selectFrom("languages").select("id").execute();
      await db
        .updateTable("users")
        .set({ language_id: languages[0]?.id ?? null })
        .where("id", "=", nia.id)
        .execute();
      const [start_date, end_date] = [new Date("2026-01-01"), new Date("2027-01-01")];
      await addPlan(db, { title: "Whole", owner: nia, start_date, end_date });
      const page = await plansPageOf(world(), nia);
      assert.deepEqual(titlesIn(page), ["Whole"]);
      assert.doesNotMatch(page, /Not complete/);
    });

    it("tells somebody without plans where they will come from", async () => {
      const page = await plansPageOf(world(), await addNewcomer(world()));
      assert.match(page, /You have no plans yet\. Those that you make in DMPRoadmap/);
      assert.deepEqual(titlesIn(page), []);
    });

    it("shows twenty plans a page, each once, and the ways to the others", async () => {
      const nia = await addNewcomer(world());
      await addPlans(world().deps.db, 41, { owner: nia });
      const titles: string[] = [];
      let address: string | undefined = urls.plansPage;
      for (let pages = 0; address && pages < 5; pages += 1) {
        const page = await plansPageOf(world(), nia, address);
        assert.ok(titlesIn(page).length <= 20);
        titles.push(...titlesIn(page));
        address = /rel="next" href="([^"]+)"/.exec(page)?.[1];
      }
      assert.deepEqual(
        titles,
        Array.from({ length: 41 }, (_, index) => `Plan ${index + 1}`),
      );
      assert.doesNotMatch(await plansPageOf(world(), nia), /rel="prev"/);
      const last = await plansPageOf(world(), nia, `${urls.plansPage}?page=3`);
      assert.match(last, /rel="prev" href="\/plans\?page=2"/);
      assert.doesNotMatch(last, /rel="next"/);
      assert.match(last, /Page 3 of 3/);
    });

    it("takes odd page numbers for the first page, and says so beyond the last", async () => {
      const nia = await addNewcomer(world());
      await addPlan(world().deps.db, { title: "The only one", owner: nia });
      for (const odd of ["0", "-1", "x", "", "1.5", "1&page=1", "%00"]) {
        const page = await plansPageOf(world(), nia, `${urls.plansPage}?page=${odd}`);
        assert.deepEqual(titlesIn(page), ["The only one"], odd);
      }
      for (const beyond of ["2", "99999999999999999999"]) {
        const page = await plansPageOf(world(), nia, `${urls.plansPage}?page=${beyond}`);
        assert.deepEqual(titlesIn(page), []);
        assert.match(page, /There are no plans on this page\. <a href="\/plans">/);
        assert.doesNotMatch(page, /You have no plans yet/);
      }
    });

    it("shows titles as text, in the direction of their language", async () => {
      const nia = await addNewcomer(world());
      await addPlan(world().deps.db, { title: "<b>bold</b> & “quoted”", owner: nia });
      await addPlan(world().deps.db, { title: " ", owner: nia });
      const page = await plansPageOf(world(), nia);
      assert.match(page, /dir="auto">&lt;b>bold&lt;\/b> &amp; “quoted”<\/a>/);
      assert.match(page, /dir="auto">Untitled plan<\/a>/);
    });

    it("sends who is not signed in to sign in, and back", async () => {
      const browser = new Browser(world().app);
      for (const path of [urls.plansPage, planPageUrl(1)]) {
        const answer = await browser.get(path, { accept: "text/html" });
        assert.equal(answer.statusCode, 303);
        assert.match(String(answer.headers.location), /return_to=%2Fplans/);
      }
    });

    it("offers to read all plans with a token, in a field that no form can send and that shows with script only", async () => {
      for (const address of [urls.plansPage, `${urls.plansPage}?page=99`]) {
        const page = await plansPageOf(world(), await addNewcomer(world()), address);
        const [before = "", after = ""] = page.split('<section id="read-plans" ');
        const [card = ""] = after.split("</section>");
        assert.match(card, /^class="[^"]*\bneeds-script\b/);
        assert.match(card, /All plans of a token, in one file/);
        assert.match(card, new RegExp(`<script type="module" src="${urls.readPlansScript}">`));
        assert.doesNotMatch(card, /<form| name=/);
        assert.equal(before.split("<form").length, before.split("</form>").length, "in no form");
      }
    });

    it("is kept by nobody on the way", async () => {
      const browser = await openProfileOf(world(), await addNewcomer(world()));
      const { headers } = await browser.get(urls.plansPage);
      assert.equal(headers["cache-control"], "no-store");
    });
  });
});

async function plansPageOf(world: World, person: Person, path: string = urls.plansPage) {
  const browser = await openProfileOf(world, person);
  const answer = await browser.get(path);
  assert.equal(answer.statusCode, 200);
  return answer.body;
}

function titlesIn(page: string): string[] {
  return [...page.matchAll(/<h2[^>]*><a[^>]*>([^<]*)</g)].map(([, title = ""]) => title);
}
