/** A plan's questions and answers as the API tells them on request. */
import type { DmpAnswer } from "./common-standard.ts";
import type { Answer } from "./plan.ts";
import { safeHtml } from "./rich-text.ts";

/** Without those that say nothing. */
export function toAnswers(answers: readonly Answer[]): DmpAnswer[] {
  return answers.flatMap((answer) => {
    const text = safeHtml(answer.options.length > 0 ? answer.options.join(", ") : answer.text);
    if (!text) return [];
    return {
      question_id: answer.question_id,
      title: `Question ${answer.number ?? answer.question_id}`,
      section: answer.section ?? undefined,
      question: safeHtml(answer.question),
      answer: text,
    };
  });
}
