/** What a file says comes back from the API, member by member, or is told to be lost: to the importer, and in the documentation. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import Schema from "typebox/schema";
import { importPlan, type ImportedPlan } from "../../../src/plans/import/import-plan.ts";
import { findShortcomings } from "../../../src/plans/shortcomings.ts";
import { projectFolder } from "../../support/project-folder.ts";
import { planUrl } from "../../../src/urls.ts";
import { onEachDatabase } from "../../support/databases.ts";
import { membersOf, patternOf } from "../../support/members.ts";
import {
  asFile,
  fullPlan,
  listRdaExamples,
  oddPlan,
  rdaSkip,
  readRdaExample,
  readRdaSchema,
  smallPlan,
} from "../../support/plan-files.ts";
import { addReader } from "../../support/readers.ts";
import { shareWorld } from "../../support/shared-world.ts";
import type { World } from "../../support/world.ts";

/** In the RDA's examples, and in no version of the standard. */
const unknownToTheStandard = [
  "dmp.dataset[].distribution[].host.host_id_type",
  "dmp.dataset[].distribution[].host.supports_versioning",
  "dmp.dataset[].distribution[].license[].license_name",
];

/** What is wrong with the one of the RDA's examples that is not valid. */
const brokenExample = {
  name: "ex10-fairsharing.json",
  problems: [{ pointer: "dmp.dataset[0].distribution[0].host.url", code: "not_address" }],
};

describe("an imported plan", () => {
  onEachDatabase((open) => {
    const world = shareWorld(open);

    describe("of the RDA's examples", { skip: rdaSkip }, () => {
      for (const name of listRdaExamples().filter((each) => each !== brokenExample.name)) {
        it(`${name} comes back valid, and with all but what is told to be lost`, async () => {
          const { report, answer } = await roundTrip(world(), readRdaExample(name));
          assertValid(answer);
          assertTold(JSON.parse(String(readRdaExample(name))).dmp, answer, report);
          const known = new Set([...(await documentedLosses()), ...unknownToTheStandard]);
          const patterns = report.differences.map(({ pointer }) => patternOf(pointer));
          assert.deepEqual(
            patterns.filter((pattern) => !known.has(pattern)),
            [],
          );
        });
      }

      it("is ten, of which one is not valid, and its place is told", async () => {
        assert.equal(listRdaExamples().length, 10);
        const reader = await addReader(world(), { org_id: null });
        const options = { owner: { ...reader, org_id: null }, planUrl };
        const bytes = readRdaExample(brokenExample.name);
        assert.deepEqual(await importPlan(world().deps.db, bytes, options), {
          outcome: "refused",
          problems: brokenExample.problems,
        });
        assert.deepEqual(await reader.items("/api/v2/plans"), []);
      });

      it("comes back valid with every member that the standard has", async () => {
        for (const file of [fullPlan(), smallPlan()]) {
          assertValid((await roundTrip(world(), asFile(file))).answer);
        }
      });
    });

    it("loses what docs/import.md says, and nothing else", async () => {
      const told = new Set<string>();
      for (const file of [fullPlan(), oddPlan()]) {
        const { report, answer } = await roundTrip(world(), asFile(file));
        assertTold(file.dmp, answer, report);
        for (const { pointer } of report.differences) told.add(patternOf(pointer));
      }
      assert.deepEqual([...told].toSorted(), (await documentedLosses()).toSorted());
    });

    it("loses nothing of a small file", async () => {
      const { report, answer } = await roundTrip(world(), asFile(smallPlan()));
      assert.deepEqual(report.differences, []);
      assert.deepEqual(findShortcomings(answer), []);
    });

    it("says again what the API said of it", async () => {
      const { answer } = await roundTrip(world(), asFile(fullPlan()));
      const again = await roundTrip(world(), asFile({ items: [{ dmp: answer }] }));
      assert.deepEqual(again.answer, answer);
      assert.deepEqual(again.report.differences, []);
    });
  });
});

/** Imports the file for somebody new, and asks the API for the plan. */
async function roundTrip(world: World, file: Buffer) {
  const reader = await addReader(world, { org_id: null });
  const owner = { ...reader, org_id: null };
  const absolute = (id: number) => `http://localhost:3000${planUrl(id)}`;
  const report = await importPlan(world.deps.db, file, { owner, planUrl: absolute });
  assert.ok(report.outcome === "created", JSON.stringify(report));
  const [answer] = await reader.items(planUrl(report.plan_id));
  assert.ok(answer);
  return { report, answer };
}

function assertValid(answer: object) {
  const [isValid, errors] = Schema.Errors(readRdaSchema("1.0"), { dmp: answer });
  assert.ok(isValid, JSON.stringify(errors, null, 1));
}

/**
 * Every member of the file is in the answer, at the same place and as it was or in one of the forms that are documented,
 * unless the report names its place. And what the report names is not as it was.
 */
function assertTold(dmp: unknown, answer: unknown, { differences }: ImportedPlan) {
  const answered = new Map(membersOf(answer, "dmp"));
  const lost = differences.map(({ pointer }) => pointer);
  const isTold = (place: string) =>
    lost.some(
      (pointer) =>
        place === pointer ||
        (/^[.[]/.test(place.slice(pointer.length)) && place.startsWith(pointer)),
    );
  for (const [place, value] of membersOf(dmp, "dmp")) {
    if (value === "" || place.endsWith("schema")) continue;
    // 1.2 has lists where the API has one thing.
    const there = place.replaceAll(/(_id|affiliation)\[0\]/g, "$1").replace("funder_name", "name");
    const isBack = inForms(value, place).some((form) => form === answered.get(there));
    assert.notEqual(
      isBack,
      isTold(place),
      `${place}: ${String(value)} → ${String(answered.get(there))}`,
    );
  }
}

/** As it was, and as docs/import.md says that it may come back. */
function inForms(value: unknown, place: string): unknown[] {
  if (typeof value !== "string") return [value];
  const forms = [
    value,
    value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;"),
  ];
  if (/\.(created|modified)$/.test(place)) return [...forms, value.replace(/\.\d+Z$/, "Z")];
  const addresses = ["https://orcid.org/", "https://ror.org/", "https://doi.org/10.13039/"];
  return [...forms, ...addresses.map((address) => address + value)];
}

/** The first column of the table. */
async function documentedLosses(): Promise<string[]> {
  const text = await readFile(join(projectFolder, "docs/import.md"), "utf8");
  const rows = text.match(/^\| +`dmp\.[^|]*/gm) ?? [];
  return rows.flatMap((row) => [...row.matchAll(/`([^`]+)`/g)].map(([, member = ""]) => member));
}
