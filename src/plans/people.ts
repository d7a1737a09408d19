/** People and organisations of a plan in the words of the RDA DMP Common Standard. */
import {
  identifierTypes,
  type DmpAffiliation,
  type DmpContact,
  type DmpContributor,
} from "./common-standard.ts";
import { findByScheme, findWithoutScheme, identify } from "./identify.ts";
import {
  contributorRoles,
  type Contributor,
  type Organisation,
  type Person,
  type Plan,
} from "./plan.ts";
import { some } from "./values.ts";

const creditTaxonomy = "http://credit.niso.org/contributor-roles/";

/** Whom the file of an imported plan names; else the owner; without one, the contributor who looks after the data. */
export function toContact({ imported, owner, contributors }: Plan): DmpContact | undefined {
  const person =
    imported?.contact ??
    owner ??
    contributors.find(({ roles }) => (roles & contributorRoles.data_curation) !== 0);
  if (!person) return undefined;
  const { name, mbox, affiliation, id } = describe(person, { isMember: person !== owner });
  return { name, mbox, affiliation, contact_id: id };
}

export function toContributor(contributor: Contributor): DmpContributor {
  const { name, mbox, affiliation, id } = describe(contributor, { isMember: true });
  return { name, mbox, role: some(roleNames(contributor.roles)), affiliation, contributor_id: id };
}

export function toAffiliation(org: Organisation): DmpAffiliation {
  const identifier =
    findByScheme(org.identifiers, "ror") ?? findByScheme(org.identifiers, "fundref");
  return {
    name: org.name ?? undefined,
    abbreviation: org.abbreviation ?? undefined,
    region: org.region ?? undefined,
    affiliation_id: identifier && identify(identifier, identifierTypes.affiliation),
  };
}

/**
 * Who has no ORCID iD is identified by his e-mail address; a member of a project, by what the plan's file gave instead of
 * one, if it came from a file.
 */
function describe(person: Person, { isMember }: { isMember: boolean }) {
  const mbox = mailAddress(person.email);
  const identifier =
    findByScheme(person.identifiers, "orcid") ??
    (isMember ? findWithoutScheme(person.identifiers) : undefined) ??
    (mbox && { value: mbox, scheme: null });
  return {
    name: person.name?.trim() || undefined,
    mbox,
    affiliation: person.org && toAffiliation(person.org),
    id: identifier ? identify(identifier, identifierTypes.person) : undefined,
  };
}

export function roleNames(roles: number): string[] {
  return Object.entries(contributorRoles)
    .filter(([, flag]) => (roles & flag) !== 0)
    .map(([name]) => (name === "other" ? name : creditTaxonomy + name.replaceAll("_", "-")));
}

/** Undefined for what is no address of RFC 5321, as people write it and the standard's `email` allows it. */
export function mailAddress(text: string | null): string | undefined {
  const address = text?.trim() ?? "";
  const [, mailbox = "", host = ""] = /^([^@]{1,64})@([^@]{1,255})$/.exec(address) ?? [];
  const isMailbox = /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*$/.test(mailbox);
  const isHost = /^(?!-)[a-z\d-]+(?<!-)(\.(?!-)[a-z\d-]+(?<!-))+$/i.test(host);
  return isMailbox && isHost ? address : undefined;
}
