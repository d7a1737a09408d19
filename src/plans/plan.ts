/** A plan with everything that is told of it, as it is found in the tables; nothing of it is formatted yet. */

export type Plan = {
  id: number;
  title: string | null;
  /** HTML. */
  description: string | null;
  created_at: Date | undefined;
  updated_at: Date | undefined;
  start_date: Date | undefined;
  end_date: Date | undefined;
  ethical_issues: boolean | null;
  ethical_issues_description: string | null;
  ethical_issues_report: string | null;
  /** Planned 0, funded 1, denied 2. */
  funding_status: number | null;
  /** Of the funding opportunity. */
  opportunity: string | null;
  template: { id: number; title: string | null } | undefined;
  org: Organisation | undefined;
  funder: Organisation | undefined;
  grant: Identifier | undefined;
  research_domain: { identifier: string; label: string } | undefined;
  identifiers: readonly Identifier[];
  /** Who has administered it for longest. */
  owner: Person | undefined;
  /** Abbreviated: of the owner, else of the service. */
  language: string | null;
  contributors: readonly Contributor[];
  research_outputs: readonly ResearchOutput[];
  costs: readonly { question: string | null; answer: string | null }[];
  /** Of a plan that came from a file: what that says beside DMPRoadmap's tables. */
  imported: Imported | undefined;
  /** Undefined unless asked for. */
  answers: readonly Answer[] | undefined;
};

/** `language`: three letters. `contact`: undefined where it is the owner himself. */
export type Imported = { language: string; contact: Contributor | undefined };

export type Identifier = { value: string; scheme: string | null };

export type Organisation = {
  name: string | null;
  abbreviation: string | null;
  region: string | null;
  identifiers: readonly Identifier[];
};

export type Person = {
  name: string | null;
  email: string | null;
  org: Organisation | undefined;
  identifiers: readonly Identifier[];
};

/** `roles`: bit flags as in the table. */
export type Contributor = Person & { roles: number };

export type ResearchOutput = {
  id: number;
  output_type: number;
  /** What it is, if its type is "other". */
  output_type_description: string | null;
  title: string;
  /** HTML. */
  description: string | null;
  /** Open 0, embargoed 1, restricted 2, closed 3. */
  access: number;
  release_date: Date | undefined;
  personal_data: boolean | null;
  sensitive_data: boolean | null;
  byte_size: number | undefined;
  license_uri: string | null;
  repositories: readonly Repository[];
  metadata_standards: readonly MetadataStandard[];
  identifiers: readonly Identifier[];
};

export type Repository = {
  name: string;
  description: string;
  homepage: string | null;
  uri: string;
};

export type MetadataStandard = {
  title: string | null;
  description: string | null;
  uri: string | null;
};

export type Answer = {
  question_id: number;
  number: number | null;
  section: string | null;
  /** HTML. */
  question: string | null;
  /** HTML; a comment where the question is answered by options. */
  text: string | null;
  /** The texts of the chosen options. */
  options: readonly string[];
};

/** Bit flags of `contributors.roles`, by the names of the CRediT taxonomy where it has them. */
export const contributorRoles = {
  data_curation: 1,
  investigation: 2,
  project_administration: 4,
  other: 8,
} as const;
