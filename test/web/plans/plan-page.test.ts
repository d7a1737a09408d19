/** The page of one plan shows what the API answers, member by member. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { rotate } from "../../../src/access-tokens/rotate.ts";
import { planPageUrl, planUrl } from "../../../src/urls.ts";
import { onEachDatabase } from "../../support/databases.ts";
import {
  addAnswer,
  addContributor,
  addPlan,
  addQuestion,
  addResearchOutput,
  addSection,
  addTemplate,
} from "../../support/plans.ts";
import { shareWorld } from "../../support/shared-world.ts";
import type { Person } from "../../support/people.ts";
import { addNewcomer, openProfileOf } from "../../support/visitors.ts";
import type { World } from "../../support/world.ts";

describe("the page of one plan", () => {
  onEachDatabase((open) => {
    const world = shareWorld(open);

    for (const query of ["", "?complete=true"]) {
      it(`shows the API's own answer, key by key in its order: ${query || "without answers"}`, async () => {
        const { db } = world().deps;
        const nia = await addNewcomer(world());
        const template = await addTemplate(db);
        const question = await addQuestion(db, await addSection(db, template));
        const plan = await addPlan(db, {
          owner: nia,
          template,
          title: "Müll & <i>Meer</i> 🌊 – بحر",
          description: "<p>One</p><script>two()</script>",
        });
        await addContributor(db, plan);
        await addResearchOutput(db, plan);
        await addAnswer(db, plan, question, { text: "<p>Yes & no</p>" });

        const { secret } = await rotate(world().deps, nia.id);
        const api = await world().app.inject({
          url: planUrl(plan.id) + query,
          headers: { authorization: `Bearer ${secret.reveal()}` },
        });
        const shown = jsonIn(await planPageOf(world(), nia, plan.id, query));
        assert.equal(JSON.stringify(JSON.parse(shown)), api.body);
        assert.match(shown, /^\{\n {2}"application": "DMPRoadmap",\n/);
        assert.equal(shown.includes("Yes &amp; no"), query !== "");
      });
    }

    it("gives the command that asks for it, and the way to the questions and back", async () => {
      const nia = await addNewcomer(world());
      const { id } = await addPlan(world().deps.db, { owner: nia });
      const page = await planPageOf(world(), nia, id);
      assert.match(
        page,
        new RegExp(`YOUR-TOKEN&quot; &quot;http://[^ ]+/api/v2/plans/${id}&quot;<`),
      );
      assert.match(page, new RegExp(`href="/plans/${id}\\?complete=true">Show questions`));
      const complete = await planPageOf(world(), nia, id, "?complete=true");
      assert.match(complete, new RegExp(`/api/v2/plans/${id}\\?complete=true&quot;<`));
      assert.match(complete, new RegExp(`href="/plans/${id}">Hide questions`));
    });

    it("reads title and JSON in their own directions, and names a plan without a title", async () => {
      const nia = await addNewcomer(world());
      for (const [title, shown] of [
        ["بحر", "بحر"],
        [" ", "Untitled plan"],
        [null, "Untitled plan"],
      ] as const) {
        const { id } = await addPlan(world().deps.db, { owner: nia, title });
        const page = await planPageOf(world(), nia, id);
        assert.match(page, new RegExp(`<h1 dir="auto">${shown}</h1>`));
        assert.match(page, /<pre[^>]* dir="ltr"><code id="plan-json">/);
      }
    });

    it("is not there for others, and looks then as a plan that does not exist", async () => {
      const nia = await addNewcomer(world());
      const other = await addPlan(world().deps.db, { owner: world().people.ben });
      const browser = await openProfileOf(world(), nia);
      const bodies = [];
      for (const id of [other.id, 2_000_000_000, "0", "x", "1e3", "9".repeat(30), "..%2F1"]) {
        const answer = await browser.get(`/plans/${id}`, { accept: "text/html" });
        assert.equal(answer.statusCode, 404, String(id));
        assert.match(answer.body, /Plan not found/);
        bodies.push(answer.body.replace(/Request number: [\w-]+/, ""));
      }
      assert.equal(new Set(bodies).size, 1);
    });
  });
});

async function planPageOf(world: World, person: Person, id: number, query = ""): Promise<string> {
  const browser = await openProfileOf(world, person);
  const answer = await browser.get(planPageUrl(id) + query);
  assert.equal(answer.statusCode, 200);
  return answer.body;
}

function jsonIn(page: string): string {
  const [, escaped = ""] = /<code id="plan-json">([^]*?)<\/code>/.exec(page) ?? [];
  return escaped
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");
}
