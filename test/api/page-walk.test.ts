/** Walking along `next` through many plans while more are being added, and what a page of them asks of the database. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createApp } from "../../src/app.ts";
import type { Database } from "../../src/db/schema.ts";
import { planUrl, urls } from "../../src/urls.ts";
import { onEachDatabase } from "../support/databases.ts";
import { eventually } from "../support/eventually.ts";
import { createFlakyDatabase } from "../support/flaky-database.ts";
import {
  addAnswer,
  addContributor,
  addLicense,
  addOrg,
  addPlans,
  addQuestion,
  addRepository,
  addResearchOutput,
  addSection,
  addTemplate,
  madeAt,
  type Row,
} from "../support/plans.ts";
import { addReader, createReader } from "../support/readers.ts";
import { shareWorld } from "../support/shared-world.ts";
import { assetsFolder } from "../support/world.ts";

const count = 1_000;

describe("many plans", () => {
  onEachDatabase((open) => {
    const world = shareWorld(open);

    it("are each seen exactly once by who follows next, while others are being added", async () => {
      const { db } = world().deps;
      const reader = await addReader(world());
      const ids = await addManyPlans(db, reader);
      const walked: number[] = [];
      let pages = 0;
      for (let next: string | undefined = `${urls.plans}?per_page=90`; next !== undefined;) {
        const adds = pages < 20; // an endless adder would make an endless list
        const [answer] = await Promise.all([
          reader.ask(next),
          adds ? addPlans(db, 3, { owner: reader }) : [],
        ]);
        const body: { items: unknown[]; next?: string } = answer.json();
        walked.push(...body.items.map(idOf));
        next = body.next;
        pages += 1;
        assert.ok(pages < 100, "the walk comes to an end");
      }
      assert.deepEqual(walked.slice(0, count), ids);
      assert.equal(new Set(walked).size, walked.length, "none twice");
      assert.deepEqual(
        walked,
        walked.toSorted((a, b) => a - b),
      );
      assert.ok(walked.length > count, "and of the new ones those that came in time");
    });

    it("take as many queries as one, whatever belongs to them", async () => {
      const { db } = world().deps;
      const [one, hundred] = [await addReader(world()), await addReader(world())];
      const template = await addTemplate(db, { org: await addOrg(db) });
      await addTemplate(db, { org: await addOrg(db) });
      const question = await addQuestion(db, await addSection(db, template), { options: ["A"] });
      const plan = { template, funder: await addOrg(db), grant: "G-1" };
      const [single] = await addPlans(db, 1, { owner: one, ...plan });
      assert.ok(single);
      const plans = await addPlans(db, 100, { owner: hundred, ...plan });
      await db.transaction().execute(async (transaction) => {
        await furnish(transaction, single, { question, times: 1 });
        for (const [index, added] of plans.entries()) {
          await furnish(transaction, added, { question, times: index % 3 });
        }
      });

      const { app, deps, config } = world();
      const counted = createFlakyDatabase(deps.db);
      const countedDeps = { ...deps, log: app.log, db: counted.db };
      await using counting = await createApp(countedDeps, config, assetsFolder);
      const queriesFor = async (reader: typeof one, url: string, expected: number) => {
        const secret = reader.authorization.slice("Bearer ".length);
        const before = counted.queries();
        const items = await createReader({ app: counting }, reader, secret).items(url);
        assert.equal(items.length, expected);
        return counted.queries() - before;
      };
      await queriesFor(one, urls.plans, 1);
      await queriesFor(hundred, urls.plans, 100);
      await eventually("the first use of both tokens is noted", async () =>
        areNoted(deps.db, [one.id, hundred.id]),
      );
      for (const query of ["?", "?complete=true&"]) {
        const expected = await queriesFor(one, urls.plans + query, 1);
        assert.ok(expected < 30, `${expected} queries`);
        assert.equal(await queriesFor(hundred, urls.plans + query, 100), expected);
        assert.equal(await queriesFor(hundred, `${urls.plans}${query}per_page=7`, 7), expected);
        assert.ok((await queriesFor(one, planUrl(single.id) + query, 1)) <= expected);
      }
      const forTemplates = await queriesFor(one, urls.templates, 2);
      assert.equal(await queriesFor(one, `${urls.templates}?per_page=1`, 1), forTemplates);
    });
  });
});

/** That comes behind the answer, and would be counted with whatever is asked next. */
async function areNoted(db: Database, ownerIds: readonly number[]): Promise<boolean> {
  const rows = await db
    .selectFrom("tollgate_access_tokens as note")
    .innerJoin("oauth_access_tokens as token", "token.id", "note.access_token_id")
    .select("token.id")
    .where("token.resource_owner_id", "in", ownerIds)
    .where("note.last_used_at", "is not", null)
    .execute();
  return rows.length === ownerIds.length;
}

async function addManyPlans(db: Database, owner: Row): Promise<number[]> {
  const moments = { created_at: madeAt, updated_at: madeAt };
  return await db.transaction().execute(async (transaction) => {
    const rows = Array.from({ length: count }, (_, index) =>
      Object.assign({ title: `Plan ${index}` }, moments),
    );
    const plans = await transaction.insertInto("plans").values(rows).returning("id").execute();
    const ids = plans.map(({ id }) => id);
    const roles = ids.map((plan_id) => ({ plan_id, user_id: owner.id, access: 15, ...moments }));
    await transaction.insertInto("roles").values(roles).execute();
    return ids.toSorted((a, b) => a - b);
  });
}

function idOf(item: unknown): number {
  return Number(/\/api\/v2\/plans\/(\d+)"/.exec(JSON.stringify(item))?.[1]);
}

/** Gives the plan so many contributors and research outputs of each kind, and an answer. */
async function furnish(
  db: Database,
  plan: Row,
  { question, times }: { question: Row; times: number },
) {
  for (let time = 0; time < times; time += 1) {
    await addContributor(db, plan, { org: await addOrg(db), roles: 1 });
    const repositories = [await addRepository(db)];
    await addResearchOutput(db, plan, { repositories, license: await addLicense(db) });
  }
  await addAnswer(db, plan, question, { options: ["A"] });
}
