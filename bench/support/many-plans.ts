/** Very many plans of other people, each with what a plan usually has. */
import { sql, type RawBuilder } from "kysely";
import type { Database } from "../../src/db/schema.ts";
import { addQuestion, addSection, addTemplate } from "../../test/support/plans.ts";
import { insertMany, moment } from "./many-rows.ts";

/** They belong to the persons from 2 to `people` in turn. There must be no plans yet. */
export async function addOthersPlans(db: Database, count: number, people: number): Promise<void> {
  const template = await addTemplate(db);
  const question = await addQuestion(db, await addSection(db, template));
  const [now, owner] = [moment(db), sql`2 + n % ${sql.lit(people - 1)}`];
  const tables: Record<string, RawBuilder<unknown>> = {
    "plans (title, template_id, org_id": sql`'Plan ' || n, ${sql.lit(template.id)}, 1`,
    "roles (plan_id, user_id, access, active": sql`n, ${owner}, 15, true`,
    "contributors (plan_id, name, email, roles, org_id": sql`n, 'Kim', 'kim@example.org', 1, 1`,
    "research_outputs (plan_id, title": sql`n, 'Data'`,
    "answers (plan_id, question_id, text": sql`n, ${sql.lit(question.id)}, 'An answer'`,
  };
  for (const [table, values] of Object.entries(tables)) {
    const into = `${table}, created_at, updated_at)`;
    await insertMany(db, { into, count, rows: sql`select ${values}, ${now}, ${now}` });
  }
}
