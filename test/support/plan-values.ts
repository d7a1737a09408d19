/** Plans as they are before they are told, for tests of how they are told: what a test does not say is not there. */
import type { Contributor, Organisation, Plan, ResearchOutput } from "../../src/plans/plan.ts";

export function planWith(changes: Partial<Plan> = {}): Plan {
  return {
    id: 7,
    title: null,
    description: null,
    created_at: undefined,
    updated_at: undefined,
    start_date: undefined,
    end_date: undefined,
    ethical_issues: null,
    ethical_issues_description: null,
    ethical_issues_report: null,
    funding_status: null,
    opportunity: null,
    template: undefined,
    org: undefined,
    funder: undefined,
    grant: undefined,
    research_domain: undefined,
    identifiers: [],
    owner: undefined,
    language: null,
    contributors: [],
    research_outputs: [],
    costs: [],
    imported: undefined,
    answers: undefined,
    ...changes,
  };
}

export function organisationWith(changes: Partial<Organisation> = {}): Organisation {
  return { name: null, abbreviation: null, region: null, identifiers: [], ...changes };
}

/** A person; `roles` count for contributors only. */
export function personWith(changes: Partial<Contributor> = {}): Contributor {
  return { name: null, email: null, org: undefined, identifiers: [], roles: 0, ...changes };
}

export function outputWith(changes: Partial<ResearchOutput> = {}): ResearchOutput {
  return {
    id: 5,
    output_type: 3,
    output_type_description: null,
    title: "Ice cores",
    description: null,
    access: 0,
    release_date: undefined,
    personal_data: null,
    sensitive_data: null,
    byte_size: undefined,
    license_uri: null,
    repositories: [],
    metadata_standards: [],
    identifiers: [],
    ...changes,
  };
}

/** As it leaves: the order of the members counts, and those that are undefined are not there. */
export function asSent(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
