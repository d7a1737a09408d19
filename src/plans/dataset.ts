/** Research outputs in the words of the RDA DMP Common Standard, which calls them datasets. */
import { identifierTypes, type DmpDataset } from "./common-standard.ts";
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
    type: outputTypes[output.output_type],
    title: output.title.trim() || undefined,
    description: safeHtml(output.description),
    personal_data: toYesNo(output.personal_data),
    sensitive_data: toYesNo(output.sensitive_data),
    issued: toDay(output.release_date),
    dataset_id: { type: "other", identifier: String(output.id) } as const,
    distribution: some(output.repositories.map((repository) => distribution(output, repository))),
    metadata: some(output.metadata_standards.map((standard) => metadata(standard, language))),
    technical_resource: [],
    keyword,
  }));
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

function distribution(output: ResearchOutput, repository: Repository) {
  const license_ref = webAddress(output.license_uri);
  return {
    title: `Anticipated distribution for ${output.title.trim()}`,
    byte_size: output.byte_size,
    data_access: dataAccess[output.access],
    host: host(repository),
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

function metadata({ title, description, uri }: MetadataStandard, language: string | undefined) {
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
