/** Plans' files: the RDA's own examples where they are, one with every member that the standard knows, and a small one. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "./project-folder.ts";

/** Others' data, which the project is also without. */
const rdaFolder = join(projectFolder, "../shared/data/rda");

export const rdaSkip = existsSync(rdaFolder)
  ? false
  : "the RDA's examples are not beside the project";

export function listRdaExamples(): string[] {
  return rdaSkip ? [] : readdirSync(rdaFolder).filter((name) => /^ex\d+.*\.json$/.test(name));
}

export function readRdaExample(name: string): Buffer {
  return readFileSync(join(rdaFolder, name));
}

/** The JSON Schema that every plan of the API names. */
export function readRdaSchema(version: "1.0" | "1.1" | "1.2"): object {
  const path = join(rdaFolder, `JSON-schema/${version}/maDMP-schema-${version}.json`);
  const schema: object = JSON.parse(readFileSync(path, "utf8"));
  return schema;
}

export type PlanFile = { dmp: Record<string, unknown> };

/** As bytes. */
export function asFile(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

const doi = (identifier: string) => ({ identifier, type: "doi" });
const other = (identifier: string) => ({ identifier, type: "other" });

/** What the standard requires, and `more`. */
export function smallPlan(more: object = {}): PlanFile {
  return {
    dmp: {
      title: "Where eels go",
      language: "fra",
      created: "2026-03-01T08:00:00Z",
      modified: "2026-03-02T09:30:00Z",
      ethical_issues_exist: "unknown",
      dmp_id: doi("10.5555/eels.1"),
      contact: {
        name: "Ada Anguille",
        mbox: "anguille@example.org",
        contact_id: { identifier: "0000-0002-1825-0097", type: "orcid" },
      },
      dataset: [smallDataset()],
      ...more,
    },
  };
}

export function smallDataset(more: object = {}): object {
  return {
    title: "Tracks",
    dataset_id: doi("10.5555/eels.tracks"),
    personal_data: "no",
    sensitive_data: "unknown",
    ...more,
  };
}

const affiliation = (name: string) => ({
  name,
  affiliation_id: { identifier: `https://ror.org/${name.length}`, type: "ror" },
});

const person = (name: string) => ({ name, mbox: `${name.toLowerCase()}@example.org` });

/** Every member of version 1.2, those that may stand several times twice. */
export function fullPlan(): PlanFile {
  return smallPlan({
    description: "Why <em>eels</em> turn left.",
    ethical_issues_exist: "yes",
    ethical_issues_description: "Eels feel pain.",
    ethical_issues_report: "https://example.org/ethics",
    alternate_identifier: [other("eels")],
    related_identifier: [{ ...doi("10.5555/0"), relation_type: "cites" }],
    contact: {
      ...person("Carl"),
      contact_id: [{ identifier: "0000-0002-1825-0097", type: "orcid" }, other("carl")],
      affiliation: [affiliation("Carl's institute"), affiliation("Carl's other institute")],
    },
    contributor: [
      {
        ...person("Dora"),
        role: ["DataManager", "other"],
        contributor_id: [{ identifier: "0000000121032683", type: "isni" }, other("dora")],
        affiliation: [affiliation("Dora's institute"), affiliation("Dora's other institute")],
      },
      {
        name: "Emil",
        role: ["http://credit.niso.org/contributor-roles/investigation", "Cook"],
        contributor_id: other("emil"),
      },
    ],
    cost: [{ title: "Boat", description: "Hired", currency_code: "EUR", value: 100 }],
    project: [fullProject("2026-04-01"), fullProject("2026-05-01")],
    dataset: [fullDataset("tracks"), fullDataset("weights")],
    extension: [{ anything: "else" }],
  });
}

/** What is valid, and what DMPRoadmap's tables or its API cannot say all the same. */
export function oddPlan(): PlanFile {
  return smallPlan({
    description: "Eels<script>swim()</script>",
    ethical_issues_report: "See the wiki",
    dmp_id: { identifier: "20.500.12613/7", type: "handle" },
    contact: {
      ...person("Carl"),
      contact_id: { identifier: "0000000121032683", type: "isni" },
    },
    project: [
      {
        title: "Where eels go",
        funding: [{ funder_id: other("An uncle"), funding_status: "applied" }],
      },
    ],
    dataset: [
      smallDataset({
        dataset_id: { identifier: "20.500.12613/8", type: "handle" },
        distribution: [{ title: "All of it", data_access: "open" }],
      }),
      smallDataset({
        distribution: [
          {
            title: "One",
            data_access: "open",
            license: [{ license_ref: "urn:isbn:0451450523", start_date: "2027-02-01" }],
            host: { title: "A server", url: "ftp://archive.example.org/" },
          },
          { title: "Two", data_access: "closed", byte_size: 1 },
        ],
      }),
    ],
  });
}

function fullProject(start: string) {
  const funding = (number: number) => ({
    name: `Funder ${number}`,
    funder_id: { identifier: String(number), type: "fundref" },
    grant_id: other(`grant ${number}`),
    funding_status: "granted",
    dmproadmap_funding_opportunity_id: other(`call ${number}`),
    dmproadmap_funded_affiliations: [affiliation("Funded institute")],
  });
  return {
    title: "Eels",
    description: "The project",
    start,
    end: "2028-04-01",
    project_id: [other("P1")],
    funding: [funding(1), funding(2)],
  };
}

function fullDataset(title: string) {
  const distribution = (number: number) => ({
    title: `Distribution ${number}`,
    description: "All of it",
    access_url: "https://example.org/access",
    download_url: "https://example.org/download",
    available_until: "2036-01-01",
    issued: "2027-01-01",
    byte_size: number,
    data_access: number === 1 ? "shared" : "closed",
    format: ["text/csv"],
    host: fullHost(number),
    license: [1, 2].map((license) => ({
      license_ref: `https://example.org/licences/${license}`,
      start_date: "2027-02-01",
    })),
  });
  return smallDataset({
    title,
    dataset_id: doi(`10.5555/eels.${title}`),
    type: "Paths of fish",
    description: "Where and when",
    issued: "2027-01-01",
    language: "eng",
    is_reused: false,
    rights: "Ours",
    keyword: ["eels"],
    preservation_statement: "For ever",
    data_quality_assurance: ["Looked at twice"],
    alternate_identifier: [other(title)],
    related_identifier: [{ ...doi("10.5555/0"), relation_type: "cites" }],
    creator: [{ name: "Dora", mbox: "dora@example.org", creator_id: other("dora") }],
    security_and_privacy: [{ title: "Lock", description: "On the door" }],
    technical_resource: [
      { name: "Boat", description: "Wooden", technical_resource_id: [other("boat")] },
    ],
    distribution: [distribution(1), distribution(2)],
    metadata: [1, 2].map((number) => ({
      description: `Standard ${number}`,
      language: "eng",
      metadata_standard_id: [
        { identifier: `https://example.org/standards/${number}`, type: "url" },
        other("another"),
      ],
    })),
  });
}

function fullHost(number: number) {
  return {
    title: `Archive ${number}`,
    description: "Keeps <em>everything</em>",
    url: `https://archive.example.org/${number}`,
    host_id: [other(`archive ${number}`)],
    availability: "99.5",
    backup_frequency: "daily",
    backup_type: "tape",
    certified_with: "coretrustseal",
    geo_location: "AT",
    pid_system: ["doi"],
    storage_type: "disk",
    support_versioning: "yes",
  };
}
