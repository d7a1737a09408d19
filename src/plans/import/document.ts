/**
 * A plan's file as the RDA DMP Common Standard has it: what is valid by version 1.0, 1.1 or 1.2 is valid here.
 * The later versions allow more, so one schema serves all three; each member may have further ones beside it.
 */
import { Type, type Static, type TSchema } from "typebox";
import { Compile } from "typebox/compile";
import { languageCodes } from "../language-codes.ts";
import { mailAddress } from "../people.ts";
import { isDay, isMoment } from "./values.ts";
import type { RuleCode } from "./problems.ts";

/** Databases find rows by what has these lengths, and their indexes hold no more. In characters. */
const longestAddress = 2_000;
const longestIdentifier = 500;

const Text = Type.String();
const Title = Type.String({ minLength: 1 });
const Name = Type.String({ minLength: 1, maxLength: longestIdentifier });
const Word = Type.String({ maxLength: longestIdentifier });
const Texts = Type.Array(Text);
const Day = textThat(isDay, "not_day");
const Moment = textThat(isMoment, "not_moment");
const Mail = textThat((text) => mailAddress(text) === text, "not_email");
const Address = textThat((text) => URL.canParse(text), "not_address", {
  maxLength: longestAddress,
});
const YesNo = oneOf(["yes", "no", "unknown"]);
const Language = textThat((text) => languageCodes.includes(text), "not_code");
const Currency = textThat((text) => /^[A-Z]{3}$/.test(text), "not_code");
const Country = textThat((text) => /^[A-Z]{2}$/.test(text), "not_code");

/** `code`: what is wrong with a text that is not so. */
function textThat(
  isSo: (text: string) => boolean,
  code: RuleCode,
  options: { maxLength?: number } = {},
) {
  const check = (value: unknown) => typeof value !== "string" || isSo(value);
  return Type.Refine(Type.String(options), check, () => code);
}

function oneOf<const Value extends string>(values: readonly Value[]) {
  return Type.Unsafe<Value>({ type: "string", enum: values });
}

function maybe<Properties extends Record<string, TSchema>>(properties: Properties) {
  return Type.Partial(Type.Object(properties));
}

const Identifier = Type.Object({ identifier: Word, type: Word });

/** 1.2 has a list where the earlier versions have one. */
function oneOrSome<Item extends TSchema>(item: Item) {
  return Type.Union([item, Type.Array(item, { maxItems: 50 })]);
}

const Identifiers = oneOrSome(Identifier);

const Affiliation = maybe({
  name: Word,
  abbreviation: Word,
  affiliation_id: Identifier,
});
const Affiliations = oneOrSome(Affiliation);

const Contact = Type.Object({
  name: Name,
  mbox: Mail,
  contact_id: Identifiers,
  affiliation: Type.Optional(Affiliations),
});

const Contributor = Type.Object({
  name: Name,
  mbox: Type.Optional(Mail),
  contributor_id: Identifiers,
  role: Type.Array(Text, { uniqueItems: true, maxItems: 50 }),
  affiliation: Type.Optional(Affiliations),
});

const Cost = Type.Object({
  title: Text,
  ...maybe({ description: Text, currency_code: Currency, value: Type.Number() }).properties,
});

const Funding = Type.Object({
  funder_id: Identifier,
  ...maybe({
    name: Word,
    funder_name: Word,
    grant_id: Identifier,
    funding_status: oneOf(["planned", "applied", "granted", "rejected"]),
    dmproadmap_funding_opportunity_id: Identifier,
  }).properties,
});

const Project = Type.Object({
  title: Text,
  ...maybe({
    description: Text,
    start: Day,
    end: Day,
    project_id: Type.Array(Identifier),
    funding: Type.Array(Funding),
  }).properties,
});

const License = Type.Object({ license_ref: Address, start_date: Day });

const Host = Type.Object({
  title: Name,
  url: Address,
  ...maybe({
    description: Text,
    host_id: Type.Array(Identifier),
    dmproadmap_host_id: Identifier,
    availability: Text,
    backup_frequency: Text,
    backup_type: Text,
    certified_with: Text,
    geo_location: Country,
    pid_system: Texts,
    storage_type: Text,
    support_versioning: YesNo,
  }).properties,
});

const Distribution = Type.Object({
  title: Text,
  data_access: oneOf(["open", "shared", "closed"]),
  ...maybe({
    description: Text,
    access_url: Text,
    download_url: Address,
    available_until: Day,
    issued: Day,
    byte_size: Type.Integer({
      minimum: Number.MIN_SAFE_INTEGER,
      maximum: Number.MAX_SAFE_INTEGER,
    }),
    format: Texts,
    host: Host,
    license: Type.Array(License, { maxItems: 50 }),
  }).properties,
});

const Metadata = Type.Object({
  language: Language,
  metadata_standard_id: Identifiers,
  description: Type.Optional(Text),
});

const Dataset = Type.Object({
  title: Title,
  dataset_id: Identifier,
  personal_data: YesNo,
  sensitive_data: YesNo,
  ...maybe({
    type: Text,
    description: Text,
    issued: Day,
    language: Language,
    keyword: Texts,
    data_quality_assurance: Texts,
    preservation_statement: Text,
    security_and_privacy: Type.Array(
      Type.Object({ title: Text, description: Type.Optional(Text) }),
    ),
    technical_resource: Type.Array(Type.Object({ name: Text, description: Type.Optional(Text) })),
    distribution: Type.Array(Distribution, { maxItems: 50 }),
    metadata: Type.Array(Metadata, { maxItems: 50 }),
    is_reused: Type.Boolean(),
    rights: Text,
  }).properties,
});

const DmpDocumentSchema = Type.Object({
  title: Title,
  language: Language,
  created: Moment,
  modified: Moment,
  ethical_issues_exist: YesNo,
  dmp_id: Type.Object({ identifier: Name, type: Word }),
  contact: Contact,
  dataset: Type.Array(Dataset, { maxItems: 500 }),
  ...maybe({
    description: Text,
    ethical_issues_description: Text,
    ethical_issues_report: Text,
    contributor: Type.Array(Contributor, { maxItems: 200 }),
    cost: Type.Array(Cost),
    project: Type.Array(Project),
  }).properties,
});

export const dmpDocument = Compile(DmpDocumentSchema);

export type DmpDocument = Static<typeof DmpDocumentSchema>;
export type GivenIdentifier = Static<typeof Identifier>;
export type GivenAffiliation = Static<typeof Affiliation>;
export type GivenPerson = {
  name: string;
  mbox?: string | undefined;
  affiliation?: GivenAffiliation | GivenAffiliation[] | undefined;
};
export type GivenDataset = Static<typeof Dataset>;
export type GivenHost = Static<typeof Host>;
export type GivenFunding = Static<typeof Funding>;
export type GivenDistribution = Static<typeof Distribution>;
export type GivenMetadata = Static<typeof Metadata>;

/** All of them, where one thing or a list may stand. */
export function listOf<Item>(value: Item | Item[] | undefined): Item[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
