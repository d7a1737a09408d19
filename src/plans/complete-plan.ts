/** A plan's questions and answers as the API tells them on request. */
import { setImmediate as endOfTurn } from "node:timers/promises";
import type { DmpAnswer } from "./common-standard.ts";
import type { Answer } from "./plan.ts";
import { safeHtml } from "./rich-text.ts";

/** Without those that say nothing. Others have their turn before each. */
export async function toAnswers(answers: readonly Answer[]): Promise<DmpAnswer[]> {
  const told: DmpAnswer[] = [];
  for (const answer of answers) {
    await endOfTurn();
    const text = safeHtml(answer.options.length > 0 ? answer.options.join(", ") : answer.text);
    if (!text) continue;
    told.push({
      question_id: answer.question_id,
      title: `Question ${answer.number ?? answer.question_id}`,
      section: answer.section ?? undefined,
      question: safeHtml(answer.question),
      answer: text,
    });
  }
  return told;
}
