/** The schemes of identifiers that DMPRoadmap begins with, as its `identifier_schemes` holds them. */

/** `context`: what it identifies, as bit flags: for signing in 1, organisations 2, plans 4, users 8, contributors 16. */
export const identifierSchemes = {
  orcid: { description: "ORCID", identifier_prefix: "https://orcid.org/", context: 1 + 8 + 16 },
  ror: {
    description: "Research Organization Registry (ROR)",
    identifier_prefix: "https://ror.org/",
    context: 2,
  },
  fundref: {
    description: "Crossref Funder Registry (FundRef)",
    identifier_prefix: "https://doi.org/10.13039/",
    context: 2,
  },
} as const;

export type SchemeName = keyof typeof identifierSchemes;
