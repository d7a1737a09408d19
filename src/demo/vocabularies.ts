/** What the demo's templates and plans choose from: real names and addresses, described in our own words. */

/** Answers to questions of the theme Cost are told as costs. */
export const themes = {
  data: { title: "Data Description", description: "What is collected or reused." },
  documentation: {
    title: "Metadata & Documentation",
    description: "What others need in order to understand the data.",
  },
  storage: { title: "Storage & Security", description: "Where data are while they are worked on." },
  ethics: { title: "Ethics & Privacy", description: "Whom the data are about." },
  sharing: { title: "Data Sharing", description: "Who gets the data, and when." },
  cost: { title: "Cost", description: "What all this costs." },
} as const;

/** `formattype`: DMPRoadmap's number of the format. */
export const questionFormats = {
  "text area": { title: "Text area", formattype: 0, option_based: false },
  "text field": { title: "Text field", formattype: 1, option_based: false },
  "radio buttons": { title: "Radio buttons", formattype: 2, option_based: true },
  "check box": { title: "Check box", formattype: 3, option_based: true },
  dropdown: { title: "Dropdown", formattype: 4, option_based: true },
  "multi select box": { title: "Multi select box", formattype: 5, option_based: true },
  date: { title: "Date", formattype: 6, option_based: false },
} as const;

export const licences = {
  "CC-BY-4.0": {
    name: "Creative Commons Attribution 4.0 International",
    uri: "https://creativecommons.org/licenses/by/4.0/",
    osi_approved: false,
  },
  "CC0-1.0": {
    name: "Creative Commons Zero v1.0 Universal",
    uri: "https://creativecommons.org/publicdomain/zero/1.0/",
    osi_approved: false,
  },
  MIT: { name: "MIT License", uri: "https://opensource.org/license/mit", osi_approved: true },
} as const;

export const repositories = {
  zenodo: {
    name: "Zenodo",
    description: "A repository for results of all disciplines, and for software.",
    homepage: "https://zenodo.org/",
    uri: "https://www.re3data.org/repository/r3d100010468",
  },
  dryad: {
    name: "Dryad",
    description: "A repository for data of all disciplines, looked through before they appear.",
    homepage: "https://datadryad.org/",
    uri: "https://www.re3data.org/repository/r3d100000044",
  },
  pangaea: {
    name: "PANGAEA",
    description: "A publisher of data about the earth and its environment.",
    homepage: "https://www.pangaea.de/",
    uri: "https://www.re3data.org/repository/r3d100010134",
  },
  university: {
    name: "Example University Data Store",
    description:
      "<p>The university's own archive. It also keeps data that may only be read on request.</p>",
    homepage: "https://data.example.org/",
    uri: "https://data.example.org/about",
  },
} as const;

export const metadataStandards = {
  "dublin core": {
    title: "Dublin Core",
    description: "A small set of terms that describe any resource.",
    uri: "https://www.dublincore.org/specifications/dublin-core/dcmi-terms/",
  },
  datacite: {
    title: "DataCite Metadata Schema",
    description: "What is told of data that get a DOI.",
    uri: "https://schema.datacite.org/",
  },
  "darwin core": {
    title: "Darwin Core",
    description: "Terms for observations of living things.",
    uri: "https://dwc.tdwg.org/",
  },
  ddi: {
    title: "DDI",
    description: "Describes surveys and other observations of people.",
    uri: "https://ddialliance.org/",
  },
} as const;

/** Fields of the OECD's classification, under their numbers there. A parent stands before its parts. */
export const researchDomains = {
  "1": { label: "Natural sciences" },
  "1.5": { label: "Earth and related environmental sciences", parent: "1" },
  "1.6": { label: "Biological sciences", parent: "1" },
  "3": { label: "Medical and health sciences" },
  "3.3": { label: "Health sciences", parent: "3" },
  "6": { label: "Humanities and the arts" },
  "6.1": { label: "History and archaeology", parent: "6" },
} as const;
