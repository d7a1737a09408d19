/** Plans with rows missing, odd or beyond all measure: each is answered as far as it goes, and breaks no other. */
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { sql } from "kysely";
import { planUrl, urls } from "../../src/urls.ts";
import { onEachDatabase } from "../support/databases.ts";
import {
  addAnswer,
  addContributor,
  addIdentifier,
  addPlan,
  addQuestion,
  addRepository,
  addResearchOutput,
  addSection,
  addTemplate,
  type NewPlan,
  type Row,
} from "../support/plans.ts";
import { addReader, type Item, type Reader } from "../support/readers.ts";
import { shareWorld } from "../support/shared-world.ts";

describe("a plan", () => {
  onEachDatabase((open, kind) => {
    const world = shareWorld(open);
    let reader: Reader;

    before(async () => {
      reader = await addReader(world());
    });

    const add = async (plan: NewPlan = {}) =>
      await addPlan(world().deps.db, { owner: reader, ...plan });

    /** The plan by itself; the list must hold the same. */
    async function show({ id }: Row): Promise<Item> {
      const [item] = await reader.items(`${planUrl(id)}?complete=true`);
      assert.ok(item);
      const last = (await reader.items(`${urls.plans}?complete=true`)).at(-1);
      assert.deepEqual(last, item);
      assert.ok(!JSON.stringify(item).includes("null"), "nothing is null");
      return item;
    }

    it("without title, owner, template, organisation and dates is answered with what it has", async () => {
      const plan = await addPlan(world().deps.db, {
        title: null,
        created_at: null,
        updated_at: null,
        visibility: 99,
        funding_status: 99,
      });
      const roles = { user_id: reader.id, plan_id: plan.id, access: 8 };
      await world().deps.db.insertInto("roles").values(roles).execute();
      const item = await show(plan);
      assert.equal(item["contact"], undefined);
      assert.match(JSON.stringify(item["dmp_id"]), new RegExp(`/api/v2/plans/${plan.id}"`));
    });

    it("keeps every letter of every language", async () => {
      const text = '‏خطة إدارة البيانات‏ 👩🏽‍🔬 ﷽ 𝒳 \u202Erl\u202C \u2028 \u0001 é é \\ " / </script>';
      const item = await show(await add({ title: text, identifier: text }));
      assert.equal(item.title, text);
    });

    it("may have a megabyte of description", async () => {
      const other = await addReader(world());
      const plan = await add({ owner: other, description: `<p>${"é木 ".repeat(175_000)}</p>` });
      for (const url of [urls.plans, planUrl(plan.id)]) {
        const description = String((await other.items(url))[0]?.["description"]);
        assert.match(description, /^<p>é木 .*é木 ?<\/p>$/);
        assert.ok(description.length > 520_000);
      }
    });

    it("may have HTML nested beyond all measure, never closed, or not meant as HTML", async () => {
      for (const description of [
        "<div>".repeat(2_000),
        "<p><b><i>x</p></b>",
        "a < b && c > d",
        "<",
        "<!--",
        "<![CDATA[x]]>",
        "&#0;&#xD800;&unknown;&",
        "",
      ]) {
        await show(await add({ description, title: description }));
      }
    });

    it("keeps nobody waiting by HTML that nests beyond all measure", async () => {
      const other = await addReader(world());
      const description = `${"<b>".repeat(40_000)}Deep &lt;<i>down</i>${"</p>".repeat(40_000)}`;
      const plan = await add({ owner: other, description });
      const start = performance.now();
      const [item] = await other.items(planUrl(plan.id));
      assert.ok(performance.now() - start < 3_000, "a text's square would take much longer");
      assert.match(String(item?.["description"]), /^\s*Deep &lt; ?down\s*$/);
    });

    it("keeps nobody waiting by tags or characters beyond all measure", async () => {
      const other = await addReader(world());
      for (const [description, told] of [
        [`${"<p>".repeat(10_001)}1 &lt; 2 > 1<br`, /^\s*1 &lt; 2 &gt; 1&lt;br$/],
        [`<p>${"&amp; ".repeat(200_000)}</p>`, /^ (&amp; ){200000} $/],
      ] as const) {
        const plan = await add({ owner: other, description });
        const [item] = await other.items(planUrl(plan.id));
        assert.match(String(item?.["description"]), told);
      }
    });

    it("keeps its markup whatever pictures are in it", async () => {
      const other = await addReader(world());
      const picture = `<img src="data:image/png;base64,${"A".repeat(1_000_000)}">`;
      const plan = await add({ owner: other, description: `<p>See <b>this</b>: ${picture}</p>` });
      const [item] = await other.items(planUrl(plan.id));
      assert.equal(item?.["description"], "<p>See <b>this</b>: </p>");
    });

    it("may have a research output with nothing filled in", async () => {
      const plan = await add();
      const output = await addResearchOutput(world().deps.db, plan, { title: "" });
      const [dataset] = Object(await show(plan)).dataset;
      assert.equal(dataset.dataset_id.identifier, String(output.id));
      assert.deepEqual([dataset.personal_data, dataset.sensitive_data], ["unknown", "unknown"]);
    });

    it("may have a research output whose numbers mean nothing", async () => {
      const plan = await add();
      const { db } = world().deps;
      await addResearchOutput(db, plan, { output_type: 99, access: 99, display_order: -1 });
      await addResearchOutput(db, plan, { output_type: -1, access: -1, byte_size: -1 });
      const repositories = [await addRepository(db, { name: "", homepage: null, uri: "" })];
      const { id } = await addResearchOutput(db, plan, { repositories });
      const byte_size = sql<number>`9223372036854775807`;
      await db.updateTable("research_outputs").set({ byte_size }).where("id", "=", id).execute();
      assert.equal(Object(await show(plan)).dataset.length, 3);
    });

    it("may have an answer without question, without text, or to another template's question", async () => {
      const { db } = world().deps;
      const own = await addTemplate(db, { org_id: null });
      const other = await addTemplate(db, { org_id: null });
      const question = await addQuestion(db, await addSection(db, own), { section_id: null });
      const foreign = await addQuestion(db, await addSection(db, other), { text: null });
      const plan = await add({ template: own });
      await addAnswer(db, plan, { id: foreign.id }, { text: "Elsewhere" });
      await addAnswer(db, plan, question, { text: null });
      const columns = { plan_id: plan.id, question_id: null, text: "No question" };
      await db.insertInto("answers").values(columns).execute();
      await db
        .insertInto("answers_question_options")
        .values({ answer_id: 1, question_option_id: 4711 })
        .execute();
      await show(plan);
    });

    it("may have an answer twice, to a question without text, number or format", async () => {
      const { db } = world().deps;
      const template = await addTemplate(db, { org_id: null });
      const section = await addSection(db, template, { title: null, number: null });
      const question = await addQuestion(db, section, { text: null, number: null });
      const plan = await add({ template });
      for (const text of ["One", "Two"]) await addAnswer(db, plan, question, { text });
      const [extension] = Object(await show(plan)).extension;
      assert.ok(extension.complete_plan.length > 0);
    });

    it("may refer to an organisation, a grant, a domain and a funder that are gone", async () => {
      const { db } = world().deps;
      const gone = { funder_id: 4711, grant_id: 4711, research_domain_id: 4711 };
      const plan = await add({ ...gone, org_id: null, identifier: "" });
      await addContributor(db, plan, { org_id: 4711, name: null, email: null, roles: 0 });
      await addContributor(db, plan, { email: "", roles: 1024 });
      await addIdentifier(db, "Plan", plan, "", { identifier_scheme_id: 4711 });
      const columns = { plan_id: plan.id };
      await addResearchOutput(db, plan, columns);
      await db
        .insertInto("repositories_research_outputs")
        .values({ research_output_id: 1, repository_id: 4711 })
        .execute();
      await show(plan);
    });

    it("may be based on a template without organisation or title", async () => {
      const template = await addTemplate(world().deps.db, { org_id: null, title: null });
      const [extension] = Object(await show(await add({ template }))).extension;
      assert.equal(extension.dmproadmap.template.id, template.id);
    });

    it("may have dates that no calendar has", async () => {
      const { db } = world().deps;
      const odd =
        kind === "PostgreSQL"
          ? ["infinity", "-infinity", "0044-03-15 BC", "20000-01-01"]
          : [
              "infinity",
              "yesterday",
              "",
              "2026-13-41",
              "20000-01-01",
              "2026-02-13T10:00:00Z",
              "42",
            ];
      for (const text of odd) {
        const plan = await add();
        const output = await addResearchOutput(db, plan);
        const date = kind === "PostgreSQL" ? sql<Date>`${text}::timestamp` : sql<Date>`${text}`;
        const dates = { created_at: date, updated_at: date, start_date: date, end_date: date };
        await db.updateTable("plans").set(dates).where("id", "=", plan.id).execute();
        await db
          .updateTable("roles")
          .set({ created_at: date, updated_at: date })
          .where("plan_id", "=", plan.id)
          .execute();
        await db
          .updateTable("research_outputs")
          .set({ release_date: date, created_at: date, updated_at: date })
          .where("id", "=", output.id)
          .execute();
        const item = await show(plan);
        assert.equal(item.title, "A plan", text);
        assert.ok(!JSON.stringify(item).includes("nfinity"), text);
      }
    });

    if (kind === "SQLite") {
      it("may hold bytes that are no text, as SQLite lets it", async () => {
        const { db } = world().deps;
        const halves = ["EDA080", "61FF62", "C3", "610062", "F0908D"]; // the first: a lone surrogate
        for (const bytes of halves) {
          const plan = await add();
          const broken = sql.raw<string>(`cast(x'${bytes}' as text)`);
          await db
            .updateTable("plans")
            .set({ title: broken, description: broken, identifier: broken })
            .where("id", "=", plan.id)
            .execute();
          const item = await show(plan);
          assert.ok(String(item.title).isWellFormed(), bytes);
        }
      });
    }
  });
});
