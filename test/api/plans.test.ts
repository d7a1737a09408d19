/** `GET /api/v2/plans` and `/plans/:id`: a person's plans are those on which he has a role, and no others. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { planUrl, urls } from "../../src/urls.ts";
import { onEachDatabase } from "../support/databases.ts";
import { addPlan, addRole, type Row } from "../support/plans.ts";
import { addReader, createReader, type Reader } from "../support/readers.ts";
import { shareWorld } from "../support/shared-world.ts";
import { insertDoorkeeperToken } from "../support/tokens.ts";

describe("a person's plans", () => {
  onEachDatabase((open) => {
    const world = shareWorld(open);
    const add = async (...[plan]: [Parameters<typeof addPlan>[1]?]) =>
      await addPlan(world().deps.db, plan);

    async function titles(reader: Reader) {
      return (await reader.items(urls.plans)).map(({ title }) => title);
    }

    it("are those that he has a role on, of whatever kind, by their ids", async () => {
      const reader = await addReader(world());
      const kinds = ["creator", "co-owner", "editor", "commenter", "reviewer", 1, 2, 4] as const;
      for (const kind of kinds.toReversed()) {
        await addRole(world().deps.db, await add({ title: `As ${kind}` }), reader, kind);
      }
      const expected = kinds.toReversed().map((kind) => `As ${kind}`);
      assert.deepEqual(await titles(reader), expected);
    });

    it("come each once, though he has two roles on one", async () => {
      const reader = await addReader(world());
      const plan = await add({ owner: reader, title: "Twice" });
      await addRole(world().deps.db, plan, reader, "reviewer");
      await addRole(world().deps.db, plan, reader, "editor", { active: false });
      assert.deepEqual(await titles(reader), ["Twice"]);
      assert.equal((await reader.ask(urls.plans)).json().total_items, 1);
      assert.equal((await reader.ask(planUrl(plan.id))).json().items.length, 1);
    });

    it("are private, test, organisational or public ones alike", async () => {
      const reader = await addReader(world());
      for (const visibility of [0, 1, 2, 3]) {
        await add({ owner: reader, visibility, title: String(visibility) });
      }
      assert.deepEqual(await titles(reader), ["0", "1", "2", "3"]);
    });

    it("are not those on which his role ended, or never began", async () => {
      const reader = await addReader(world());
      for (const active of [false, null]) {
        const plan = await add({});
        await addRole(world().deps.db, plan, reader, "creator", { active });
        assert.equal((await reader.ask(planUrl(plan.id))).statusCode, 404, String(active));
      }
      assert.deepEqual(await titles(reader), []);
    });

    it("are not public ones or his organisation's, though he administers it or everything", async () => {
      const { ada, dev, ben } = world().people;
      const { org_id } = await world()
        .deps.db.selectFrom("users")
        .select("org_id")
        .where("id", "=", ada.id)
        .executeTakeFirstOrThrow();
      const plans: Row[] = [];
      for (const visibility of [0, 1, 2, 3]) {
        plans.push(await add({ owner: ben, visibility, org_id, feedback_requested: true }));
        plans.push(await add({ visibility, org_id }));
      }
      for (const { id: resource_owner_id, ...person } of [ada, dev]) {
        const secret = await insertDoorkeeperToken(world(), { resource_owner_id });
        const reader = createReader(world(), { id: resource_owner_id, ...person }, secret);
        assert.deepEqual(await titles(reader), [], person.firstname);
        for (const { id } of plans) {
          assert.equal((await reader.ask(planUrl(id))).statusCode, 404, person.firstname);
        }
      }
    });

    it("are gone at once when a role is taken away, and there when one is given", async () => {
      const reader = await addReader(world());
      const plan = await add({ title: "Shared" });
      const role = await addRole(world().deps.db, plan, reader, "editor");
      const roles = world().deps.db.updateTable("roles").where("id", "=", role.id);
      for (const active of [false, true]) {
        await roles.set({ active }).execute();
        assert.deepEqual(await titles(reader), active ? ["Shared"] : []);
        const { statusCode } = await reader.ask(planUrl(plan.id));
        assert.equal(statusCode, active ? 200 : 404);
      }
    });

    it("are the same one by one as in the list", async () => {
      const reader = await addReader(world());
      await add({ owner: reader, description: "<p>One</p>" });
      await add({ owner: reader });
      for (const query of ["", "?complete=true"]) {
        const { items } = (await reader.ask(urls.plans + query)).json();
        assert.equal(items.length, 2);
        for (const item of items) {
          const path = new URL(item.dmp.dmp_id.identifier).pathname;
          assert.deepEqual((await reader.ask(path + query)).json().items, [item]);
        }
      }
    });
  });
});
