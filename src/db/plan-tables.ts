/** DMPRoadmap's tables of plans and templates, and of what both refer to. */
import type { Generated, Insertable } from "kysely";

export interface PlanTables {
  regions: RegionsTable;
  departments: DepartmentsTable;
  templates: TemplatesTable;
  phases: PhasesTable;
  sections: SectionsTable;
  questions: QuestionsTable;
  question_formats: QuestionFormatsTable;
  question_options: QuestionOptionsTable;
  questions_themes: QuestionsThemesTable;
  themes: ThemesTable;
  plans: PlansTable;
  roles: RolesTable;
  answers: AnswersTable;
  answers_question_options: AnswersQuestionOptionsTable;
  identifier_schemes: IdentifierSchemesTable;
  identifiers: IdentifiersTable;
  contributors: ContributorsTable;
  licenses: LicensesTable;
  research_domains: ResearchDomainsTable;
  research_outputs: ResearchOutputsTable;
  repositories: RepositoriesTable;
  repositories_research_outputs: RepositoriesResearchOutputsTable;
  metadata_standards: MetadataStandardsTable;
  metadata_standards_research_outputs: MetadataStandardsResearchOutputsTable;
}

interface Timestamps {
  created_at: Date | null;
  updated_at: Date | null;
}

interface RequiredTimestamps {
  created_at: Date;
  updated_at: Date;
}

export interface RegionsTable {
  id: Generated<number>;
  abbreviation: string | null;
  description: string | null;
  name: string | null;
  super_region_id: number | null;
}

export interface DepartmentsTable extends RequiredTimestamps {
  id: Generated<number>;
  name: string | null;
  code: string | null;
  org_id: number | null;
}

export interface TemplatesTable extends Timestamps {
  id: Generated<number>;
  title: string | null;
  description: string | null;
  published: boolean | null;
  org_id: number | null;
  locale: string | null;
  is_default: boolean | null;
  version: number | null;
  /** 0: for the organisation's own people; 1: for everybody. */
  visibility: number | null;
  /** The `family_id` of the template that this one adds questions to. */
  customization_of: number | null;
  /** What the versions of one template have in common. */
  family_id: number | null;
  archived: boolean | null;
  links: string | null;
}

export interface PhasesTable extends Timestamps {
  id: Generated<number>;
  title: string | null;
  description: string | null;
  number: number | null;
  template_id: number | null;
  modifiable: boolean | null;
  versionable_id: string | null;
}

export interface SectionsTable extends Timestamps {
  id: Generated<number>;
  title: string | null;
  description: string | null;
  number: number | null;
  phase_id: number | null;
  modifiable: boolean | null;
  versionable_id: string | null;
}

export interface QuestionsTable extends Timestamps {
  id: Generated<number>;
  text: string | null;
  default_value: string | null;
  number: number | null;
  section_id: number | null;
  question_format_id: number | null;
  option_comment_display: Generated<boolean | null>;
  modifiable: boolean | null;
  versionable_id: string | null;
}

export interface QuestionFormatsTable extends RequiredTimestamps {
  id: Generated<number>;
  title: string | null;
  description: string | null;
  option_based: Generated<boolean | null>;
  /** Text area 0, text field 1, radio buttons 2, check box 3, dropdown 4, multi select box 5, date 6. */
  formattype: Generated<number | null>;
}

export interface QuestionOptionsTable extends Timestamps {
  id: Generated<number>;
  question_id: number | null;
  text: string | null;
  number: number | null;
  is_default: boolean | null;
  versionable_id: string | null;
}

export interface QuestionsThemesTable {
  question_id: number;
  theme_id: number;
}

export interface ThemesTable extends RequiredTimestamps {
  id: Generated<number>;
  title: string | null;
  description: string | null;
  locale: string | null;
}

