/** The demo's people. */
import type { LanguageName } from "./organisations.ts";

export const password = "let-me-through-please";

export type DemoPerson = {
  email: string;
  firstname: string;
  surname: string;
  /** What is said of them to a newcomer. */
  about: string;
  perms?: readonly string[];
  active?: false;
  orcid?: string;
  /** Else that of the service. */
  language?: LanguageName;
};

/** ORCID's own iDs begin at 0000-0001-5000-0007: these are nobody's. */
export const people = {
  ada: {
    email: "ada@example.org",
    firstname: "Ada",
    surname: "Achterberg",
    perms: ["use_api", "grant_permissions"],
    about: "administers her organisation and may use the legacy API",
    orcid: "0000-0000-0000-001X",
  },
  ben: {
    email: "ben@example.org",
    firstname: "Ben",
    surname: "Bouvier",
    about: "a plain user",
    orcid: "0000-0000-0000-0028",
  },
  fay: {
    email: "fay@example.org",
    firstname: "Fay",
    surname: "Fitzgerald",
    perms: ["use_api"],
    about: "may use the legacy API",
    language: "ar",
  },
  dev: {
    email: "dev@example.org",
    firstname: "Dev",
    surname: "Dhillon",
    perms: ["add_organisations", "grant_api_to_orgs", "change_org_affiliation"],
    about: "a super administrator",
  },
  eve: {
    email: "eve@example.org",
    firstname: "Eve",
    surname: "Eriksen",
    active: false,
    about: "deactivated: cannot sign in",
  },
} as const satisfies Record<string, DemoPerson>;

export type PersonName = keyof typeof people;
