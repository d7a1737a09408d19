/** Files that are no plans, or plans in which something is wrong: each place is named, and nothing brings the reader down. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Problem } from "../../../src/plans/import/problems.ts";
import { readDocument } from "../../../src/plans/import/read-document.ts";
import { asFile, fullPlan, smallDataset, smallPlan } from "../../support/plan-files.ts";

function problemsOf(bytes: Uint8Array): Problem[] {
  const read = readDocument(bytes);
  return "problems" in read ? read.problems : [];
}

/** As one line each. */
function told(bytes: Uint8Array): string[] {
  return problemsOf(bytes).map(({ pointer, code }) => `${pointer}: ${code}`);
}

const small = JSON.stringify(smallPlan());

describe("a file", () => {
  it("is read with and without a byte order mark, and as the API answers it", () => {
    assert.deepEqual(told(Buffer.from(small)), []);
    assert.deepEqual(told(Buffer.from(`\uFEFF${small}`)), []);
    const read = readDocument(asFile({ total_items: 1, items: [smallPlan()] }));
    assert.ok(!("problems" in read));
    assert.equal(read.at, "items[0].dmp");
  });

  it("may have members that no version knows", () => {
    const more = { "": 1, __proto__: null, "odd name": [{ a: null }], constructor: "x" };
    assert.deepEqual(told(asFile({ ...smallPlan(more), extra: true })), []);
  });

  const wrong: [what: string, file: string | Buffer, code: string][] = [
    ["empty", "", "not_json"],
    ["no JSON", "dmp: {}", "not_json"],
    ["half of it", small.slice(0, -1), "not_json"],
    ["two of them", small + small, "not_json"],
    ["in UTF-16", Buffer.from(`\uFEFF${small}`, "utf16le"), "not_utf8"],
    ["in Latin-1", Buffer.from('{"dmp": "é"}', "latin1"), "not_utf8"],
    ["null", "null", "no_dmp"],
    ["a number", "7", "no_dmp"],
    ["a list", "[]", "no_dmp"],
    ["a million lists", "[".repeat(1e6) + "]".repeat(1e6), "no_dmp"],
    ["a plan without dmp around it", JSON.stringify(smallPlan().dmp), "no_dmp"],
    [
      "what the API answers for two plans",
      JSON.stringify({ items: [{ dmp: 1 }, { dmp: 2 }] }),
      "no_dmp",
    ],
    ["what the API answers for none", '{"items":[]}', "no_dmp"],
    ["a plan by its prototype's name", '{"__proto__":{"dmp":{}}}', "no_dmp"],
  ];
  for (const [what, file, code] of wrong) {
    it(`that is ${what} is refused as a whole`, () => {
      assert.deepEqual(told(Buffer.from(file)), [`: ${code}`]);
    });
  }
});

