/** A plan as JSON, key by key and in DMPRoadmap's order: everything that the tables can say, and almost nothing. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { planUrl } from "../../src/urls.ts";
import { onEachDatabase } from "../support/databases.ts";
import { addPlan } from "../support/plans.ts";
import { addReader } from "../support/readers.ts";
import { addRichPlan, addUniversity, type RichPlan } from "../support/rich-plan.ts";
import { shareWorld } from "../support/shared-world.ts";

const schema =
  "https://github.com/RDA-DMP-Common/RDA-DMP-Common-Standard/tree/master/examples/JSON/JSON-schema/1.0";

const university = {
  name: "Université de l'Exemple",
  abbreviation: "UdE",
  region: "eu",
  affiliation_id: { type: "ror", identifier: "https://ror.org/03yrm5c26" },
};

const title = "Les lichens du « Vieux-Port » — 木";
const description = "<p>What we <strong>do</strong> &amp; why.</p>";
const role = "http://credit.niso.org/contributor-roles";

function expectedPlan({ plan, template, output }: RichPlan, email: string, complete?: object[]) {
  return {
    schema,
    title,
    description,
    language: "fra",
    created: "2026-02-13T19:47:04Z",
    modified: "2026-11-01T00:00:00Z",
    ethical_issues_exist: "yes",
    ethical_issues_description: "<p>Lichens were asked.</p>",
    ethical_issues_report: "https://ethics.example.org/7",
    dmp_id: { type: "url", identifier: `https://dmp.example.org/api/v2/plans/${plan.id}` },
    contact: {
      name: "Ada Lovelace",
      mbox: email,
      affiliation: university,
      contact_id: { type: "orcid", identifier: "https://orcid.org/0000-0002-1825-0097" },
    },
    contributor: [
      {
        name: "Mina Kowalczyk",
        mbox: "mina@example.org",
        role: [`${role}/data-curation`, `${role}/investigation`],
        affiliation: university,
        contributor_id: { type: "orcid", identifier: "https://orcid.org/0000-0001-5109-3700" },
      },
      {
        name: "Jo",
        mbox: "jo@example.org",
        role: [`${role}/project-administration`, "other"],
        contributor_id: { type: "other", identifier: "jo@example.org" },
      },
    ],
    cost: [{ title: "What will it cost?", currency_code: "USD", value: 5000 }],
    project: [
      {
        title,
        description,
        start: "2026-03-01",
        end: "2028-02-29",
        funding: [
          {
            name: "Conseil des exemples",
            funder_id: { type: "fundref", identifier: "https://doi.org/10.13039/501100000001" },
            grant_id: { type: "url", identifier: "https://funder.example.org/grants/42" },
            funding_status: "granted",
            dmproadmap_funding_opportunity_id: { type: "other", identifier: "OPP-7" },
            dmproadmap_funded_affiliations: [university],
          },
        ],
      },
    ],
    dataset: [
      {
        type: "dataset",
        title: "Lichen counts",
        description: "<p>One row a <em>stone</em>.</p>",
        personal_data: "yes",
        sensitive_data: "no",
        issued: "2027-01-15",
        dataset_id: { type: "other", identifier: String(output.id) },
        distribution: [
          {
            title: "Anticipated distribution for Lichen counts",
            byte_size: 5_000_000_000,
            data_access: "open",
            host: {
              title: "Example Archive",
              description: "Keeps examples.",
              url: "https://archive.example.org",
              dmproadmap_host_id: {
                type: "url",
                identifier: "https://www.re3data.org/api/v1/repository/r3d100000001",
              },
            },
            license: [
              {
                license_ref: "https://spdx.org/licenses/CC-BY-4.0.json",
                start_date: "2027-01-15",
              },
            ],
          },
        ],
        metadata: [
          {
            description: "Dublin Core - A basic standard. - https://rdamsc.bath.ac.uk/api2/m13",
            language: "fra",
            metadata_standard_id: {
              type: "url",
              identifier: "https://rdamsc.bath.ac.uk/api2/m13",
            },
          },
        ],
        technical_resource: [],
        keyword: ["Computer and information sciences", "1.2 - Computer and information sciences"],
      },
    ],
    extension: [
      {
        dmproadmap: { template: { id: template.id, title: "Modèle du conseil" } },
        ...(complete && { complete_plan: complete }),
      },
    ],
  };
}

describe("a plan as JSON", () => {
  onEachDatabase((open) => {
    const world = shareWorld(open, { environment: { PUBLIC_URL: "https://dmp.example.org" } });

    async function addAdasPlan() {
      const { db } = world().deps;
      const org = await addUniversity(db);
      const { id: language_id } = await db
        .insertInto("languages")
        .values({ abbreviation: "fr-FR", name: "Français" })
        .returning("id")
        .executeTakeFirstOrThrow();
      const names = { firstname: "Ada", surname: "Lovelace" };
      const reader = await addReader(world(), { ...names, org_id: org.id, language_id });
      return { reader, rich: await addRichPlan(db, reader, org) };
    }

    it("says all that the tables say, key by key", async () => {
      const { reader, rich } = await addAdasPlan();
      const { body } = await reader.ask(planUrl(rich.plan.id));
      const [{ dmp }] = JSON.parse(body).items;
      assert.deepEqual(dmp, expectedPlan(rich, reader.email));
      assert.equal(JSON.stringify(dmp), JSON.stringify(expectedPlan(rich, reader.email)));
      assert.ok(!body.includes("null"));
    });

    it("says with complete=true what was answered, in the order of the template", async () => {
      const { reader, rich } = await addAdasPlan();
      const { summary, storage, cost } = rich.questions;
      const expected = expectedPlan(rich, reader.email, [
        {
          question_id: summary.id,
          title: "Question 1",
          section: "Data",
          question: "<p>Which <b>data</b>?</p>",
          answer: "<p>Counts &amp; photographs</p>",
        },
        {
          question_id: storage.id,
          title: "Question 2",
          section: "Data",
          question: "Stored where?",
          answer: "On paper, In a drawer",
        },
        {
          question_id: cost.id,
          title: "Question 1",
          section: "Afterwards",
          question: "What will it cost?",
          answer: "5000",
        },
      ]);
      const [item] = await reader.items(`${planUrl(rich.plan.id)}?complete=true`);
      assert.equal(JSON.stringify(item), JSON.stringify(expected));
    });

    it("leaves out what is not there, and says unknown where the standard wants a word", async () => {
      const nameless = { firstname: null, surname: null };
      const reader = await addReader(world(), nameless);
      const plan = await addPlan(world().deps.db, { owner: reader, title: "Bare" });
      const [item] = await reader.items(`${planUrl(plan.id)}?complete=true`);
      const expected = {
        schema,
        title: "Bare",
        language: "eng", // the service's
        created: "2026-02-13T19:47:04Z",
        modified: "2026-02-13T19:47:04Z",
        ethical_issues_exist: "unknown",
        dmp_id: { type: "url", identifier: `https://dmp.example.org/api/v2/plans/${plan.id}` },
        contact: {
          name: reader.email,
          mbox: reader.email,
          contact_id: { type: "other", identifier: reader.email },
        },
        project: [{ title: "Bare" }],
        dataset: [
          {
            type: "dataset",
            title: "Generic dataset",
            description: "No individual datasets have been defined for this DMP.",
            personal_data: "unknown",
            sensitive_data: "unknown",
            dataset_id: { type: "other", identifier: `plan-${plan.id}-generic-dataset` },
          },
        ],
        extension: [{ dmproadmap: {}, complete_plan: [] }],
      };
      assert.equal(JSON.stringify(item, null, 1), JSON.stringify(expected, null, 1));
    });
  });
});
