/** The tables of DMPRoadmap that plans and templates live in, for a database that Rails did not make. */
import { PostgresAdapter, sql, type ColumnDefinitionBuilder, type Kysely } from "kysely";

type ColumnType = "serial" | "bigserial" | "integer" | "bigint" | "boolean" | "varchar" | "text";
type Column = {
  type: ColumnType | "varchar(36)" | "moment" | "json";
  required?: true;
  default?: boolean | number;
  references?: string;
};

const id: Column = { type: "serial" };
const bigId: Column = { type: "bigserial" };
const integer: Column = { type: "integer" };
const bigint: Column = { type: "bigint" };
const boolean: Column = { type: "boolean" };
const string: Column = { type: "varchar" };
const text: Column = { type: "text" };
const json: Column = { type: "json" };
const moment: Column = { type: "moment" };
const versionable: Column = { type: "varchar(36)" };

const required = (column: Column): Column => ({ ...column, required: true });
const to = (table: string, column = integer): Column => ({ ...column, references: table });
const withDefault = (value: boolean | number, column: Column): Column => ({
  ...column,
  default: value,
});

const timestamps = { created_at: moment, updated_at: moment };
const requiredTimestamps = { created_at: required(moment), updated_at: required(moment) };

/** Those that are referred to come first. */
const tables: Record<string, Record<string, Column>> = {
  regions: {
    id,
    abbreviation: string,
    description: string,
    name: string,
    super_region_id: integer,
  },
  departments: {
    id,
    name: string,
    code: string,
    org_id: integer,
    ...requiredTimestamps,
  },
  templates: {
    id,
    title: string,
    description: text,
    published: boolean,
    org_id: to("orgs"),
    locale: string,
    is_default: boolean,
    version: integer,
    visibility: integer,
    customization_of: integer,
    family_id: integer,
    archived: boolean,
    links: text,
    ...timestamps,
  },
  phases: {
    id,
    title: string,
    description: text,
    number: integer,
    template_id: to("templates"),
    modifiable: boolean,
    versionable_id: versionable,
    ...timestamps,
  },
  sections: {
    id,
    title: string,
    description: text,
    number: integer,
    phase_id: to("phases"),
    modifiable: boolean,
    versionable_id: versionable,
    ...timestamps,
  },
  question_formats: {
    id,
    title: string,
    description: text,
    option_based: withDefault(false, boolean),
    formattype: withDefault(0, integer),
    ...requiredTimestamps,
  },
  questions: {
    id,
    text,
    default_value: text,
    number: integer,
    section_id: to("sections"),
    question_format_id: to("question_formats"),
    option_comment_display: withDefault(true, boolean),
    modifiable: boolean,
    versionable_id: versionable,
    ...timestamps,
  },
  question_options: {
    id,
    question_id: to("questions"),
    text: string,
    number: integer,
    is_default: boolean,
    versionable_id: versionable,
    ...timestamps,
  },
  themes: {
    id,
    title: string,
    description: text,
    locale: string,
    ...requiredTimestamps,
  },
  questions_themes: { question_id: required(integer), theme_id: required(integer) },
  plans: {
    id,
    title: string,
    template_id: to("templates"),
    org_id: to("orgs"),
    funder_id: integer,
    grant_id: integer,
    api_client_id: integer,
    research_domain_id: bigint,
    identifier: string,
    description: text,
    visibility: required(withDefault(3, integer)),
    feedback_requested: withDefault(false, boolean),
    complete: withDefault(false, boolean),
    start_date: moment,
    end_date: moment,
    ethical_issues: boolean,
    ethical_issues_description: text,
    ethical_issues_report: string,
    funding_status: integer,
    ...timestamps,
  },
  roles: {
    id,
    user_id: to("users"),
    plan_id: to("plans"),
    access: required(withDefault(0, integer)),
    active: withDefault(true, boolean),
    ...timestamps,
  },
  answers: {
    id,
    text,
    plan_id: to("plans"),
    user_id: to("users"),
    question_id: to("questions"),
    lock_version: withDefault(0, integer),
    ...timestamps,
  },
  answers_question_options: {
    answer_id: required(integer),
    question_option_id: required(integer),
  },
  identifier_schemes: {
    id,
    name: string,
    description: string,
    active: boolean,
    logo_url: string,
    identifier_prefix: string,
    context: integer,
    external_service: string,
    ...timestamps,
  },
  identifiers: {
    id,
    value: required(string),
    attrs: text,
    identifier_scheme_id: integer,
    identifiable_id: integer,
    identifiable_type: string,
    ...timestamps,
  },
  contributors: {
    id,
    name: string,
    email: string,
    phone: string,
    roles: required(integer),
    org_id: integer,
    plan_id: required(integer),
    ...timestamps,
  },
  licenses: {
    id: bigId,
    name: required(string),
    identifier: required(string),
    uri: required(string),
    osi_approved: withDefault(false, boolean),
    deprecated: withDefault(false, boolean),
    ...requiredTimestamps,
  },
  research_domains: {
    id: bigId,
    identifier: required(string),
    label: required(string),
    parent_id: bigint,
    ...requiredTimestamps,
  },
  research_outputs: {
    id: bigId,
    plan_id: integer,
    output_type: required(withDefault(3, integer)),
    output_type_description: string,
    title: required(string),
    abbreviation: string,
    display_order: integer,
    is_default: boolean,
    description: text,
    access: required(withDefault(0, integer)),
    release_date: moment,
    personal_data: boolean,
    sensitive_data: boolean,
    byte_size: bigint,
    license_id: to("licenses", bigint),
    ...requiredTimestamps,
  },
  repositories: {
    id: bigId,
    name: required(string),
    description: required(text),
    homepage: string,
    contact: string,
    uri: required(string),
    info: json,
    ...requiredTimestamps,
  },
  repositories_research_outputs: { id: bigId, research_output_id: bigint, repository_id: bigint },
  metadata_standards: {
    id: bigId,
    title: string,
    description: text,
    rdamsc_id: string,
    uri: string,
    locations: json,
    related_entities: json,
    ...requiredTimestamps,
  },
  metadata_standards_research_outputs: {
    id: bigId,
    metadata_standard_id: bigint,
    research_output_id: bigint,
  },
};

