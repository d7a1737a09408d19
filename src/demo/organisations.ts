/** The demo's organisations, where they are, what they speak, and how they are identified. All of them are invented. */
import type { SchemeName } from "../plans/identifier-schemes.ts";

export const languages = {
  "en-GB": { name: "English (GB)", default_language: true },
  "fr-CA": { name: "Français (CA)", default_language: false },
  ar: { name: "العربية", default_language: false },
} as const;

export type LanguageName = keyof typeof languages;

export const regions = {
  europe: { abbreviation: "EUR", name: "Europe", description: "Europe" },
  canada: { abbreviation: "CAN", name: "Canada", description: "Canada" },
} as const;

export type DemoOrganisation = {
  name: string;
  abbreviation: string;
  /** Institution 1, funder 2. */
  org_type: number;
  region: keyof typeof regions;
  language: LanguageName;
  identifier: readonly [SchemeName, string];
};

/** Their identifiers have the right form and are plainly examples. */
export const organisations = {
  university: {
    name: "Example University",
    abbreviation: "EU",
    org_type: 1,
    region: "europe",
    language: "en-GB",
    identifier: ["ror", "000000195"],
  },
  institut: {
    name: "Institut d’exemple",
    abbreviation: "IE",
    org_type: 1,
    region: "canada",
    language: "fr-CA",
    identifier: ["ror", "000000292"],
  },
  council: {
    name: "Example Research Council",
    abbreviation: "ExRC",
    org_type: 2,
    region: "europe",
    language: "en-GB",
    identifier: ["fundref", "100000000"],
  },
} as const satisfies Record<string, DemoOrganisation>;

export type OrganisationName = keyof typeof organisations;
