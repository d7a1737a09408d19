/** Reads what plans answer to their template's questions. */
import { isOneOf } from "../db/database.ts";
import { prepareQuery } from "../db/prepared-query.ts";
import type { Database } from "../db/schema.ts";
import type { Answer, Plan } from "./plan.ts";

/** Questions of this theme ask for costs. */
const costTheme = "Cost";

/** By the id of their plan, in the order of the template. Answers whose question is gone are left out. */
export async function loadAnswers(
  db: Database,
  planIds: readonly number[],
): Promise<Map<number | null, Answer[]>> {
  const rows = await selectAnswers(db, { planIds });
  const options = await loadChosenOptions(
    db,
    rows.map(({ id }) => id),
  );
  const answers = rows.map((row) =>
    Object.assign(row, {
      options: (options.get(row.id) ?? []).flatMap(({ text }) => text ?? []),
    }),
  );
  return Map.groupBy(answers, ({ plan_id }) => plan_id);
}

/** By the id of their plan. */
export async function loadCosts(
  db: Database,
  planIds: readonly number[],
): Promise<Map<number | null, Plan["costs"]>> {
  return Map.groupBy(await selectCosts(db, { planIds }), ({ plan_id }) => plan_id);
}

const selectAnswers = prepareQuery((db, { planIds }: { planIds: readonly number[] }) =>
  selectFromAnswers(db, planIds)
    .leftJoin("sections", "sections.id", "questions.section_id")
    .leftJoin("phases", "phases.id", "sections.phase_id")
    .select([
      "answers.id",
      "answers.plan_id",
      "answers.text",
      "questions.id as question_id",
      "questions.number",
      "questions.text as question",
      "sections.title as section",
    ])
    .orderBy("phases.number", (order) => order.asc().nullsLast())
    .orderBy("sections.number", (order) => order.asc().nullsLast())
    .orderBy("questions.number", (order) => order.asc().nullsLast())
    .orderBy("questions.id")
    .orderBy("answers.id"),
);

const selectCosts = prepareQuery((db, { planIds }: { planIds: readonly number[] }) =>
  selectFromAnswers(db, planIds)
    .select(["answers.plan_id", "questions.text as question", "answers.text as answer"])
    // Not "in": SQLite would then begin with everybody's answers to such questions.
    .where((where) =>
      where.exists(
        where
          .selectFrom("questions_themes")
          .innerJoin("themes", "themes.id", "questions_themes.theme_id")
          .select("themes.id")
          .whereRef("questions_themes.question_id", "=", "questions.id")
          .where("themes.title", "=", costTheme),
      ),
    )
    .orderBy("answers.id"),
);

function selectFromAnswers(db: Database, planIds: readonly number[]) {
  return db
    .selectFrom("answers")
    .innerJoin("questions", "questions.id", "answers.question_id")
    .where(isOneOf(db, "answers.plan_id", planIds));
}

async function loadChosenOptions(db: Database, answerIds: readonly number[]) {
  return Map.groupBy(await selectChosenOptions(db, { answerIds }), ({ answer_id }) => answer_id);
}

const selectChosenOptions = prepareQuery((db, { answerIds }: { answerIds: readonly number[] }) =>
  db
    .selectFrom("answers_question_options as chosen")
    .innerJoin("question_options as option", "option.id", "chosen.question_option_id")
    .select(["chosen.answer_id", "option.text"])
    .where(isOneOf(db, "chosen.answer_id", answerIds))
    .orderBy("option.number", (order) => order.asc().nullsLast())
    .orderBy("option.id"),
);
