/** What Tollgate needs of a database: the columns that it reads or writes, and what its role must be allowed. */
import type { Schema } from "../db/schema.ts";

export type Kind = "integer" | "text" | "boolean" | "moment";
export type Privilege = "select" | "insert" | "update" | "delete";

type Columns<Table extends keyof Schema> = Partial<
  Record<Kind, readonly (keyof Schema[Table] & string)[]>
>;

/** Tables and columns that are not named here may be missing, and others may be there. */
export const neededColumns = {
  languages: { integer: ["id"], text: ["abbreviation", "name"], boolean: ["default_language"] },
  regions: { integer: ["id"], text: ["abbreviation"] },
  orgs: { integer: ["id", "region_id"], text: ["name", "abbreviation"], boolean: ["managed"] },
  users: {
    integer: ["id", "org_id", "language_id"],
    text: ["firstname", "surname", "email", "encrypted_password", "api_token", "invitation_token"],
    boolean: ["active"],
    moment: ["invitation_accepted_at"],
  },
  perms: { integer: ["id"], text: ["name"] },
  users_perms: { integer: ["user_id", "perm_id"] },
  templates: {
    integer: ["id", "org_id", "version", "visibility", "customization_of"],
    text: ["title", "description"],
    boolean: ["published", "archived"],
    moment: ["created_at", "updated_at"],
  },
  phases: { integer: ["id", "number"] },
  sections: { integer: ["id", "number", "phase_id"], text: ["title"] },
  questions: { integer: ["id", "number", "section_id"], text: ["text"] },
  question_options: { integer: ["id", "number"], text: ["text"] },
  themes: { integer: ["id"], text: ["title"] },
  questions_themes: { integer: ["question_id", "theme_id"] },
  plans: {
    integer: [
      "id",
      "org_id",
      "funder_id",
      "grant_id",
      "template_id",
      "research_domain_id",
      "funding_status",
    ],
    text: [
      "title",
      "description",
      "identifier",
      "ethical_issues_description",
      "ethical_issues_report",
    ],
    boolean: ["ethical_issues"],
    moment: ["created_at", "updated_at", "start_date", "end_date"],
  },
  roles: {
    integer: ["id", "user_id", "plan_id", "access"],
    boolean: ["active"],
    moment: ["created_at"],
  },
  answers: { integer: ["id", "plan_id", "question_id"], text: ["text"] },
  answers_question_options: { integer: ["answer_id", "question_option_id"] },
  identifier_schemes: { integer: ["id"], text: ["name"] },
  identifiers: {
    integer: ["id", "identifier_scheme_id", "identifiable_id"],
    text: ["identifiable_type", "value"],
  },
  contributors: { integer: ["id", "plan_id", "org_id", "roles"], text: ["name", "email"] },
  licenses: { integer: ["id"], text: ["uri"] },
  research_domains: { integer: ["id"], text: ["identifier", "label"] },
  research_outputs: {
    integer: ["id", "plan_id", "license_id", "output_type", "access", "display_order", "byte_size"],
    text: ["title", "description", "output_type_description"],
    boolean: ["personal_data", "sensitive_data"],
    moment: ["release_date"],
  },
  repositories: { integer: ["id"], text: ["name", "description", "homepage", "uri"] },
  repositories_research_outputs: { integer: ["id", "research_output_id", "repository_id"] },
  metadata_standards: { integer: ["id"], text: ["title", "description", "uri"] },
  metadata_standards_research_outputs: {
    integer: ["id", "research_output_id", "metadata_standard_id"],
  },

  oauth_applications: {
    integer: ["id"],
    text: ["name", "uid", "secret", "redirect_uri", "scopes"],
    boolean: ["confidential"],
    moment: ["created_at", "updated_at"],
  },
  oauth_access_tokens: {
    integer: ["id", "resource_owner_id", "application_id", "expires_in"],
    text: ["token", "scopes"],
    moment: ["created_at", "revoked_at"],
  },

  tollgate_access_tokens: {
    integer: ["access_token_id"],
    text: ["last_four", "last_used_address"],
    moment: ["last_used_at"],
  },
  tollgate_events: {
    integer: ["id", "resource_owner_id", "sequence", "application_id", "access_token_id"],
    text: ["name", "revoked_access_token_ids", "seal"],
    moment: ["created_at"],
  },
  tollgate_event_chains: {
    integer: ["resource_owner_id", "length"],
    text: ["last_seal", "seal"],
  },
  tollgate_sessions: {
    integer: ["user_id"],
    text: ["id_digest", "password_digest"],
    moment: ["created_at", "last_seen_at"],
  },
  tollgate_sign_in_attempts: {
    integer: ["failures"],
    text: ["subject"],
    moment: ["last_attempt_at", "refused_until", "last_success_at"],
  },
  tollgate_used_forms: { integer: ["user_id"], text: ["form_id"], moment: ["used_at"] },
  tollgate_imported_plans: {
    integer: ["plan_id", "owner_id", "contact_id"],
    text: ["dmp_id_digest", "language"],
    moment: ["imported_at"],
  },
} as const satisfies { [Table in keyof Schema]?: Columns<Table> };

export type NeededTable = keyof typeof neededColumns;

const everything: readonly Privilege[] = ["insert", "update", "delete"];

/** Beside `select`, which every needed table asks for. `users` see below. */
export const writes: Partial<Record<NeededTable, readonly Privilege[]>> = {
  oauth_applications: ["insert"],
  oauth_access_tokens: ["insert", "update"],
  tollgate_access_tokens: everything,
  tollgate_events: everything,
  tollgate_event_chains: everything,
  tollgate_sessions: everything,
  tollgate_sign_in_attempts: everything,
  tollgate_used_forms: everything,
  tollgate_imported_plans: everything,
};

/** Written for who makes a new legacy token; and PostgreSQL locks a row only for who may update some column of it. */
export const updatedColumn = { table: "users", column: "api_token" } as const;

const kinds = ["integer", "text", "boolean", "moment"] as const satisfies Kind[];

/** Every needed column once. */
export const needs = Object.entries<Partial<Record<Kind, readonly string[]>>>(
  neededColumns,
).flatMap(([table, columns]) =>
  kinds.flatMap((kind) => (columns[kind] ?? []).map((column) => ({ table, column, kind }))),
);
