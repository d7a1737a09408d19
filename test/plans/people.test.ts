/** How people and organisations of a plan are told: whom to write to, who did what, and where they work. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { toAffiliation, toContact, toContributor } from "../../src/plans/people.ts";
import { asSent, organisationWith, personWith, planWith } from "../support/plan-values.ts";

const orcid = { value: "https://orcid.org/0000-0002-1825-0097", scheme: "orcid" };
const ror = { value: "https://ror.org/03xez1567", scheme: "ror" };
const fundref = { value: "https://doi.org/10.13039/501100000780", scheme: "fundref" };

describe("the contact of a plan", () => {
  it("is its owner, with name, address, organisation and ORCID iD, and without a role", () => {
    const owner = personWith({
      name: "Ben Bouvier",
      email: "ben@example.org",
      org: organisationWith({ name: "Example University" }),
      identifiers: [{ value: "ben", scheme: "shibboleth" }, orcid],
      roles: 1,
    });
    const contact = toContact(planWith({ owner, contributors: [personWith({ roles: 1 })] }));
    assert.equal(
      asSent(contact),
      asSent({
        name: "Ben Bouvier",
        mbox: "ben@example.org",
        affiliation: { name: "Example University" },
        contact_id: { type: "orcid", identifier: orcid.value },
      }),
    );
  });

  it("is the first contributor who looks after the data, where nobody owns it", () => {
    const contributors = [
      personWith({ name: "Investigates", roles: 2 | 4 | 8 }),
      personWith({ name: "Looks after data", roles: 1 | 2 }),
      personWith({ name: "Does so too", roles: 1 }),
    ];
    assert.equal(toContact(planWith({ contributors }))?.name, "Looks after data");
  });

  it("is nobody, where nobody looks after the data either", () => {
    const contributors = [personWith({ name: "Investigates", roles: 2 })];
    assert.equal(toContact(planWith({ contributors })), undefined);
    assert.equal(toContact(planWith()), undefined);
  });

  it("is identified by the e-mail address, where there is no ORCID iD", () => {
    const owner = personWith({
      email: "ben@example.org",
      identifiers: [{ ...orcid, scheme: null }],
    });
    assert.deepEqual(toContact(planWith({ owner }))?.contact_id, {
      type: "other",
      identifier: "ben@example.org",
    });
  });
});

describe("a contributor", () => {
  it("is told with his roles, in CRediT's words where it has them", () => {
    const contributor = personWith({
      name: " Kim Contributor ",
      email: " kim@example.org",
      roles: 1 | 2 | 4 | 8,
      org: organisationWith({ name: "Example University" }),
      identifiers: [orcid],
    });
    assert.equal(
      asSent(toContributor(contributor)),
      asSent({
        name: "Kim Contributor",
        mbox: "kim@example.org",
        role: [
          "http://credit.niso.org/contributor-roles/data-curation",
          "http://credit.niso.org/contributor-roles/investigation",
          "http://credit.niso.org/contributor-roles/project-administration",
          "other",
        ],
        affiliation: { name: "Example University" },
        contributor_id: { type: "orcid", identifier: orcid.value },
      }),
    );
  });

  it("is told with the roles that he has, and without that member if he has none", () => {
    const rolesOf = (roles: number) => toContributor(personWith({ roles })).role;
    assert.deepEqual(rolesOf(2), ["http://credit.niso.org/contributor-roles/investigation"]);
    assert.deepEqual(rolesOf(8), ["other"]);
    assert.equal(rolesOf(0), undefined);
    assert.equal(rolesOf(16), undefined, "a flag that nobody knows");
  });

  it("of whom nothing is known is told with nothing", () => {
    assert.equal(asSent(toContributor(personWith({ name: "  " }))), "{}");
  });

  for (const email of [
    "kim.o'neill+data@mail.example.co.uk",
    "KIM@EXAMPLE.ORG",
    "k@x1.example",
    "kim@xn--bcher-kva.example",
  ]) {
    it(`is told with ${email}`, () => {
      const { mbox, contributor_id } = toContributor(personWith({ email }));
      assert.equal(mbox, email);
      assert.deepEqual(contributor_id, { type: "other", identifier: email });
    });
  }

  for (const email of [
    "",
    "kim",
    "kim@example",
    "@example.org",
    "kim@",
    "kim@example.org, noa@example.org",
    "Kim <kim@example.org>",
    "kim@@example.org",
    "kim..k@example.org",
    ".kim@example.org",
    "kim@example..org",
    "kim@-example.org",
    "kim@exa_mple.org",
    "jürgen@example.org",
    "kim@bücher.example",
    `${"k".repeat(250)}@example.org`,
  ]) {
    it(`is told without ${JSON.stringify(email).slice(0, 40)}, which is no address of RFC 5321`, () => {
      const { mbox, contributor_id } = toContributor(personWith({ email }));
      assert.deepEqual([mbox, contributor_id], [undefined, undefined]);
    });
  }
});

describe("an organisation", () => {
  it("is told with name, abbreviation, region and ROR", () => {
    const org = organisationWith({
      name: "Example University",
      abbreviation: "EU",
      region: "no",
      identifiers: [fundref, ror],
    });
    assert.equal(
      asSent(toAffiliation(org)),
      asSent({
        name: "Example University",
        abbreviation: "EU",
        region: "no",
        affiliation_id: { type: "ror", identifier: ror.value },
      }),
    );
  });

  it("is identified by its number in FundRef, where it has no ROR, and by nothing else", () => {
    const idOf = (...identifiers: { value: string; scheme: string | null }[]) =>
      toAffiliation(organisationWith({ identifiers })).affiliation_id;
    assert.deepEqual(idOf(fundref), { type: "fundref", identifier: fundref.value });
    assert.equal(idOf({ ...ror, scheme: null }, { ...ror, scheme: "shibboleth" }), undefined);
  });

  it("of which nothing is known is told with nothing", () => {
    assert.equal(asSent(toAffiliation(organisationWith())), "{}");
  });
});
