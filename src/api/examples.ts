/** A plan and a template that nobody has: what the documentation shows, made by the functions that make real answers. */
import type { Plan } from "../plans/plan.ts";
import type { Template } from "../plans/template.ts";

const university = {
  name: "Example University",
  abbreviation: "EU",
  region: "EUR",
  identifiers: [{ value: "https://ror.org/000000195", scheme: "ror" }],
};

const ben = {
  name: "Ben Bouvier",
  email: "ben@example.org",
  org: university,
  identifiers: [{ value: "https://orcid.org/0000-0000-0000-0028", scheme: "orcid" }],
};

export const examplePlan: Plan = {
  id: 7,
  title: "Seagrass meadows from the air",
  description: "<p>How meadows grow, seen by a drone once a month.</p>",
  created_at: new Date("2026-02-12T15:32:10Z"),
  updated_at: new Date("2026-03-02T08:15:00Z"),
  start_date: new Date("2026-04-01T00:00:00Z"),
  end_date: new Date("2028-03-31T00:00:00Z"),
  ethical_issues: false,
  ethical_issues_description: null,
  ethical_issues_report: null,
  funding_status: 1,
  opportunity: null,
  template: { id: 1, title: "Example University data management plan" },
  org: university,
  funder: {
    name: "Example Research Council",
    abbreviation: "ExRC",
    region: "EUR",
    identifiers: [{ value: "https://doi.org/10.13039/100000000", scheme: "fundref" }],
  },
  grant: { value: "https://council.example.org/grants/123", scheme: null },
  research_domain: undefined,
  imported: undefined,
  identifiers: [],
  owner: ben,
  language: "en-GB",
  contributors: [{ ...ben, roles: 5 }],
  research_outputs: [
    {
      id: 3,
      output_type: 5,
      output_type_description: null,
      title: "Aerial photographs",
      description: "<p>About 4,000 a year.</p>",
      access: 0,
      release_date: new Date("2028-06-30T00:00:00Z"),
      personal_data: false,
      sensitive_data: false,
      byte_size: 80_000_000_000,
      license_uri: "https://creativecommons.org/licenses/by/4.0/",
      repositories: [
        {
          name: "Example Repository",
          description: "For all fields.",
          homepage: "https://repository.example.org",
          uri: "https://registry.example.org/repositories/1",
        },
      ],
      metadata_standards: [],
      identifiers: [],
    },
  ],
  costs: [],
  answers: [
    {
      question_id: 12,
      number: 1,
      section: "Data collection",
      question: "<p>What data will you collect?</p>",
      text: "<p>Photographs, and the positions from which they are taken.</p>",
      options: [],
    },
  ],
};

export const exampleTemplate: Template = {
  id: 1,
  title: "Example University data management plan",
  description: "<p>For all who do research here.</p>",
  version: 2,
  customization_of: null,
  created_at: new Date("2026-01-12T09:30:00Z"),
  updated_at: new Date("2026-01-20T14:05:00Z"),
  org: university,
};
