/** Which type an identifier is given, out of those that the RDA standard allows in its place. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { identifierTypes } from "../../src/plans/common-standard.ts";
import { findByScheme, identify, typeOf, webAddress } from "../../src/plans/identify.ts";

const { dmp, person, funder, grant, affiliation } = identifierTypes;

describe("the type of an identifier", () => {
  for (const [value, scheme, type] of [
    ["https://orcid.org/0000-0002-1825-0097", "orcid", "orcid"],
    ["https://ror.org/03xez1567", "ror", "ror"],
    ["https://doi.org/10.13039/501100000780", "fundref", "fundref"],
    ["ark:/12345/x8rd", null, "ark"],
    ["https://n2t.net/ark:/12345/x8rd", "dmphub", "ark"],
    ["10.5072/dmp.1", null, "doi"],
    ["doi:10.5072/dmp.1", null, "doi"],
    ["https://doi.org/10.5072/dmp.1", "dmphub", "doi"],
    ["https://example.org/grants/1", null, "url"],
    ["http://example.org", "shibboleth", "url"],
    ["HTTPS://EXAMPLE.ORG", null, "url"],
    ["776242", null, "other"],
    ["10.5072", null, "other"],
    ["EP/S023445/1", null, "other"],
    ["version 2.10.1234/5", null, "other"],
    ["", null, "other"],
  ] as const) {
    it(`of ${JSON.stringify(value)}${scheme ? ` by the scheme ${scheme}` : ""} is ${type}`, () => {
      assert.equal(typeOf({ value, scheme }), type);
    });
  }
});

describe("an identifier in its place", () => {
  for (const [place, types, value, scheme, type] of [
    ["a plan", dmp, "doi:10.5072/dmp.1", null, "doi"],
    ["a person", person, "https://orcid.org/0000-0002-1825-0097", "orcid", "orcid"],
    ["a person", person, "kim@example.org", null, "other"],
    ["a person", person, "https://example.org/kim", null, "other"],
    ["a funder", funder, "https://doi.org/10.13039/501100000780", "fundref", "fundref"],
    ["a funder, who may have no ROR", funder, "https://ror.org/03xez1567", "ror", "url"],
    ["a funder", funder, "03xez1567", "ror", "other"],
    ["a grant, which may have no DOI", grant, "https://doi.org/10.35802/218300", null, "url"],
    ["a grant", grant, "10.35802/218300", null, "other"],
    ["a grant", grant, "776242", null, "other"],
    ["an organisation", affiliation, "https://ror.org/03xez1567", "ror", "ror"],
  ] as const) {
    it(`of ${place}: ${value}${scheme ? ` (${scheme})` : ""} is of the type ${type}`, () => {
      assert.deepEqual(identify({ value, scheme }, types), { type, identifier: value });
    });
  }

  it("is left out where none of the types that are allowed there fits", () => {
    const value = "https://example.org";
    assert.equal(identify({ value, scheme: null }, affiliation), undefined);
  });
});

describe("of several identifiers", () => {
  it("the first of a scheme counts", () => {
    const identifiers = [
      { value: "none", scheme: null },
      { value: "first", scheme: "orcid" },
      { value: "second", scheme: "orcid" },
    ];
    assert.equal(findByScheme(identifiers, "orcid")?.value, "first");
    assert.equal(findByScheme(identifiers, "ror"), undefined);
  });
});

describe("an address", () => {
  for (const address of [
    "https://example.org",
    "http://example.org:8080/a/b.html?c=d&e=%20#f",
    "HTTPS://EXAMPLE.ORG/",
    "https://en.wikipedia.org/wiki/Ice_(water)",
  ]) {
    it(`is told as it stands: ${address}`, () => assert.equal(webAddress(address), address));
  }

  for (const [written, told] of [
    ["https://example.org/données", "https://example.org/donn%C3%A9es"],
    ["https://bücher.example/", "https://xn--bcher-kva.example/"],
    ["https://example.org/a b", "https://example.org/a%20b"],
    [" https://example.org/\n", "https://example.org/"],
  ] as const) {
    it(`is told as a URI where it is none: ${JSON.stringify(written)}`, () => {
      assert.equal(webAddress(written), told);
    });
  }

  for (const text of [
    null,
    undefined,
    "",
    "example.org",
    "see https://example.org",
    "https://",
    "https://exa mple.org",
    "https://example.org/%zz",
    "https://example.org/a[1]",
    "https://example.org/a|b",
    "https://example.org/#a#b",
    "https://example.org:99999/",
    "ftp://example.org/",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
  ]) {
    it(`is none: ${JSON.stringify(text)}`, () => assert.equal(webAddress(text), undefined));
  }
});