describe("what is wrong in a file is told by its place", () => {
  it("where something is missing", () => {
    const { dmp } = smallPlan({
      dataset: [smallDataset(), smallDataset(), { ...smallDataset(), title: undefined }],
    });
    assert.deepEqual(told(asFile({ dmp })), ["dmp.dataset[2].title: required"]);
    assert.deepEqual(told(asFile({ dmp: {} })), [
      "dmp.title: required",
      "dmp.language: required",
      "dmp.created: required",
      "dmp.modified: required",
      "dmp.ethical_issues_exist: required",
      "dmp.dmp_id: required",
      "dmp.contact: required",
      "dmp.dataset: required",
    ]);
  });

  const host = (url: string) => ({
    dataset: [
      smallDataset({
        distribution: [{ title: "All", data_access: "open", host: { title: "A", url } }],
      }),
    ],
  });
  const contact = (more: object) => ({
    contact: { ...Object(smallPlan().dmp["contact"]), ...more },
  });
  const wrong: [more: object, problem: string][] = [
    [{ title: 7 }, "dmp.title: not_text"],
    [{ title: null }, "dmp.title: not_text"],
    [{ title: "" }, "dmp.title: empty"],
    [{ title: "a\0b" }, "dmp.title: nul_character"],
    [{ title: "a\uD83D" }, "dmp.title: half_character"],
    [{ "odd name": { x: ["\0"] } }, 'dmp["odd name"].x[0]: nul_character'],
    [{ language: "english" }, "dmp.language: not_code"],
    [{ language: "eN" }, "dmp.language: not_code"],
    [{ created: "2026-03-01" }, "dmp.created: not_moment"],
    [{ created: "2026-03-01T08:00:00" }, "dmp.created: not_moment"],
    [{ created: "2026-02-30T08:00:00Z" }, "dmp.created: not_moment"],
    [{ created: "0000-01-01T00:00:00Z" }, "dmp.created: not_moment"],
    [{ created: "0001-01-01T00:00:00+14:00" }, "dmp.created: not_moment"],
    [{ created: "9999-12-31T23:59:59-14:00" }, "dmp.created: not_moment"],
    [{ created: "2026-03-01T08:00:60Z" }, "dmp.created: not_moment"],
    [{ modified: 1_772_352_000 }, "dmp.modified: not_text"],
    [{ ethical_issues_exist: true }, "dmp.ethical_issues_exist: not_text"],
    [{ ethical_issues_exist: "maybe" }, "dmp.ethical_issues_exist: not_allowed"],
    [{ dmp_id: "10.5555/1" }, "dmp.dmp_id: not_object"],
    [{ dmp_id: { identifier: "", type: "doi" } }, "dmp.dmp_id.identifier: empty"],
    [{ dmp_id: { identifier: "x".repeat(501), type: "doi" } }, "dmp.dmp_id.identifier: too_long"],
    [contact({ mbox: "Ada <a@example.org>" }), "dmp.contact.mbox: not_email"],
    [contact({ mbox: "a@example" }), "dmp.contact.mbox: not_email"],
    [contact({ contact_id: 7 }), "dmp.contact.contact_id: not_object"],
    [contact({ contact_id: { type: "orcid" } }), "dmp.contact.contact_id.identifier: required"],
    [
      contact({ contact_id: [{ type: "orcid" }] }),
      "dmp.contact.contact_id[0].identifier: required",
    ],
    [{ contributor: {} }, "dmp.contributor: not_list"],
    [{ contributor: [null] }, "dmp.contributor[0]: not_object"],
    [
      { contributor: [{ name: "A", contributor_id: [], role: ["x", "x"] }] },
      "dmp.contributor[0].role: repeated",
    ],
    [{ project: [{ title: "A", start: "2026-02-29" }] }, "dmp.project[0].start: not_day"],
    [{ project: [{ title: "A", end: "2026-1-1" }] }, "dmp.project[0].end: not_day"],
    [{ cost: [{ title: "A", value: "7" }] }, "dmp.cost[0].value: not_number"],
    [{ dataset: [smallDataset({ is_reused: "no" })] }, "dmp.dataset[0].is_reused: not_boolean"],
    [
      { dataset: [smallDataset({ distribution: [{ title: "A", data_access: "embargoed" }] })] },
      "dmp.dataset[0].distribution[0].data_access: not_allowed",
    ],
    [
      {
        dataset: [
          smallDataset({ distribution: [{ title: "A", data_access: "open", byte_size: 1.5 }] }),
        ],
      },
      "dmp.dataset[0].distribution[0].byte_size: not_integer",
    ],
    [
      {
        dataset: [
          smallDataset({ distribution: [{ title: "A", data_access: "open", byte_size: 2 ** 53 }] }),
        ],
      },
      "dmp.dataset[0].distribution[0].byte_size: not_integer",
    ],
    [{ dataset: Array.from({ length: 501 }, () => smallDataset()) }, "dmp.dataset: too_many"],
    [host("10.25504/FAIRsharing.zv11j3"), "dmp.dataset[0].distribution[0].host.url: not_address"],
    [host("archive.example.org"), "dmp.dataset[0].distribution[0].host.url: not_address"],
  ];
  for (const [more, problem] of wrong) {
    it(problem + JSON.stringify(more).slice(0, 60), () => {
      assert.deepEqual(told(asFile(smallPlan(more))), [problem]);
    });
  }

  it("with the words that may stand there", () => {
    assert.deepEqual(problemsOf(asFile(smallPlan({ ethical_issues_exist: "maybe" }))), [
      {
        pointer: "dmp.ethical_issues_exist",
        code: "not_allowed",
        allowed: ["yes", "no", "unknown"],
      },
    ]);
  });

  it("where it is nested too deeply", () => {
    const deep = `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`;
    const [problem, ...others] = problemsOf(Buffer.from(`{"dmp":${deep}}`));
    assert.equal(problem?.code, "too_deep");
    assert.deepEqual(others, []);
  });

  it("a hundred times at most", () => {
    const dataset = Array.from({ length: 500 }, () => ({ title: 1 }));
    assert.equal(problemsOf(asFile(smallPlan({ dataset }))).length, 100);
  });

  it("whatever stands in the place of each member", () => {
    for (const odd of [null, true, 0, -1.5, "", "x", [], [[]], {}, { x: 1 }, [null], ["\0"]]) {
      for (const file of everywhere(fullPlan(), odd)) {
        for (const { pointer, code } of problemsOf(asFile(file))) {
          assert.match(pointer, /^(dmp.*)?$/);
          assert.ok(code);
        }
      }
    }
  });
});

/** The file once for each of its members, with another value in that place. Of lists, the first item stands for all. */
function* everywhere(value: unknown, odd: unknown): Generator {
  if (typeof value !== "object" || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    if (Array.isArray(value) && name !== "0") break;
    const put = (inside: unknown) =>
      Array.isArray(value)
        ? value.toSpliced(Number(name), 1, inside)
        : { ...value, [name]: inside };
    yield put(odd);
    for (const inside of everywhere(member, odd)) yield put(inside);
  }
}
