/** While long plans are told, other requests have their turn; and what need not be read is not. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { checkPlan } from "../../src/plans/check-plan.ts";
import { tellPlan } from "../../src/plans/tell-plan.ts";
import { outputWith, planWith } from "../support/plan-values.ts";

const answer = { question_id: 1, number: 1, section: null, question: "Why?", options: [] };
const planUrl = (id: number) => `https://example.org/plans/${id}`;

describe("a plan", () => {
  it("is told after others had their turn", async () => {
    assert.ok((await turnsDuring(() => tellPlan(planWith(), planUrl))) >= 1);
    assert.ok((await turnsDuring(() => checkPlan(planWith()))) >= 1);
  });

  it("lets others have their turn before each of its answers", async () => {
    const answers = Array.from({ length: 10 }, () => ({ ...answer, text: "<p>Because.</p>" }));
    const tell = () => tellPlan(planWith({ answers }), planUrl);
    assert.ok((await turnsDuring(tell)) >= 10);
    assert.equal((await tell()).extension?.[0]?.complete_plan?.length, 10);
  });

  it("is asked what it lacks without reading its long texts", async () => {
    const unreadable = Object.assign("<p>text</p>", {
      toString: () => assert.fail("a long text was read"),
    });
    const plan = planWith({
      title: "A plan",
      description: unreadable,
      ethical_issues_description: unreadable,
      research_outputs: [outputWith({ description: unreadable })],
      costs: [{ question: null, answer: unreadable }],
      answers: [{ ...answer, text: unreadable }],
    });
    await assert.rejects(tellPlan(plan, planUrl), /a long text was read/);
    const codes = new Set((await checkPlan(plan)).map(({ code }) => code));
    assert.ok(codes.has("no_cost_title") && !codes.has("no_title"));
  });
});

/** How often the event loop went round until the promise settled. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  const count = () => {
    turns += 1;
    next = setImmediate(count);
  };
  let next = setImmediate(count);
  await work().finally(() => clearImmediate(next));
  return turns;
}