export interface PlansTable extends Timestamps {
  id: Generated<number>;
  title: string | null;
  template_id: number | null;
  org_id: number | null;
  /** An organisation. */
  funder_id: number | null;
  /** An identifier. */
  grant_id: number | null;
  api_client_id: number | null;
  research_domain_id: number | null;
  /** Of the funding opportunity. */
  identifier: string | null;
  /** HTML. */
  description: string | null;
  /** Organisationally visible 0, publicly visible 1, test 2, privately visible 3. */
  visibility: Generated<number>;
  feedback_requested: Generated<boolean | null>;
  complete: Generated<boolean | null>;
  start_date: Date | null;
  end_date: Date | null;
  ethical_issues: boolean | null;
  ethical_issues_description: string | null;
  ethical_issues_report: string | null;
  /** Planned 0, funded 1, denied 2. */
  funding_status: number | null;
}

export interface RolesTable extends Timestamps {
  id: Generated<number>;
  user_id: number | null;
  plan_id: number | null;
  /** Bit flags: creator 1, administrator 2, editor 4, commenter 8, reviewer 16. */
  access: Generated<number>;
  active: Generated<boolean | null>;
}

export interface AnswersTable extends Timestamps {
  id: Generated<number>;
  /** HTML; beside options a comment. */
  text: string | null;
  plan_id: number | null;
  user_id: number | null;
  question_id: number | null;
  lock_version: Generated<number | null>;
}

export interface AnswersQuestionOptionsTable {
  answer_id: number;
  question_option_id: number;
}

export interface IdentifierSchemesTable extends Timestamps {
  id: Generated<number>;
  name: string | null;
  description: string | null;
  active: boolean | null;
  logo_url: string | null;
  identifier_prefix: string | null;
  /** Bit flags of what it identifies: for signing in 1, organisations 2, plans 4, users 8, contributors 16. */
  context: number | null;
  external_service: string | null;
}

export interface IdentifiersTable extends Timestamps {
  id: Generated<number>;
  /** With the scheme's prefix. */
  value: string;
  attrs: string | null;
  identifier_scheme_id: number | null;
  identifiable_id: number | null;
  /** A Rails class: User, Org, Plan, Contributor, ResearchOutput. */
  identifiable_type: string | null;
}

export interface ContributorsTable extends Timestamps {
  id: Generated<number>;
  name: string | null;
  email: string | null;
  phone: string | null;
  /** Bit flags: data curation 1, investigation 2, project administration 4, other 8. */
  roles: number;
  org_id: number | null;
  plan_id: number;
}

export interface LicensesTable extends RequiredTimestamps {
  id: Generated<number>;
  name: string;
  identifier: string;
  uri: string;
  osi_approved: Generated<boolean | null>;
  deprecated: Generated<boolean | null>;
}

export interface ResearchDomainsTable extends RequiredTimestamps {
  id: Generated<number>;
  identifier: string;
  label: string;
  parent_id: number | null;
}

export interface ResearchOutputsTable extends RequiredTimestamps {
  id: Generated<number>;
  plan_id: number | null;
  /** The position of its name among those of `src/plans/dataset.ts`. */
  output_type: Generated<number>;
  output_type_description: string | null;
  title: string;
  abbreviation: string | null;
  display_order: number | null;
  is_default: boolean | null;
  /** HTML. */
  description: string | null;
  /** Open 0, embargoed 1, restricted 2, closed 3. */
  access: Generated<number>;
  release_date: Date | null;
  personal_data: boolean | null;
  sensitive_data: boolean | null;
  byte_size: number | null;
  license_id: number | null;
}

export interface RepositoriesTable extends RequiredTimestamps {
  id: Generated<number>;
  name: string;
  description: string;
  homepage: string | null;
  contact: string | null;
  uri: string;
  info: string | null;
}

export interface RepositoriesResearchOutputsTable {
  id: Generated<number>;
  research_output_id: number | null;
  repository_id: number | null;
}

export interface MetadataStandardsTable extends RequiredTimestamps {
  id: Generated<number>;
  title: string | null;
  description: string | null;
  rdamsc_id: string | null;
  uri: string | null;
  locations: string | null;
  related_entities: string | null;
}

export interface MetadataStandardsResearchOutputsTable {
  id: Generated<number>;
  metadata_standard_id: number | null;
  research_output_id: number | null;
}

export type NewTemplateRow = Insertable<TemplatesTable>;
export type NewSectionRow = Insertable<SectionsTable>;
export type NewPlanRow = Insertable<PlansTable>;
export type NewResearchOutputRow = Insertable<ResearchOutputsTable>;
