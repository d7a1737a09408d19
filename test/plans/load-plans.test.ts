/** What is read of plans: all that belongs to them, at the same cost for one and for a hundred, whatever the rows hold. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { sql } from "kysely";
import { isPostgres } from "../../src/db/database.ts";
import type { Database } from "../../src/db/schema.ts";
import { loadPlans } from "../../src/plans/load-plans.ts";
import type { Identifier, Plan } from "../../src/plans/plan.ts";
import { onEachDatabase } from "../support/databases.ts";
import { createFlakyDatabase } from "../support/flaky-database.ts";
import { addNewcomer } from "../support/newcomers.ts";
import {
  addAnswer,
  addContributor,
  addIdentifier,
  addLicense,
  addMetadataStandard,
  addOrg,
  addPlan,
  addPlans,
  addQuestion,
  addRepository,
  addResearchOutput,
  addRole,
  addSection,
  addTemplate,
  madeAt,
  type Row,
} from "../support/plans.ts";
import { shareWorld } from "../support/shared-world.ts";

describe("reading plans", () => {
  onEachDatabase((open) => {
    const shared = shareWorld(open);

    it("takes as many queries for a hundred, with all that belongs to them, as for one", async () => {
      const { deps, people } = shared();
      const { id: first } = await addPlan(deps.db, { owner: people.ben });
      const one = await countQueries(deps.db, [first]);

      const template = await addTemplate(deps.db);
      const section = await addSection(deps.db, template);
      const free = await addQuestion(deps.db, section, { theme: "Cost" });
      const chosen = await addQuestion(deps.db, section, { options: ["CSV", "TIFF"], number: 2 });
      const owners = [people.ada, people.ben, people.fay];
      const plans = await addPlans(deps.db, 100, { template, grant: "42" });
      await deps.db.transaction().execute(async (db) => {
        for (const [index, plan] of plans.entries()) {
          await addRole(db, plan, owners[index % owners.length] ?? people.ben, "creator");
          const org = await addOrg(db, { region: "no" });
          await addIdentifier(db, "Org", org, "https://ror.org/03xez1567", { scheme: "ror" });
          await db.updateTable("plans").set({ org_id: org.id }).where("id", "=", plan.id).execute();
          await addContributor(db, plan, { org });
          await addIdentifier(db, "Contributor", await addContributor(db, plan), "kim");
          for (const repository of [await addRepository(db), await addRepository(db)]) {
            const metadata_standards = [await addMetadataStandard(db)];
            const license = await addLicense(db);
            const columns = { license, repositories: [repository], metadata_standards };
            await addResearchOutput(db, plan, columns);
          }
          await addAnswer(db, plan, free, { text: "100" });
          await addAnswer(db, plan, chosen, { options: ["CSV", "TIFF"] });
        }
      });
      assert.equal(await countQueries(deps.db, plans.map(idOf)), one);
      const [plan] = await load(deps.db, plans.slice(-1));
      assert.ok(plan);
      assert.equal(plan.contributors.length, 2);
      assert.equal(plan.research_outputs.length, 2);
      assert.deepEqual(
        plan.answers?.map(({ options }) => options),
        [[], ["CSV", "TIFF"]],
      );
    });

    it("asks nothing for no plan, and leaves out those that are gone", async () => {
      const { db } = shared().deps;
      assert.equal(await countQueries(db, []), 0);
      const plan = await addPlan(db);
      const plans = await load(db, [{ id: plan.id + 1000 }, plan]);
      assert.deepEqual(plans.map(idOf), [plan.id]);
    });

    it("gives them in the order of their ids", async () => {
      const { db } = shared().deps;
      const plans = await addPlans(db, 3);
      assert.deepEqual((await load(db, plans.toReversed())).map(idOf), plans.map(idOf));
    });

    describe("takes for the owner", () => {
      const earlier = new Date("2025-01-01T00:00:00Z");

      it("who has administered the plan for longest", async () => {
        const { deps, people } = shared();
        const { ada, ben, fay, dev } = people;
        const plan = await addPlan(deps.db);
        await addRole(deps.db, plan, ada, "co-owner");
        await addRole(deps.db, plan, ben, 2, { created_at: new Date("2025-06-01T00:00:00Z") });
        await addRole(deps.db, plan, dev, "creator", { created_at: earlier, active: false });
        await addRole(deps.db, plan, fay, "editor", { created_at: earlier });
        assert.equal(await ownerOf(deps.db, plan), ben.email);
      });

      it("whose role was made first, of two of the same moment", async () => {
        const { deps, people } = shared();
        const plan = await addPlan(deps.db, { owner: people.fay });
        await addRole(deps.db, plan, people.ada, "co-owner");
        assert.equal(await ownerOf(deps.db, plan), people.fay.email);
      });

      it("whose role has no moment only if nobody else administers it", async () => {
        const { deps, people } = shared();
        const plan = await addPlan(deps.db);
        await addRole(deps.db, plan, people.ben, "creator", { created_at: null });
        assert.equal(await ownerOf(deps.db, plan), people.ben.email);
        await addRole(deps.db, plan, people.ada, "co-owner");
        assert.equal(await ownerOf(deps.db, plan), people.ada.email);
      });

      it("nobody, where none administers it", async () => {
        const { deps, people } = shared();
        const plan = await addPlan(deps.db);
        await addRole(deps.db, plan, people.ben, "editor");
        await addRole(deps.db, plan, people.ada, 1);
        await addRole(deps.db, plan, people.fay, "creator", { active: null });
        assert.equal(await ownerOf(deps.db, plan), undefined);
      });
    });

    it("gives each what identifies it, and nothing of others with the same id", async () => {
      const world = shared();
      const { db } = world.deps;
      const nia = await addNewcomer(world);
      const plan = await addPlan(db, { owner: nia });
      const kim = await addContributor(db, plan, { id: 5000 });
      await addIdentifier(db, "User", nia, "nia", { scheme: "orcid" });
      await addIdentifier(db, "Contributor", kim, "kim");
      await addIdentifier(db, "Plan", plan, "doi:10.1234/plan");
      await addIdentifier(db, "Plan", plan, "ark:/12345/plan");
      for (const type of ["Plan", "Org", "User", "ResearchOutput"] as const) {
        await addIdentifier(db, type, kim, `a ${type} with Kim's number`);
      }

      const { identifiers, owner, contributors } = await loadOne(db, plan);
      assert.deepEqual(identifiers.map(valueOf), ["doi:10.1234/plan", "ark:/12345/plan"]);
      assert.deepEqual(owner?.identifiers.map(valueOf), ["nia"]);
      assert.equal(owner?.identifiers[0]?.scheme, "orcid");
      assert.deepEqual(contributors[0]?.identifiers.map(valueOf), ["kim"]);
    });

    it("does not take the grant's DOI for one of the plan, although Rails says that it is", async () => {
      const { db } = shared().deps;
      const plan = await addPlan(db, { grant: "https://doi.org/10.35802/218300" });
      await addIdentifier(db, "Plan", plan, "doi:10.1234/plan");
      const { grant, identifiers } = await loadOne(db, plan);
      assert.equal(grant?.value, "https://doi.org/10.35802/218300");
      assert.deepEqual(identifiers.map(valueOf), ["doi:10.1234/plan"]);
    });

    it("gives the language of the owner, else that of the service", async () => {
      const world = shared();
      const { db } = world.deps;
      const { id: language_id } = await db
        .insertInto("languages")
        .values({ abbreviation: "tr-TR", default_language: false })
        .returning("id")
        .executeTakeFirstOrThrow();
      const ayla = await addNewcomer(world, { language_id });
      const nia = await addNewcomer(world);
      const languageOf = async (plan: Row) => (await loadOne(db, plan)).language;
      assert.equal(await languageOf(await addPlan(db, { owner: ayla })), "tr-TR");
      assert.equal(await languageOf(await addPlan(db, { owner: nia })), "en-GB");
      assert.equal(await languageOf(await addPlan(db)), "en-GB");
    });

    it("takes for the service's language the one that is marked so, not the first", async (t) => {
      const { db } = shared().deps;
      const mark = async (abbreviation: string) => {
        const default_language = sql<boolean>`abbreviation = ${abbreviation}`;
        await db.updateTable("languages").set({ default_language }).execute();
      };
      t.after(async () => await mark("en-GB"));
      await db.insertInto("languages").values({ abbreviation: "de" }).execute();
      await mark("de");
      assert.equal((await loadOne(db, await addPlan(db))).language, "de");
    });

    it("gives contributors as they were added, and research outputs as the plan shows them", async () => {
      const { db } = shared().deps;
      const plan = await addPlan(db);
      await addContributor(db, plan, { name: "Zoe" });
      await addContributor(db, plan, { name: "Abe" });
      await addResearchOutput(db, plan, { title: "Not placed" });
      await addResearchOutput(db, plan, { title: "Second", display_order: 2 });
      await addResearchOutput(db, plan, { title: "First", display_order: 1 });
      const { contributors, research_outputs } = await loadOne(db, plan);
      assert.deepEqual(
        contributors.map(({ name }) => name),
        ["Zoe", "Abe"],
      );
      assert.deepEqual(
        research_outputs.map(({ title }) => title),
        ["First", "Second", "Not placed"],
      );
    });

    describe("is not stopped by", () => {
      it("moments beyond JavaScript's calendar", async () => {
        const { db } = shared().deps;
        const odd = isPostgres(db)
          ? ["infinity", "-infinity", "20000-01-01 00:00:00", "0044-03-15 00:00:00 BC"]
          : ["infinity", "next summer", "20000-01-01 00:00:00", "2026-02-30 00:00:00"];
        for (const text of odd) {
          const plan = await addPlan(db);
          const output = await addResearchOutput(db, plan);
          await sql`
            update plans set start_date = ${text}, end_date = ${text}, created_at = ${text}
            where id = ${plan.id}`.execute(db);
          await sql`
            update research_outputs set release_date = ${text} where id = ${output.id}`.execute(db);
          const found = await loadOne(db, plan);
          assert.equal(found.start_date, undefined, text);
          assert.equal(found.end_date, undefined, text);
          assert.equal(found.created_at, undefined, text);
          assert.equal(found.research_outputs[0]?.release_date, undefined, text);
          assert.deepEqual(found.updated_at, madeAt);
        }
      });

      it("sizes that JavaScript's numbers cannot tell exactly", async () => {
        const { db } = shared().deps;
        const plan = await addPlan(db);
        for (const size of ["9007199254740991", "9007199254740992", "9223372036854775807"]) {
          const { id } = await addResearchOutput(db, plan);
          await sql`
            update research_outputs set byte_size = ${sql.lit(size)} where id = ${id}`.execute(db);
        }
        const { research_outputs } = await loadOne(db, plan);
        assert.deepEqual(
          research_outputs.map(({ byte_size }) => byte_size),
          [Number.MAX_SAFE_INTEGER, undefined, undefined],
        );
      });

      it("rows that refer to what is gone", async () => {
        const { db } = shared().deps;
        const gone = { id: 999_999 };
        const plan = await addPlan(db, { funder: gone, grant_id: gone.id, research_domain: gone });
        await addContributor(db, plan, { org: gone });
        const lost = { repositories: [gone], metadata_standards: [gone] };
        await addResearchOutput(db, plan, lost);
        const found = await loadOne(db, plan);
        assert.equal(found.funder, undefined);
        assert.equal(found.grant, undefined);
        assert.equal(found.research_domain, undefined);
        assert.equal(found.contributors[0]?.org, undefined);
        assert.deepEqual(found.research_outputs[0]?.repositories, []);
        assert.deepEqual(found.research_outputs[0]?.metadata_standards, []);
      });

      it("a plan of which nothing is known", async () => {
        const { db } = shared().deps;
        const plan = await addPlan(db, { title: null, created_at: null, updated_at: null });
        const { id, language, ...nothing } = await loadOne(db, plan);
        assert.equal(id, plan.id);
        assert.equal(language, "en-GB");
        for (const [member, value] of Object.entries(nothing)) {
          const isEmpty = Array.isArray(value) ? value.length === 0 : value == null;
          assert.ok(isEmpty, `${member}: ${JSON.stringify(value)}`);
        }
      });

      it("templates, organisations, people and contributors without a name", async () => {
        const world = shared();
        const { db } = world.deps;
        const nia = await addNewcomer(world, { firstname: null, surname: null });
        const template = await addTemplate(db, { title: null });
        const org = await addOrg(db, { name: null });
        const plan = await addPlan(db, { owner: nia, template, org });
        await addContributor(db, plan, { name: null, email: null });
        const found = await loadOne(db, plan);
        assert.deepEqual(found.template, { id: template.id, title: null });
        assert.equal(found.org?.name, null);
        assert.equal(found.owner?.name, nia.email, "the e-mail address stands for the name");
        assert.equal(found.contributors[0]?.name, null);
      });
    });
  });
});

async function load(db: Database, plans: readonly Row[]): Promise<Plan[]> {
  return await loadPlans(db, plans.map(idOf), { withAnswers: true });
}

async function loadOne(db: Database, plan: Row): Promise<Plan> {
  const [found] = await load(db, [plan]);
  assert.ok(found);
  return found;
}

async function ownerOf(db: Database, plan: Row): Promise<string | null | undefined> {
  return (await loadOne(db, plan)).owner?.email;
}

async function countQueries(db: Database, planIds: readonly number[]): Promise<number> {
  const counting = createFlakyDatabase(db);
  await loadPlans(counting.db, planIds, { withAnswers: true });
  return counting.queries();
}

function valueOf({ value }: Identifier): string {
  return value;
}

function idOf({ id }: Row): number {
  return id;
}
