/** Who sees which plans: those on which he has an active role, of whatever kind, each once, and nobody else's. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";

import {
  findVisiblePlan,
  listPlansAfter,
  listVisiblePlans,
} from "../../src/plans/visible-plans.ts";
import { onEachDatabase } from "../support/databases.ts";
import { addNewcomer } from "../support/newcomers.ts";
import {
  addAnswer,
  addOrg,
  addPlan,
  addPlans,
  addQuestion,
  addRole,
  addSection,
  addTemplate,
  type Row,
} from "../support/plans.ts";
import { shareWorld } from "../support/shared-world.ts";
import type { World } from "../support/world.ts";

const withoutAnswers = { withAnswers: false };

describe("somebody's plans", () => {
  onEachDatabase((open) => {
    const shared = shareWorld(open);

    for (const kind of [
      "creator",
      "co-owner",
      "editor",
      "commenter",
      "reviewer",
      1,
      2,
      4,
    ] as const) {
      it(`have him as ${kind}`, async () => {
        const { world, nia } = await setUp(shared);
        const plan = await addPlan(world.deps.db);
        await addRole(world.deps.db, plan, nia, kind);
        assert.deepEqual(await idsSeenBy(world, nia), [plan.id]);
        assert.equal((await findFor(world, nia, plan))?.id, plan.id);
      });
    }

    for (const [role, access, columns] of [
      ["no longer has a role", 15, { active: false }],
      ["has a role of which nobody knows whether it is active", 15, { active: null }],
      ["has a role that allows nothing", 0, {}],
    ] as const) {
      it(`are not those on which he ${role}`, async () => {
        const { world, nia } = await setUp(shared);
        const plan = await addPlan(world.deps.db);
        await addRole(world.deps.db, plan, nia, access, columns);
        await assertUnseen(world, nia, plan);
      });
    }

    for (const [whose, visibility] of [
      ["that are visible to his organisation", 0],
      ["that are public", 1],
      ["of others", 3],
    ] as const) {
      it(`are not those ${whose}, without a role of his own`, async () => {
        const world = shared();
        const { db } = world.deps;
        const org = await addOrg(db);
        const nia = await addNewcomer(world, { org_id: org.id });
        await assertUnseen(
          world,
          nia,
          await addPlan(db, { owner: world.people.ben, org, visibility }),
        );
      });
    }

    it("include those that are only tests", async () => {
      const { world, nia } = await setUp(shared);
      const plan = await addPlan(world.deps.db, { owner: nia, visibility: 2 });
      assert.deepEqual(await idsSeenBy(world, nia), [plan.id]);
    });

    it("are each told once, however many roles he has on them", async () => {
      const { world, nia } = await setUp(shared);
      const plan = await addPlan(world.deps.db, { owner: nia });
      await addRole(world.deps.db, plan, nia, "editor");
      await addRole(world.deps.db, plan, nia, "reviewer");
      await addRole(world.deps.db, plan, nia, "commenter", { active: false });
      const { total, plans } = await listFor(world, nia);
      assert.deepEqual([total, plans.length], [1, 1]);
    });

    it("are not changed by a role without a plan", async () => {
      const { world, nia } = await setUp(shared);
      const plan = await addPlan(world.deps.db, { owner: nia });
      await addRole(world.deps.db, plan, nia, "editor", { plan_id: null });
      assert.deepEqual(await idsSeenBy(world, nia), [plan.id]);
    });

    it("are his own, and those of another person are hers", async () => {
      const { world, nia } = await setUp(shared);
      const { db } = world.deps;
      const noa = await addNewcomer(world);
      const hers = await addPlans(db, 3, { owner: noa });
      const his = await addPlans(db, 2, { owner: nia });
      const both = await addPlan(db, { owner: nia });
      await addRole(db, both, noa, "commenter");

      assert.deepEqual(await idsSeenBy(world, nia), [...his, both].map(idOf));
      assert.deepEqual(await idsSeenBy(world, noa), [...hers, both].map(idOf));
      for (const plan of his) assert.equal(await findFor(world, noa, plan), undefined);
      for (const plan of hers) assert.equal(await findFor(world, nia, plan), undefined);
    });

    it("come in the order of their ids, in whatever order he joined them", async () => {
      const { world, nia } = await setUp(shared);
      const { db } = world.deps;
      const plans = await addPlans(db, 5);
      for (const plan of plans.toReversed()) await addRole(db, plan, nia, "editor");
      assert.deepEqual(await idsSeenBy(world, nia), plans.map(idOf));
    });

    it("come in parts that neither overlap nor leave one out, each with the number of all", async () => {
      const { world, nia } = await setUp(shared);
      const plans = await addPlans(world.deps.db, 5, { owner: nia });
      await addPlans(world.deps.db, 3, { owner: world.people.ben });
      const ids = plans.map(idOf);
      for (const [offset, limit, expected] of [
        [0, 2, ids.slice(0, 2)],
        [2, 2, ids.slice(2, 4)],
        [4, 2, ids.slice(4)],
        [0, 100, ids],
        [5, 2, []],
        [Number.MAX_SAFE_INTEGER, 2, []],
        [0, 0, []],
      ] as const) {
        const { total, plans: part } = await listFor(world, nia, { offset, limit });
        assert.deepEqual(part.map(idOf), expected, `${limit} from ${offset}`);
        assert.equal(total, 5);
      }
    });

    it("of somebody who has none are none", async () => {
      const { world, nia } = await setUp(shared);
      assert.deepEqual(await listFor(world, nia), { total: 0, plans: [] });
    });

    it("are none for ids that no plan has", async () => {
      const { world, nia } = await setUp(shared);
      await addPlan(world.deps.db, { owner: nia });
      for (const id of [0, -1, 2 ** 31, Number.MAX_SAFE_INTEGER]) {
        assert.equal(await findFor(world, nia, { id }), undefined, String(id));
      }
    });

    it("come with their answers only if these are asked for", async () => {
      const { world, nia } = await setUp(shared);
      const { db } = world.deps;
      const template = await addTemplate(db);
      const question = await addQuestion(db, await addSection(db, template));
      const plan = await addPlan(db, { owner: nia, template });
      await addAnswer(db, plan, question, { text: "<p>Much.</p>" });

      const part = { offset: 0, limit: 10 };
      const asked = await listVisiblePlans(db, nia.id, part, { withAnswers: true });
      assert.deepEqual(
        asked.plans[0]?.answers?.map(({ text }) => text),
        ["<p>Much.</p>"],
      );
      const found = await findVisiblePlan(db, nia.id, plan.id, { withAnswers: true });
      assert.equal(found?.answers?.length, 1);
      assert.equal((await findFor(world, nia, plan))?.answers, undefined);
    });
  });
});

describe("all plans of the service", () => {
  onEachDatabase((open) => {
    const shared = shareWorld(open);

    it("are told to the operator in parts, whoever's they are", async () => {
      const { deps, people } = shared();
      const { db } = deps;
      const plans = [
        await addPlan(db, { owner: people.ben }),
        await addPlan(db, { owner: people.ada }),
        await addPlan(db),
      ];
      const after = async (id: number) =>
        (await listPlansAfter(db, id, { limit: 2, withAnswers: false })).map(idOf);
      const [first, second, third] = plans.map(idOf);
      assert.deepEqual(await after(0), [first, second]);
      assert.deepEqual(await after(second ?? 0), [third]);
      assert.deepEqual(await after(third ?? 0), []);
    });
  });
});

async function setUp(shared: () => World) {
  const world = shared();
  return { world, nia: await addNewcomer(world) };
}

async function listFor({ deps }: World, { id }: Row, part = { offset: 0, limit: 100 }) {
  return await listVisiblePlans(deps.db, id, part, withoutAnswers);
}

async function findFor({ deps }: World, person: Row, plan: Row) {
  return await findVisiblePlan(deps.db, person.id, plan.id, withoutAnswers);
}

async function idsSeenBy(world: World, person: Row): Promise<number[]> {
  return (await listFor(world, person)).plans.map(idOf);
}

async function assertUnseen(world: World, person: Row, plan: Row) {
  assert.deepEqual(await listFor(world, person), { total: 0, plans: [] });
  assert.equal(await findFor(world, person, plan), undefined);
}

function idOf({ id }: Row): number {
  return id;
}