/** On table, columns, and the name where Rails does not make it of these. */
const indexes: readonly (readonly [table: string, columns: readonly string[], name?: string])[] = [
  ["departments", ["org_id"]],
  ["templates", ["org_id"]],
  ["templates", ["family_id"]],
  ["templates", ["org_id", "family_id"], "template_organisation_dmptemplate_index"],
  ["phases", ["template_id"]],
  ["phases", ["versionable_id"]],
  ["sections", ["phase_id"]],
  ["sections", ["versionable_id"]],
  ["questions", ["section_id"]],
  ["questions", ["question_format_id"]],
  ["questions", ["versionable_id"]],
  ["question_options", ["question_id"]],
  ["questions_themes", ["question_id"]],
  ["plans", ["template_id"]],
  ["plans", ["org_id"]],
  ["plans", ["funder_id"]],
  ["plans", ["grant_id"]],
  ["plans", ["api_client_id"]],
  ["plans", ["research_domain_id"]],
  ["roles", ["user_id"]],
  ["roles", ["plan_id"]],
  ["answers", ["plan_id"]],
  ["answers", ["user_id"]],
  ["answers", ["question_id"]],
  ["answers_question_options", ["answer_id"]],
  ["identifiers", ["identifiable_type", "identifiable_id"]],
  [
    "identifiers",
    ["identifier_scheme_id", "identifiable_id", "identifiable_type"],
    "index_identifiers_on_scheme_and_type_and_id",
  ],
  ["identifiers", ["identifier_scheme_id", "value"]],
  ["contributors", ["email"]],
  ["contributors", ["roles"]],
  ["contributors", ["org_id"]],
  ["contributors", ["plan_id"]],
  ["contributors", ["name", "id", "org_id"]],
  ["research_outputs", ["plan_id"]],
  ["research_outputs", ["license_id"]],
  ["repositories_research_outputs", ["research_output_id"]],
  ["repositories_research_outputs", ["repository_id"]],
  [
    "metadata_standards_research_outputs",
    ["metadata_standard_id"],
    "metadata_research_outputs_on_metadata",
  ],
  [
    "metadata_standards_research_outputs",
    ["research_output_id"],
    "metadata_research_outputs_on_ro",
  ],
];

export async function up(db: Kysely<unknown>): Promise<void> {
  const postgres = db.getExecutor().adapter instanceof PostgresAdapter;
  if (await isFound(db, { postgres })) return; // DMPRoadmap's own database: nothing of it is touched

  for (const [name, columns] of Object.entries(tables)) {
    let table = db.schema.createTable(name);
    for (const [columnName, column] of Object.entries(columns)) {
      table = table.addColumn(columnName, dataType(column.type, { postgres }), (builder) =>
        define(builder, column, { postgres }),
      );
    }
    await table.execute();
  }
  for (const [table, columns, name] of indexes) {
    await db.schema
      .createIndex(name ?? `index_${table}_on_${columns.join("_and_")}`)
      .on(table)
      .columns([...columns])
      .execute();
  }
  await db.schema
    .createIndex("index_templates_on_family_id_and_version")
    .unique()
    .on("templates")
    .columns(["family_id", "version"])
    .execute();
}

function dataType(type: Column["type"], { postgres }: { postgres: boolean }) {
  if (type === "moment") return postgres ? sql`timestamp(6)` : sql`datetime`;
  if (type === "json") return "json";
  if (type === "serial" || type === "bigserial") return postgres ? type : "integer";
  return type;
}

function define(
  builder: ColumnDefinitionBuilder,
  column: Column,
  { postgres }: { postgres: boolean },
): ColumnDefinitionBuilder {
  if (column === id || column === bigId) {
    return postgres ? builder.primaryKey() : builder.primaryKey().autoIncrement().notNull();
  }
  let defined = builder;
  if (column.required) defined = defined.notNull();
  if (column.default !== undefined) defined = defined.defaultTo(column.default);
  if (column.references) defined = defined.references(`${column.references}.id`);
  return defined;
}

/** Rails' mark, or Rails' tables without it, as a restored copy may have them. */
async function isFound(db: Kysely<unknown>, { postgres }: { postgres: boolean }) {
  const { rows } = postgres
    ? await sql`
        select 1 where to_regclass('schema_migrations') is not null or to_regclass('plans') is not null`.execute(
        db,
      )
    : await sql`
        select 1 from sqlite_master where type = 'table' and name in ('schema_migrations', 'plans')`.execute(
        db,
      );
  return rows.length > 0;
}
