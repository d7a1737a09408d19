/** Research outputs in the words of the RDA DMP Common Standard, which calls them datasets. */
import { identifierTypes, type DmpDataset, type DmpDistribution } from "./common-standard.ts";
import { identify, webAddress } from "./identify.ts";
import type { MetadataStandard, Plan, Repository, ResearchOutput } from "./plan.ts";
import { safeHtml } from "./rich-text.ts";
import { some, toDay, toYesNo } from "./values.ts";

/** By their number in `research_outputs.output_type`. */
export const outputTypes = [
  "audiovisual",
  "collection",
  "data_paper",
  "dataset",
  "event",
  "image",
  "interactive_resource",
  "model_representation",
  "physical_object",
  "service",
  "software",
  "sound",
  "text",
  "workflow",
  "other",
] as const;

/** By the number in `research_outputs.access`; embargoed data are closed today, restricted ones shared with some. */
const dataAccess = ["open", "closed", "shared", "closed"] as const;

/** `language`: of the plan, in which its datasets are described. */
export function toDatasets(plan: Plan, language: string | undefined): readonly DmpDataset[] {
  const keyword = keywords(plan);
  if (plan.research_outputs.length === 0) return [genericDataset(plan, keyword)];
  return plan.research_outputs.map((output) => ({
    type: toType(output, plan),
    title: output.title.trim() || undefined,
    description: safeHtml(output.description),
    personal_data: toYesNo(output.personal_data),
    sensitive_data: toYesNo(output.sensitive_data),
    issued: toDay(output.release_date),
    dataset_id: datasetId(output),
    distribution: some(toDistributions(output, plan)),
    metadata: some(output.metadata_standards.map((standard) => toDmpMetadata(standard, language))),
    technical_resource: [],
    keyword,
  }));
}

/** Where a plan's file had another word, its own. */
function toType(
  { output_type, output_type_description }: ResearchOutput,
  { imported }: Plan,
): string | undefined {
  const type = outputTypes[output_type];
  return (imported && type === "other" && output_type_description?.trim()) || type;
}

/** What somebody gave it, else its number here. */
function datasetId({ id, identifiers }: ResearchOutput) {
  const [given] = identifiers;
  return (
    (given && identify(given, identifierTypes.dataset)) ??
    ({ type: "other", identifier: String(id) } as const)
  );
}

/** The standard wants one at least. */
function genericDataset({ id }: Plan, keyword: readonly string[] | undefined): DmpDataset {
  return {
    type: "dataset",
    title: "Generic dataset",
    description: "No individual datasets have been defined for this DMP.",
    personal_data: "unknown",
    sensitive_data: "unknown",
    dataset_id: { type: "other", identifier: `plan-${id}-generic-dataset` },
    keyword,
  };
}

/** One a repository. Of a plan that came from a file, also without repository, if there is something else to say. */
function toDistributions(output: ResearchOutput, { imported }: Plan): DmpDistribution[] {
  const { repositories, byte_size, license_uri, access } = output;
  if (repositories.length > 0 || !imported) {
    return repositories.map((each) => distribution(output, each));
  }
  const isOpen = (dataAccess[access] ?? "open") === "open"; // as everything is that nobody has thought about
  return byte_size !== undefined || license_uri !== null || !isOpen ? [distribution(output)] : [];
}

function distribution(output: ResearchOutput, repository?: Repository): DmpDistribution {
  const license_ref = webAddress(output.license_uri);
  return {
    title: `Anticipated distribution for ${output.title.trim()}`,
    byte_size: output.byte_size,
    data_access: dataAccess[output.access],
    host: repository && host(repository),
    license: license_ref ? [{ license_ref, start_date: toDay(output.release_date) }] : undefined,
  };
}

function host({ name, description, homepage, uri }: Repository) {
  return {
    title: name.trim() || undefined,
    description: safeHtml(description),
    url: webAddress(homepage) ?? webAddress(uri),
    dmproadmap_host_id: identify({ value: uri, scheme: null }, ["url", "other"]),
  };
}

/** `language`: of the plan. */
export function toDmpMetadata(
  { title, description, uri }: MetadataStandard,
  language: string | undefined,
) {
  const parts = [title, safeHtml(description), uri].filter(Boolean);
  return {
    description: parts.join(" - ") || undefined,
    language,
    metadata_standard_id: uri
      ? identify({ value: uri, scheme: null }, identifierTypes.metadataStandard)
      : undefined,
  };
}

function keywords({ research_domain: domain }: Plan): readonly string[] | undefined {
  return domain && [domain.label, `${domain.identifier} - ${domain.label}`];
}
