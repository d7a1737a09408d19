/** Importing: what is stored, once and in whose name, whatever else happens. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { sql } from "kysely";
import type { Database } from "../../../src/db/schema.ts";
import { importPlan, type ImportOptions } from "../../../src/plans/import/import-plan.ts";
import { planUrl } from "../../../src/urls.ts";
import { onEachDatabase, onPostgres } from "../../support/databases.ts";
import { dump } from "../../support/dump.ts";
import { createFlakyDatabase } from "../../support/flaky-database.ts";
import {
  asFile,
  fullPlan,
  smallDataset,
  smallPlan,
  type PlanFile,
} from "../../support/plan-files.ts";
import { addIdentifier, addOrg, addPlan, addRole } from "../../support/plans.ts";
import { addReader, type Reader } from "../../support/readers.ts";
import { shareWorld } from "../../support/shared-world.ts";
import { createWorld, type World } from "../../support/world.ts";

const doi = (identifier: string) => ({ dmp_id: { identifier, type: "doi" } });

describe("importing a plan", () => {
  onPostgres((open) => {
    it("says so where a column is shorter than its text, as some installations have it", async (t) => {
      const fresh: World = await createWorld(open);
      t.after(async () => await fresh[Symbol.asyncDispose]());
      const { db } = fresh.deps;
      await sql`alter table research_outputs alter column title type varchar(255)`.execute(db);
      const earlier = await dumpTables(db);
      const file = smallPlan({ dataset: [smallDataset({ title: "x".repeat(256) })] });
      const options = optionsOf(await addReader(fresh));
      assert.deepEqual(await importPlan(db, asFile(file), options), {
        outcome: "refused",
        problems: [{ pointer: "", code: "short_column" }],
      });
      assert.deepEqual((await dumpTables(db))["plans"], earlier["plans"]);
      assert.equal((await importPlan(db, asFile(smallPlan()), options)).outcome, "created");
    });
  });

  onEachDatabase((open) => {
    const world = shareWorld(open);
    const addOwner = async () => await addReader(world(), { org_id: null });
    const into = async (owner: Reader, file: PlanFile, db: Database = world().deps.db) => {
      const report = await importPlan(db, asFile(file), optionsOf(owner));
      assert.ok(report.outcome !== "refused", JSON.stringify(report));
      return report;
    };
    const titlesOf = async (reader: Reader) =>
      (await reader.items("/api/v2/plans")).map(({ title }) => title);

    it("makes it the owner's, to do with it what he wants, and nobody else's", async () => {
      const [owner, other] = [await addOwner(), await addOwner()];
      const { plan_id } = await into(owner, smallPlan());
      const roles = await world()
        .deps.db.selectFrom("roles")
        .select(["user_id", "access", "active"])
        .where("plan_id", "=", plan_id)
        .execute();
      assert.deepEqual(
        roles.map(({ user_id, access, active }) => [user_id, access, active]),
        [[owner.id, 15, true]],
      );
      assert.deepEqual(await titlesOf(other), []);
    });

    it("updates the plan that it was before, however its DOI is written", async () => {
      const owner = await addOwner();
      const first = await into(owner, smallPlan(doi("10.5555/Eels.2")));
      for (const [index, identifier] of [
        "10.5555/Eels.2",
        "10.5555/eels.2",
        "https://doi.org/10.5555/EELS.2",
        "doi:10.5555/eels.2",
      ].entries()) {
        const title = `Version ${index}`;
        const again = await into(owner, smallPlan({ ...doi(identifier), title }));
        assert.deepEqual([again.outcome, again.plan_id], ["updated", first.plan_id]);
        assert.deepEqual(await titlesOf(owner), [title]);
      }
      const another = await into(owner, smallPlan(doi("10.5555/eels.22")));
      assert.equal(another.outcome, "created");
    });

    it("leaves nothing behind of what the file said before", async () => {
      const [owner, other] = [await addOwner(), await addOwner()];
      await into(owner, smallPlan());
      const { plan_id } = await into(other, fullPlan());
      await into(other, smallPlan());
      const [one] = await owner.items("/api/v2/plans");
      const [two] = await other.items("/api/v2/plans");
      assert.deepEqual(two, one);
      const { db } = world().deps;
      for (const table of ["contributors", "research_outputs"] as const) {
        const rows = await db
          .selectFrom(table)
          .select("id")
          .where("plan_id", "=", plan_id)
          .execute();
        assert.equal(rows.length, 1, table);
      }
      assert.equal(await countStray(db), 0);
    });

    it("keeps the row of a dataset that was there before", async () => {
      const owner = await addOwner();
      const dataset = (name: string) =>
        smallDataset({ title: name, dataset_id: { identifier: name, type: "other" } });
      const idsAfter = async (names: string[]) => {
        const { plan_id } = await into(owner, smallPlan({ dataset: names.map(dataset) }));
        const rows = await world()
          .deps.db.selectFrom("research_outputs")
          .select(["id", "title"])
          .where("plan_id", "=", plan_id)
          .orderBy("display_order")
          .execute();
        assert.deepEqual(
          rows.map(({ title }) => title),
          names,
        );
        return rows.map(({ id }) => id);
      };
      const [a, b] = await idsAfter(["a", "b"]);
      const [, b2, a2] = await idsAfter(["c", "b", "a"]);
      assert.deepEqual([a2, b2], [a, b]);
      const same = await idsAfter(["a", "a"]);
      assert.equal(same[0], a);
      assert.deepEqual(await idsAfter(["a", "a"]), same);
    });

    it("never touches another person's plan of the same dmp_id", async () => {
      const [owner, other] = [await addOwner(), await addOwner()];
      const first = await into(owner, smallPlan());
      const second = await into(other, smallPlan({ title: "Mine" }));
      assert.deepEqual([second.outcome, first.plan_id === second.plan_id], ["created", false]);
      assert.deepEqual(await titlesOf(owner), ["Where eels go"]);
    });

    it("never touches a plan that was not imported, though it is his own and has that DOI", async () => {
      const owner = await addOwner();
      const plan = await addPlan(world().deps.db, { owner, title: "Written here" });
      await addIdentifier(world().deps.db, "Plan", plan, "10.5555/eels.1");
      const { outcome } = await into(owner, smallPlan());
      assert.equal(outcome, "created");
      assert.deepEqual(await titlesOf(owner), ["Written here", "Where eels go"]);
    });

    it("makes a new one of a plan that he may no longer change, or that is gone", async () => {
      const [owner, other] = [await addOwner(), await addOwner()];
      const { db } = world().deps;
      const first = await into(owner, smallPlan());
      await addRole(db, { id: first.plan_id }, other, "creator");
      await db
        .updateTable("roles")
        .set({ active: false })
        .where("plan_id", "=", first.plan_id)
        .where("user_id", "=", owner.id)
        .execute();
      const second = await into(owner, smallPlan({ title: "Anew" }));
      assert.equal(second.outcome, "created");
      const [kept] = await other.items("/api/v2/plans");
      assert.deepEqual(
        kept?.["contact"],
        Object((await owner.items("/api/v2/plans"))[0])["contact"],
      );
      assert.equal(kept?.title, "Where eels go");

      await db.deleteFrom("roles").where("plan_id", "=", second.plan_id).execute();
      await db.deleteFrom("contributors").where("plan_id", "=", second.plan_id).execute();
      await db.deleteFrom("research_outputs").where("plan_id", "=", second.plan_id).execute();
      await db.deleteFrom("plans").where("id", "=", second.plan_id).execute();
      const third = await into(owner, smallPlan());
      assert.deepEqual([third.outcome, third.plan_id === second.plan_id], ["created", false]);
      assert.equal((await into(owner, smallPlan())).plan_id, third.plan_id);
    });

    it("keeps with whom it is shared, and what Rails has registered", async () => {
      const [owner, other] = [await addOwner(), await addOwner()];
      const { db } = world().deps;
      const { plan_id } = await into(owner, smallPlan());
      await addRole(db, { id: plan_id }, other, "commenter");
      await addIdentifier(db, "Plan", { id: plan_id }, "10.5555/registered", {
        scheme: "datacite",
      });
      await into(owner, smallPlan({ title: "Later" }));
      const [plan] = await other.items("/api/v2/plans");
      assert.equal(plan?.title, "Later");
      const values = await db
        .selectFrom("identifiers")
        .select("value")
        .where("identifiable_type", "=", "Plan")
        .where("identifiable_id", "=", plan_id)
        .execute();
      assert.equal(values.length, 2);
    });

    it("stores nothing of a file in which something is wrong, nor when it is only tried", async () => {
      const owner = await addOwner();
      const { db } = world().deps;
      const before = await dumpTables(db);
      const broken = smallPlan({ dataset: [{ title: "A" }] });
      const options = optionsOf(owner);
      assert.equal((await importPlan(db, asFile(broken), options)).outcome, "refused");
      const tried = await importPlan(db, asFile(fullPlan()), { ...options, dryRun: true });
      assert.equal(tried.outcome, "created");
      assert.deepEqual(await dumpTables(db), before);
      const done = await importPlan(db, asFile(fullPlan()), options);
      assert.deepEqual({ ...tried, plan_id: 0 }, { ...done, plan_id: 0 });
    });

    it("stores all or nothing, wherever the database is lost", async () => {
      const owner = await addOwner();
      const { db } = world().deps;
      const flaky = createFlakyDatabase(db);
      await importPlan(flaky.db, asFile(fullPlan()), { ...optionsOf(owner), dryRun: true });
      const queries = flaky.queries();
      const before = await dumpTables(db);
      for (let lost = 1; lost <= queries; lost += Math.ceil(queries / 12)) {
        let left = lost;
        flaky.lose(() => (left -= 1) === 0);
        await assert.rejects(importPlan(flaky.db, asFile(fullPlan()), optionsOf(owner)));
      }
      assert.deepEqual(await dumpTables(db), before);
    });

    it("of one owner's same file at once makes one plan", async () => {
      const owner = await addOwner();
      const reports = await Promise.all(
        [1, 2, 3, 4].map(async () => await into(owner, fullPlan())),
      );
      assert.equal(new Set(reports.map(({ plan_id }) => plan_id)).size, 1);
      assert.deepEqual(reports.map(({ outcome }) => outcome).toSorted(), [
        "created",
        "updated",
        "updated",
        "updated",
      ]);
      assert.deepEqual(await titlesOf(owner), ["Where eels go"]);
    });

    it("of many owners at once makes one template, and one of everything else that is shared", async (t) => {
      const fresh: World = await createWorld(open);
      t.after(async () => await fresh[Symbol.asyncDispose]());
      const { db } = fresh.deps;
      const owners = await Promise.all([1, 2, 3, 4].map(async () => await addReader(fresh)));
      await Promise.all(owners.map(async (owner) => await into(owner, fullPlan(), db)));
      const countOf = async (
        table:
          | "templates"
          | "phases"
          | "repositories"
          | "licenses"
          | "metadata_standards"
          | "identifier_schemes",
      ) => (await db.selectFrom(table).select("id").execute()).length;
      assert.equal(await countOf("templates"), 1);
      assert.equal(await countOf("phases"), 1);
      assert.equal(await countOf("repositories"), 2);
      assert.equal(await countOf("licenses"), 1);
      assert.equal(await countOf("metadata_standards"), 2);
      assert.equal(await countOf("identifier_schemes"), 3);
      const templates = await owners[0]?.items("/api/v2/templates");
      assert.deepEqual(templates, [], "nobody is offered it");
    });

    describe("does not let one person's file change another's plan", () => {
      const funded = (name: string) =>
        smallPlan({
          project: [
            {
              title: "Where eels go",
              funding: [{ name, funder_id: { identifier: "501100001", type: "fundref" } }],
            },
          ],
        });
      const funderOf = async (reader: Reader) => {
        const [plan] = await reader.items("/api/v2/plans");
        return Object(plan?.["project"])[0].funding[0].name;
      };

      it("by another name for its funder", async () => {
        const [owner, other] = [await addOwner(), await addOwner()];
        await into(owner, funded("A council"));
        await into(other, funded("A swindle"));
        assert.deepEqual(
          [await funderOf(owner), await funderOf(other)],
          ["A council", "A swindle"],
        );
      });

      it("and knows a funder that an operator has entered by its number", async () => {
        const owner = await addOwner();
        const { db } = world().deps;
        const council = await addOrg(db, { name: "The council itself", managed: true });
        const [scheme] = await db
          .selectFrom("identifier_schemes")
          .select("id")
          .where("name", "=", "fundref")
          .execute();
        const value = "https://doi.org/10.13039/501100001";
        await addIdentifier(db, "Org", council, value, {
          identifier_scheme_id: scheme?.id ?? null,
        });
        const { differences } = await into(owner, funded("Council"));
        assert.equal(await funderOf(owner), "The council itself");
        assert.deepEqual(differences[0], {
          pointer: "dmp.project[0].funding[0].name",
          told: "The council itself",
        });
      });

      it("by another description of a host or a standard", async () => {
        const [owner, other] = [await addOwner(), await addOwner()];
        const file = (description?: string) =>
          smallPlan({
            dataset: [
              smallDataset({
                distribution: [
                  {
                    title: "All",
                    data_access: "open",
                    host: { title: "Archive", url: "https://archive.example.org/", description },
                  },
                ],
                metadata: [
                  {
                    language: "fra",
                    metadata_standard_id: { identifier: "https://example.org/std", type: "url" },
                    description,
                  },
                ],
              }),
            ],
          });
        await into(owner, file("Buy here"));
        const { differences } = await into(other, file());
        const [plan] = await other.items("/api/v2/plans");
        assert.doesNotMatch(JSON.stringify(plan), /Buy here/);
        assert.deepEqual(
          differences.map(({ pointer }) => pointer),
          ["dmp.dataset[0].distribution[0].title"],
        );
      });
    });

    it("keeps markup from acting, texts in every script, and nothing of a prototype", async () => {
      const owner = await addOwner();
      const title = "<b>Ål</b> \u202E عربى 🐟 '; drop table plans; --";
      const description = "<p onclick=x>Fish</p><script>y()</script>";
      const file = smallPlan({ title, description, __proto__: { title: "x" } });
      await into(owner, file);
      const [plan] = await owner.items("/api/v2/plans");
      assert.equal(plan?.title, title);
      assert.equal(plan?.["description"], "<p>Fish</p>");
    });

    it("costs as many queries for the hundredth plan as for the second", async () => {
      const owner = await addOwner();
      const flaky = createFlakyDatabase(world().deps.db);
      const costOf = async (number: number) => {
        const before = flaky.queries();
        await into(owner, smallPlan(doi(`10.5555/${number}`)), flaky.db);
        return flaky.queries() - before;
      };
      await costOf(1);
      const second = await costOf(2);
      for (let number = 3; number < 20; number += 1) assert.equal(await costOf(number), second);
    });
  });
});

function optionsOf(owner: Reader): ImportOptions {
  return { owner: { ...owner, org_id: null }, planUrl };
}

/** Identifiers and choices whose contributor or research output is gone. */
async function countStray(db: Database): Promise<number> {
  const identifiers = await db
    .selectFrom("identifiers")
    .select("id")
    .where((where) =>
      where.or([
        where.and([
          where("identifiable_type", "=", "Contributor"),
          where("identifiable_id", "not in", (select) =>
            select.selectFrom("contributors").select("id"),
          ),
        ]),
        where.and([
          where("identifiable_type", "=", "ResearchOutput"),
          where("identifiable_id", "not in", (select) =>
            select.selectFrom("research_outputs").select("id"),
          ),
        ]),
      ]),
    )
    .execute();
  const choices = await db
    .selectFrom("repositories_research_outputs")
    .select("id")
    .where("research_output_id", "not in", (select) =>
      select.selectFrom("research_outputs").select("id"),
    )
    .execute();
  return identifiers.length + choices.length;
}

/** Without the notes of tokens' last use, which other tests' requests leave behind late. */
async function dumpTables(db: Database): Promise<Record<string, string[]>> {
  const { tollgate_access_tokens: _notes, ...tables } = await dump(db);
  return tables;
}
