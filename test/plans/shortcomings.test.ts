/** What plans lack: exactly those that lack nothing are valid by the RDA standard's own JSON Schema. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import type { Plan } from "../../src/plans/plan.ts";
import { findShortcomings, type ShortcomingCode } from "../../src/plans/shortcomings.ts";
import { toCommonStandard } from "../../src/plans/to-common-standard.ts";
import { projectFolder } from "../support/project-folder.ts";
import { organisationWith, outputWith, personWith, planWith } from "../support/plan-values.ts";
import { rdaSchemaIsMissing, readRdaSchema } from "../support/rda-schema.ts";

const moment = new Date("2026-02-13T19:47:04Z");
const kim = personWith({ name: "Kim", email: "kim@example.org", roles: 1 });
const council = organisationWith({
  name: "Council",
  identifiers: [{ value: "https://doi.org/10.13039/501100000780", scheme: "fundref" }],
});
const archive = {
  name: "Archive",
  description: "Keeps examples.",
  homepage: "https://archive.example.org",
  uri: "https://www.re3data.org/repository/r3d1",
};
const standard = { title: "Dublin Core", description: null, uri: "https://dublincore.org" };
const output = outputWith({
  release_date: moment,
  license_uri: "https://spdx.org/licenses/CC-BY-4.0.json",
  repositories: [archive],
  metadata_standards: [standard],
});
const whole = planWith({
  title: "Ice",
  description: "<p>Cold.</p>",
  language: "en-GB",
  created_at: moment,
  updated_at: moment,
  start_date: moment,
  end_date: moment,
  owner: kim,
  contributors: [kim],
  costs: [{ question: "How much?", answer: "1,500" }],
  funder: council,
  grant: { value: "776242", scheme: null },
  opportunity: "OPP-7",
  org: council,
  template: { id: 1, title: "A template" },
  research_domain: { identifier: "1.5", label: "Earth sciences" },
  research_outputs: [output],
  answers: [],
});

const lacking: [changes: Partial<Plan>, code: ShortcomingCode, pointer: string][] = [
  [{ title: " " }, "no_title", "dmp.title"],
  [{ created_at: undefined }, "no_moments", "dmp.created"],
  [{ updated_at: undefined }, "no_moments", "dmp.modified"],
  [{ language: "xx" }, "no_language", "dmp.language"],
  [{ owner: undefined, contributors: [] }, "no_contact", "dmp.contact"],
  [{ owner: { ...kim, name: "" } }, "no_contact_name", "dmp.contact.name"],
  [{ owner: { ...kim, email: "kim" } }, "no_contact_email", "dmp.contact.mbox"],
  [
    { contributors: [kim, { ...kim, name: null }] },
    "no_contributor_name",
    "dmp.contributor[1].name",
  ],
  [
    { contributors: [{ ...kim, email: null }] },
    "no_contributor_id",
    "dmp.contributor[0].contributor_id",
  ],
  [{ contributors: [{ ...kim, roles: 0 }] }, "no_contributor_role", "dmp.contributor[0].role"],
  [{ costs: [{ question: null, answer: "5" }] }, "no_cost_title", "dmp.cost[0].title"],
  [{ start_date: undefined }, "no_project_start", "dmp.project[0].start"],
  [{ end_date: undefined }, "no_project_end", "dmp.project[0].end"],
  [{ funder: organisationWith() }, "no_funder_id", "dmp.project[0].funding[0].funder_id"],
  [{ grant: undefined }, "no_grant_id", "dmp.project[0].funding[0].grant_id"],
  [
    { research_outputs: [output, { ...output, title: " " }] },
    "no_dataset_title",
    "dmp.dataset[1].title",
  ],
  [
    { research_outputs: [{ ...output, access: 99 }] },
    "no_data_access",
    "dmp.dataset[0].distribution[0].data_access",
  ],
  [
    { research_outputs: [{ ...output, repositories: [{ ...archive, name: " " }] }] },
    "no_host_name",
    "dmp.dataset[0].distribution[0].host.title",
  ],
  [
    {
      research_outputs: [
        { ...output, repositories: [archive, { ...archive, homepage: null, uri: "a shelf" }] },
      ],
    },
    "no_host_url",
    "dmp.dataset[0].distribution[1].host.url",
  ],
  [
    { research_outputs: [{ ...output, release_date: undefined }] },
    "no_license_start",
    "dmp.dataset[0].distribution[0].license[0].start_date",
  ],
  [
    { research_outputs: [{ ...output, metadata_standards: [{ ...standard, uri: null }] }] },
    "no_metadata_standard_id",
    "dmp.dataset[0].metadata[0].metadata_standard_id",
  ],
];

/** Odd enough to be valid all the same. */
const valid: [what: string, changes: Partial<Plan>][] = [
  ["with all that there is", {}],
  ["without funder, costs, contributors and description", bare()],
  ["without research outputs", { research_outputs: [] }],
  ["without answers or template", { answers: undefined, template: undefined }],
  ["that nobody owns, and a contributor looks after", { owner: undefined }],
  ["with costs that are no amount", { costs: [{ question: "How much?", answer: "Much" }] }],
  [
    "with costs of which nobody says anything",
    { costs: [{ question: "How much?", answer: null }] },
  ],
  ["with a report that is no address", { ethical_issues_report: "on my desk" }],
  ["with an address of a report", { ethical_issues_report: "https://example.org/données" }],
  ["by a funder with a ROR", { funder: withRor() }],
  ["with a grant that has a DOI", { grant: { value: "10.35802/218300", scheme: null } }],
  ...[true, false, null].map((answer): [string, Partial<Plan>] => [
    `whose yes and no are ${answer}`,
    {
      ethical_issues: answer,
      research_outputs: [{ ...output, personal_data: answer, sensitive_data: answer }],
    },
  ]),
  ...[null, 0, 1, 2, 99].map((funding_status): [string, Partial<Plan>] => [
    `whose funding stands at ${funding_status}`,
    { funding_status },
  ]),
  ...[0, 1, 2, 3].map((access): [string, Partial<Plan>] => [
    `with data of the access ${access}`,
    { research_outputs: [{ ...output, access, output_type: access - 1 }] },
  ]),
  ...["doi:10.5072/1", "ark:/1/2", "https://example.org", "7"].map(
    (value): [string, Partial<Plan>] => [
      `that is called ${value}`,
      {
        identifiers: [{ value, scheme: null }],
        opportunity: value,
        grant: { value, scheme: null },
      },
    ],
  ),
];

