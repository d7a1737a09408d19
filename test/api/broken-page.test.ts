/** A page of a hundred plans of which one is as broken as a row can be: the others are whole. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { sql } from "kysely";
import { urls } from "../../src/urls.ts";
import { onEachDatabase } from "../support/databases.ts";
import {
  addAnswer,
  addContributor,
  addPlans,
  addQuestion,
  addResearchOutput,
  addSection,
  addTemplate,
} from "../support/plans.ts";
import { addReader } from "../support/readers.ts";
import { shareWorld } from "../support/shared-world.ts";

describe("a page of a hundred plans", () => {
  onEachDatabase((open) => {
    const world = shareWorld(open);

    it("holds ninety-nine whole ones, and what can be said of the broken one", async () => {
      const { db } = world().deps;
      const reader = await addReader(world());
      const template = await addTemplate(db, { org_id: null });
      const question = await addQuestion(db, await addSection(db, template));
      const plans = await addPlans(db, 100, { owner: reader, template });
      const [first, broken, , last] = [plans[0], plans[41], plans[42], plans[99]];
      assert.ok(first && broken && last);
      for (const plan of [first, broken, last]) {
        await addResearchOutput(db, plan, { title: "Whole" });
        await addContributor(db, plan, { roles: 1 });
        await addAnswer(db, plan, question, { text: "Whole" });
      }
      const before = await reader.items(`${urls.plans}?complete=true`);

      const never = sql<Date>`'infinity'`;
      const dates = { created_at: never, updated_at: never };
      await db
        .updateTable("plans")
        .set({ title: null, description: "<<<", start_date: never, end_date: never, ...dates })
        .set({ funder_id: 4711, grant_id: 4711, funding_status: -1, research_domain_id: 4711 })
        .where("id", "=", broken.id)
        .execute();
      await db
        .updateTable("research_outputs")
        .set({ output_type: 99, access: -1, byte_size: sql`9223372036854775807`, title: "" })
        .set({ release_date: never, ...dates })
        .where("plan_id", "=", broken.id)
        .execute();
      await db
        .updateTable("contributors")
        .set({ name: null, email: null, org_id: 4711, roles: -1, ...dates })
        .where("plan_id", "=", broken.id)
        .execute();
      await db
        .updateTable("answers")
        .set({ text: null, question_id: null, ...dates })
        .where("plan_id", "=", broken.id)
        .execute();
      await db.updateTable("roles").set(dates).where("plan_id", "=", broken.id).execute();

      const after = await reader.items(`${urls.plans}?complete=true`);
      assert.equal(after.length, 100);
      assert.notDeepEqual(after[41], before[41]);
      assert.deepEqual(after.toSpliced(41, 1), before.toSpliced(41, 1));
      assert.deepEqual(after[41]?.["dmp_id"], before[41]?.["dmp_id"]);
    });
  });
});
