/**
 * A plan in the words of the RDA DMP Common Standard 1.0, with what DMPRoadmap adds to it, key by key in its order.
 *
 * What the standard requires is optional here all the same: a plan that lacks it is served without it, and
 * `shortcomings.ts` tells what is missing.
 */
import { Type, type Static, type TSchema } from "typebox";

/** The version that complete plans are valid by, as every plan names it. */
export const schemaUrl =
  "https://github.com/RDA-DMP-Common/RDA-DMP-Common-Standard/tree/master/examples/JSON/JSON-schema/1.0";

function oneOf<const Value extends string>(values: readonly Value[], description?: string) {
  return Type.Unsafe<Value>({ type: "string", enum: values, ...(description && { description }) });
}

const Text = Type.String();
const Day = Type.String({ format: "date" });
const Moment = Type.String({ format: "date-time" });
const Uri = Type.String({ format: "uri" });
const YesNo = oneOf(["yes", "no", "unknown"]);

/** Every member may be missing. `title`: what the documentation calls it. */
function members<Properties extends Record<string, TSchema>>(
  title: string,
  properties: Properties,
) {
  return Type.Partial(Type.Object(properties), { title });
}

function identifierOf<const Kind extends string>(types: readonly Kind[]) {
  return Type.Object({ type: oneOf(types), identifier: Text });
}

/** What each kind of identifier may be called; the standard allows no other types. */
export const identifierTypes = {
  dmp: ["handle", "doi", "ark", "url", "other"],
  person: ["orcid", "isni", "openid", "other"],
  funder: ["fundref", "url", "other"],
  grant: ["url", "other"],
  dataset: ["handle", "doi", "ark", "url", "other"],
  metadataStandard: ["url", "other"],
  /** DMPRoadmap's own members, on which the standard is silent. */
  affiliation: ["ror", "fundref"],
  any: ["orcid", "ror", "fundref", "ark", "doi", "url", "other"],
} as const;

const Affiliation = members("Affiliation", {
  name: Text,
  abbreviation: Text,
  region: Text,
  affiliation_id: identifierOf(identifierTypes.affiliation),
});

const Contact = members("Contact", {
  name: Text,
  mbox: Type.String({ format: "email" }),
  affiliation: Affiliation,
  contact_id: identifierOf(identifierTypes.person),
});

const Contributor = members("Contributor", {
  name: Text,
  mbox: Type.String({ format: "email" }),
  role: Type.Array(Text),
  affiliation: Affiliation,
  contributor_id: identifierOf(identifierTypes.person),
});

const Cost = members("Cost", {
  title: Text,
  description: Text,
  currency_code: oneOf(["USD"]),
  value: Type.Number(),
});

const Funding = members("Funding", {
  name: Text,
  funder_id: identifierOf(identifierTypes.funder),
  grant_id: identifierOf(identifierTypes.grant),
  funding_status: oneOf(["planned", "granted", "rejected"]),
  dmproadmap_funding_opportunity_id: identifierOf(identifierTypes.any),
  dmproadmap_funded_affiliations: Type.Array(Affiliation),
});

const Project = members("Project", {
  title: Text,
  description: Text,
  start: Day,
  end: Day,
  funding: Type.Array(Funding),
});

const License = members("License", { license_ref: Uri, start_date: Day });

const Host = members("Host", {
  title: Text,
  description: Text,
  url: Uri,
  dmproadmap_host_id: identifierOf(["url", "other"]),
});

const Distribution = members("Distribution", {
  title: Text,
  byte_size: Type.Integer(),
  data_access: oneOf(["open", "shared", "closed"]),
  host: Host,
  license: Type.Array(License),
});

const Metadata = members("Metadata", {
  description: Text,
  language: Text,
  metadata_standard_id: identifierOf(identifierTypes.metadataStandard),
});

const Dataset = members("Dataset", {
  type: Text,
  title: Text,
  description: Text,
  personal_data: YesNo,
  sensitive_data: YesNo,
  issued: Day,
  dataset_id: identifierOf(identifierTypes.dataset),
  distribution: Type.Array(Distribution),
  metadata: Type.Array(Metadata),
  technical_resource: Type.Array(Type.Object({ name: Text })),
  keyword: Type.Array(Text),
});

const CompletePlanAnswer = members("Answer", {
  question_id: Type.Integer(),
  title: Text,
  section: Text,
  question: Text,
  answer: Text,
});

const Extension = members("Extension", {
  dmproadmap: members("Roadmap", {
    template: members("TemplateOfPlan", { id: Type.Integer(), title: Text }),
  }),
  complete_plan: Type.Array(CompletePlanAnswer),
});

const DmpSchema = members("Plan", {
  schema: Text,
  title: Text,
  description: Text,
  language: Type.String({ description: "ISO 639-2: three letters" }),
  created: Moment,
  modified: Moment,
  ethical_issues_exist: YesNo,
  ethical_issues_description: Text,
  ethical_issues_report: Uri,
  dmp_id: identifierOf(identifierTypes.dmp),
  contact: Contact,
  contributor: Type.Array(Contributor),
  cost: Type.Array(Cost),
  project: Type.Array(Project),
  dataset: Type.Array(Dataset),
  extension: Type.Array(Extension),
});

/** An item of the API's answers. */
export const DmpItem = Type.Object({ dmp: DmpSchema });

export const DmpTemplateItem = Type.Object({
  dmp_template: members("Template", {
    title: Text,
    description: Text,
    version: Type.Integer(),
    created: Moment,
    modified: Moment,
    affiliation: Affiliation,
    template_id: identifierOf(["other"]),
  }),
});

/** As it is put together: a member that is not there may be undefined, because JSON leaves it out. */
type Written<Value> = Value extends readonly (infer Item)[]
  ? readonly Written<Item>[]
  : Value extends object
    ? {
        [Key in keyof Value]: object extends Pick<Value, Key>
          ? Written<Value[Key]> | undefined
          : Written<Value[Key]>;
      }
    : Value;

export type Dmp = Written<Static<typeof DmpSchema>>;
export type DmpTemplate = Written<Static<typeof DmpTemplateItem>["dmp_template"]>;
export type DmpAffiliation = Written<Static<typeof Affiliation>>;
export type DmpContact = Written<Static<typeof Contact>>;
export type DmpContributor = Written<Static<typeof Contributor>>;
export type DmpDataset = Written<Static<typeof Dataset>>;
export type DmpDistribution = Written<Static<typeof Distribution>>;
export type DmpProject = Written<Static<typeof Project>>;
export type DmpFunding = Written<Static<typeof Funding>>;
export type DmpCost = Written<Static<typeof Cost>>;
export type DmpAnswer = Written<Static<typeof CompletePlanAnswer>>;
