/** Single values of a plan's JSON: who is its contact, what identifies it, in which words its tables are put. */
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { planUrl } from "../../src/urls.ts";
import { openSqlite } from "../support/databases.ts";
import {
  addAnswer,
  addContributor,
  addIdentifier,
  addMetadataStandard,
  addOrg,
  addPlan,
  addQuestion,
  addRepository,
  addResearchOutput,
  addRole,
  addSection,
  addTemplate,
  type NewPlan,
  type Row,
} from "../support/plans.ts";
import { addReader, type Reader } from "../support/readers.ts";
import { shareWorld } from "../support/shared-world.ts";
import { addNewcomer } from "../support/visitors.ts";

type Json = ReturnType<typeof JSON.parse>;

describe("a plan's JSON", () => {
  const world = shareWorld(openSqlite);
  let reader: Reader;

  before(async () => {
    reader = await addReader(world());
  });

  const add = async (plan: NewPlan = {}) =>
    await addPlan(world().deps.db, { owner: reader, ...plan });

  async function show({ id }: Row): Promise<Json> {
    const [item] = await reader.items(`${planUrl(id)}?complete=true`);
    return item;
  }

  it("has as contact the first who administers the plan and still has that role", async () => {
    const { db } = world().deps;
    const [gone, first, second] = [
      await addNewcomer(world(), { firstname: "Gone" }),
      await addNewcomer(world(), { firstname: "First", surname: null }),
      await addNewcomer(world(), { firstname: "Second" }),
    ];
    const plan = await addPlan(db);
    const on = (day: string) => ({ created_at: new Date(`2026-01-${day}T00:00:00Z`) });
    await addRole(db, plan, second, 2, on("03"));
    await addRole(db, plan, first, 14, on("02"));
    await addRole(db, plan, gone, 15, { ...on("01"), active: false });
    await addRole(db, plan, reader, 1 + 4 + 8 + 16, on("01"));
    const { name, mbox } = (await show(plan)).contact;
    assert.deepEqual([name, mbox], ["First", first.email]);
  });

  it("has as contact, where nobody administers it, the first who curates its data", async () => {
    const { db } = world().deps;
    const plan = await addPlan(db);
    await addRole(db, plan, reader, "commenter");
    assert.equal((await show(plan)).contact, undefined);
    await addContributor(db, plan, { name: "Investigator", roles: 2 });
    await addContributor(db, plan, { name: "Curator", email: "curator@example.org", roles: 1 + 4 });
    await addContributor(db, plan, { name: "Another", roles: 1 });
    const { contact, contributor } = await show(plan);
    assert.deepEqual(contact, {
      name: "Curator",
      mbox: "curator@example.org",
      contact_id: { type: "other", identifier: "curator@example.org" },
    });
    const names = contributor.map(({ name }: { name: string }) => name);
    assert.deepEqual(names, ["Investigator", "Curator", "Another"]);
  });

  it("is identified by its first DOI or ARK, else by its address", async () => {
    const { db } = world().deps;
    for (const [values, type, identifier] of [
      [["https://example.org/7", "10.48321/D1ABCD"], "doi", "10.48321/D1ABCD"],
      [["doi:10.48321/D1"], "doi", "doi:10.48321/D1"],
      [["ark:/12345/x1", "10.48321/D1"], "ark", "ark:/12345/x1"],
      [["OPP-7", "https://example.org/7"], "url", undefined],
    ] as const) {
      const plan = await add();
      for (const value of values) await addIdentifier(db, "Plan", plan, value);
      await addIdentifier(db, "Org", plan, "10.1234/of-an-organisation");
      const expected = identifier ?? `http://127.0.0.1:3000${planUrl(plan.id)}`;
      assert.deepEqual((await show(plan)).dmp_id, { type, identifier: expected });
    }
  });

  it("says of ethical issues yes, no or unknown", async () => {
    for (const [ethical_issues, expected] of [
      [true, "yes"],
      [false, "no"],
      [null, "unknown"],
    ] as const) {
      assert.equal((await show(await add({ ethical_issues }))).ethical_issues_exist, expected);
    }
  });

  it("names a report on ethical issues only by an address that leads somewhere", async () => {
    for (const [ethical_issues_report, expected] of [
      ["https://example.org/report?a=1", "https://example.org/report?a=1"],
      ["javascript:steal()", undefined],
      ["in the drawer", undefined],
      ["", undefined],
    ] as const) {
      const plan = await add({ ethical_issues_report });
      assert.equal((await show(plan)).ethical_issues_report, expected);
    }
  });

  it("is in its owner's language, by three letters of the standard", async () => {
    const { db } = world().deps;
    for (const [abbreviation, expected] of [
      ["en-US", "eng"],
      ["fr-CA", "fra"],
      ["de", "deu"],
      ["es", "spa"],
      ["pt-BR", "por"],
      ["tr-TR", "tur"],
      ["FR_fr", "fra"],
      ["zh_Hant_TW", "zho"],
      ["FRA", "fra"],
      ["fil", undefined],
      ["haw-US", undefined],
      ["English", undefined],
      ["xx", undefined],
      ["", undefined],
    ] as const) {
      const language = await db
        .insertInto("languages")
        .values({ abbreviation })
        .returning("id")
        .executeTakeFirstOrThrow();
      const owner = await addNewcomer(world(), { language_id: language.id });
      const plan = await addPlan(db, { owner });
      await addRole(db, plan, reader, "commenter");
      assert.equal((await show(plan)).language, expected, abbreviation);
    }
  });

  it("tells how the funding stands, only where there is a funder or a grant", async () => {
    const funder = await addOrg(world().deps.db, { name: "Funder" });
    for (const [funding_status, expected] of [
      [null, "planned"],
      [0, "planned"],
      [1, "granted"],
      [2, "rejected"],
    ] as const) {
      const { project } = await show(await add({ funder, funding_status }));
      assert.equal(project[0].funding[0].funding_status, expected);
    }
    const [{ funding }] = (await show(await add({ grant: "G-42" }))).project;
    assert.deepEqual(funding[0].grant_id, { type: "other", identifier: "G-42" });
    assert.equal(funding.length, 1);
    const [project] = (await show(await add({ funding_status: 1, identifier: "OPP" }))).project;
    assert.equal(project.funding, undefined);
  });

  it("keeps to the standard's kinds of ids of funders and people", async () => {
    const { db } = world().deps;
    const funder = await addOrg(db, { name: "Funder" });
    await addIdentifier(db, "Org", funder, "https://doi.org/10.13039/1", { scheme: "fundref" });
    await addIdentifier(db, "Org", funder, "https://ror.org/021nxhr62", { scheme: "ror" });
    const [{ funding }] = (await show(await add({ funder, org: funder }))).project;
    const { type, identifier } = funding[0].funder_id;
    assert.ok(["fundref", "url", "other"].includes(type), type);
    assert.equal(identifier, "https://ror.org/021nxhr62", "ROR before FundRef");
    assert.deepEqual(funding[0].dmproadmap_funded_affiliations[0].affiliation_id, {
      type: "ror",
      identifier: "https://ror.org/021nxhr62",
    });
  });

  it("puts the kinds, access and privacy of research outputs in the standard's words", async () => {
    const { db } = world().deps;
    const plan = await add();
    const repositories = [await addRepository(db), await addRepository(db, { name: "Other" })];
    const privacy = [true, false, null] as const;
    for (const [index, access] of [0, 1, 2, 3].entries()) {
      const personal_data = privacy[index] ?? null;
      const columns = { access, output_type: index * 4, personal_data, repositories };
      await addResearchOutput(db, plan, { ...columns, sensitive_data: personal_data });
    }
    const { dataset } = await show(plan);
    const all = (key: string) => dataset.map((item: Json) => item[key]);
    assert.deepEqual(all("type"), ["audiovisual", "event", "physical_object", "text"]);
    assert.deepEqual(all("personal_data"), ["yes", "no", "unknown", "unknown"]);
    assert.deepEqual(all("sensitive_data"), ["yes", "no", "unknown", "unknown"]);
    const hosts = all("distribution").map((distributions: Json[]) =>
      distributions.map(({ host }) => host.title),
    );
    for (const titles of hosts) assert.deepEqual(titles, ["Example Archive", "Other"]);
    const [open, embargoed, restricted, closed] = all("distribution").map(
      (distributions: Json[]) => distributions[0].data_access,
    );
    assert.deepEqual([open, closed], ["open", "closed"]);
    assert.deepEqual([embargoed, restricted], ["closed", "shared"]);
  });

  it("answers option questions by the options, as HTML like any other answer", async () => {
    const { db } = world().deps;
    const template = await addTemplate(db, { org_id: null });
    const section = await addSection(db, template);
    const options = ["Yes", "< 10 GB & more", "No<script>steal()</script>"];
    const question = await addQuestion(db, section, { options, number: null });
    const plan = await add({ template });
    await addAnswer(db, plan, question, { options: options.toReversed(), text: "<p>Well</p>" });
    const [{ complete_plan }] = (await show(plan)).extension;
    assert.equal(complete_plan.length, 1);
    assert.equal(complete_plan[0].title, `Question ${question.id}`);
    assert.equal(complete_plan[0].answer, "Yes, &lt; 10 GB &amp; more, No");
  });

  it("carries the editor's HTML without what would run or load", async () => {
    const bad =
      '<p onclick="x()">Text<script>steal()</script><img src=x onerror=steal()>' +
      '<a href="javascript:steal()">a</a><iframe src="//evil"></iframe><svg onload=steal()></p>';
    const { db } = world().deps;
    const template = await addTemplate(db, { org_id: null, title: bad });
    const columns = { text: bad, theme: "Cost" };
    const question = await addQuestion(db, await addSection(db, template), columns);
    const plan = await add({ template, description: bad, ethical_issues_description: bad });
    await addAnswer(db, plan, question, { text: bad });
    const repositories = [await addRepository(db, { description: bad })];
    const metadata_standards = [await addMetadataStandard(db, { description: bad })];
    await addResearchOutput(db, plan, { description: bad, repositories, metadata_standards });
    const { description, ethical_issues_description, project, cost, dataset, extension } =
      await show(plan);
    const [{ question: asked, answer }] = extension[0].complete_plan;
    for (const html of [
      description,
      ethical_issues_description,
      project[0].description,
      cost[0].title,
      cost[0].description,
      dataset[0].description,
      dataset[0].distribution[0].host.description,
      dataset[0].metadata[0].description,
      asked,
      answer,
    ]) {
      assert.match(html, /Text/);
      assert.doesNotMatch(html, /steal|script|onclick|onerror|iframe|svg|evil/);
    }
  });
});
