/** What is read of answers: in the order in which the template asks, with the options that were chosen. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { loadAnswers, loadCosts } from "../../src/plans/load-answers.ts";
import { onEachDatabase } from "../support/databases.ts";
import {
  addAnswer,
  addPhase,
  addPlan,
  addQuestion,
  addSection,
  addTemplate,
} from "../support/plans.ts";
import { shareWorld } from "../support/shared-world.ts";

describe("answers", () => {
  onEachDatabase((open) => {
    const shared = shareWorld(open);

    it("come as the template asks: by phase, section and question, and what has no number last", async () => {
      const { db } = shared().deps;
      const template = await addTemplate(db);
      const late = { phase: await addPhase(db, template, { number: 2 }) };
      const sections = {
        unnumbered: await addSection(db, template, { number: null }),
        second: await addSection(db, template, { number: 2 }),
        first: await addSection(db, template, { number: 1 }),
        late: await addSection(db, late, { number: 1 }),
      };
      const plan = await addPlan(db, { template });
      for (const [section, number, text] of [
        [sections.late, 1, "seventh"],
        [sections.unnumbered, 1, "sixth"],
        [sections.second, 1, "fifth"],
        [sections.first, null, "third"],
        [sections.first, null, "fourth"],
        [sections.first, 2, "second"],
        [sections.first, 1, "first"],
      ] as const) {
        await addAnswer(db, plan, await addQuestion(db, section, { number }), { text });
      }
      const answers = (await loadAnswers(db, [plan.id])).get(plan.id);
      assert.deepEqual(
        answers?.map(({ text }) => text),
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh"],
      );
    });

    it("tell their question, its number and its section", async () => {
      const { db } = shared().deps;
      const section = await addSection(db, await addTemplate(db), { title: "Storage" });
      const columns = { number: 4, text: "<p>Where?</p>" };
      const question = await addQuestion(db, section, columns);
      const plan = await addPlan(db);
      await addAnswer(db, plan, question, { text: "<p>Here.</p>" });
      const [answer] = (await loadAnswers(db, [plan.id])).get(plan.id) ?? [];
      assert.ok(answer);
      const { question_id, number, text, options } = answer;
      assert.deepEqual(
        [question_id, number, answer.section, answer.question, text, options],
        [question.id, 4, "Storage", "<p>Where?</p>", "<p>Here.</p>", []],
      );
    });

    it("give the chosen options in the order in which they are offered", async () => {
      const { db } = shared().deps;
      const section = await addSection(db, await addTemplate(db));
      const question = await addQuestion(db, section, { options: ["CSV", "TIFF", "Other"] });
      const plan = await addPlan(db);
      await addAnswer(db, plan, question, { options: ["Other", "CSV"] });
      const other = await addPlan(db);
      await addAnswer(db, other, question, { options: ["TIFF"] });
      const answers = await loadAnswers(db, [plan.id, other.id]);
      assert.deepEqual(
        [plan, other].map(({ id }) => answers.get(id)?.map(({ options }) => options)),
        [[["CSV", "Other"]], [["TIFF"]]],
      );
    });

    it("are left out where their question is gone", async () => {
      const { db } = shared().deps;
      const section = await addSection(db, await addTemplate(db));
      const plan = await addPlan(db);
      const question = await addQuestion(db, section);
      await addAnswer(db, plan, question, { question_id: null, text: "to nothing" });
      await addAnswer(db, plan, question, { text: "to something" });
      const answers = (await loadAnswers(db, [plan.id])).get(plan.id);
      assert.deepEqual(
        answers?.map(({ text }) => text),
        ["to something"],
      );
    });

    it("are told without a section where the question has none, and without options that are gone", async () => {
      const { db } = shared().deps;
      const section = await addSection(db, await addTemplate(db));
      const question = await addQuestion(db, section, { section_id: null });
      const plan = await addPlan(db);
      const { id: answer_id } = await addAnswer(db, plan, question, { text: "somewhere" });
      await db
        .insertInto("answers_question_options")
        .values({ answer_id, question_option_id: 999_999 })
        .execute();
      const [answer] = (await loadAnswers(db, [plan.id])).get(plan.id) ?? [];
      assert.deepEqual([answer?.section, answer?.text, answer?.options], [null, "somewhere", []]);
    });

    it("are costs where the theme is called Cost, and not Budget", async () => {
      const { db } = shared().deps;
      const section = await addSection(db, await addTemplate(db));
      const plan = await addPlan(db);
      for (const theme of ["Cost", "Budget", "Costs of storage"]) {
        const question = await addQuestion(db, section, { text: `How much ${theme}?`, theme });
        await addAnswer(db, plan, question, { text: "100" });
      }
      const costs = (await loadCosts(db, [plan.id])).get(plan.id);
      assert.deepEqual(
        costs?.map(({ question, answer }) => [question, answer]),
        [["How much Cost?", "100"]],
      );
    });
  });
});