describe("what a plan lacks", () => {
  it("is nothing where it has everything", () => {
    assert.deepEqual(shortcomingsOf({}), []);
  });

  for (const [changes, code, pointer] of lacking) {
    it(`is named with its place: ${code} at ${pointer}`, () => {
      assert.deepEqual(shortcomingsOf(changes), [{ code, pointer }]);
    });
  }

  describe("by the standard's own schema", { skip: rdaSchemaIsMissing }, () => {
    let placesWrongIn: ReturnType<typeof readRdaSchema>;
    before(() => {
      placesWrongIn = readRdaSchema();
    });

    for (const [changes, code, pointer] of lacking) {
      it(`is missing there too: ${code} at ${pointer}`, () => {
        const places = placesWrongIn({ dmp: dmpOf(changes) });
        assert.ok(places.includes(pointer), places.join());
      });
    }

    for (const [what, changes] of valid) {
      it(`is nothing in a plan ${what}`, () => {
        assert.deepEqual(placesWrongIn({ dmp: dmpOf(changes) }), []);
        assert.deepEqual(shortcomingsOf(changes), []);
      });
    }

    it("is nothing in the demo's complete plans as they are served, and something in the others", async () => {
      const complete: number[] = [];
      for (const id of [1, 2, 3, 4, 5, 6, 7]) {
        const file = join(projectFolder, `test/golden/plan-${id}.json`);
        const document = JSON.parse(await readFile(file, "utf8"));
        const places = placesWrongIn(document);
        const pointers = findShortcomings(document.dmp).map(({ pointer }) => pointer);
        assert.deepEqual(pointers.toSorted(), places.toSorted());
        if (places.length === 0) complete.push(id);
      }
      assert.deepEqual(complete, [1, 4, 5, 6]);
    });
  });
});

function dmpOf(changes: Partial<Plan>) {
  return toCommonStandard({ ...whole, ...changes }, (id) => `https://dmp.example.org/plans/${id}`);
}

function shortcomingsOf(changes: Partial<Plan>) {
  return findShortcomings(dmpOf(changes));
}

function bare(): Partial<Plan> {
  return { description: null, contributors: [], costs: [], funder: undefined, grant: undefined };
}

function withRor() {
  const ror = { value: "https://ror.org/03xez1567", scheme: "ror" };
  return organisationWith({ identifiers: [ror, ...council.identifiers] });
}
