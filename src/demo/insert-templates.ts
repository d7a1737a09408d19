/** Adds the templates with their phases, sections, questions and options. */
import type { DatabaseTransaction } from "../db/schema.ts";
import { idOf, insertEach, stamps, type Lookup } from "./insert.ts";
import type { Vocabularies } from "./insert-vocabularies.ts";
import type { DemoQuestion, DemoTemplate } from "./demo-template.ts";
import { templates } from "./templates.ts";

export type InsertedTemplate = { id: number; questions: Map<string, InsertedQuestion> };
export type InsertedQuestion = { id: number; option: Lookup<string> };

export async function insertTemplates(db: DatabaseTransaction, vocabularies: Vocabularies) {
  return await insertEach(templates, (template: DemoTemplate) =>
    insertTemplate(db, vocabularies, template),
  );
}

async function insertTemplate(
  db: DatabaseTransaction,
  vocabularies: Vocabularies,
  { organisation, phases, ...columns }: DemoTemplate,
): Promise<InsertedTemplate> {
  const org_id = vocabularies.organisation(organisation);
  const values = { ...columns, org_id, archived: false, ...stamps };
  const id = await idOf(db.insertInto("templates").values(values).returning("id"));
  const questions = new Map<string, InsertedQuestion>();
  for (const [index, { sections, ...phase }] of phases.entries()) {
    const phaseValues = { ...phase, number: index + 1, template_id: id, ...stamps };
    const phase_id = await idOf(db.insertInto("phases").values(phaseValues).returning("id"));
    for (const [position, { questions: asked, ...section }] of sections.entries()) {
      const sectionValues = {
        modifiable: true,
        ...section,
        number: position + 1,
        phase_id,
        ...stamps,
      };
      const section_id = await idOf(
        db.insertInto("sections").values(sectionValues).returning("id"),
      );
      for (const [name, question] of Object.entries(asked)) {
        const place = { section_id, number: Object.keys(asked).indexOf(name) + 1 };
        questions.set(name, await insertQuestion(db, vocabularies, question, place));
      }
    }
  }
  return { id, questions };
}

async function insertQuestion(
  db: DatabaseTransaction,
  vocabularies: Vocabularies,
  { text, format, theme, options = [] }: DemoQuestion,
  place: { section_id: number; number: number },
): Promise<InsertedQuestion> {
  const question_format_id = vocabularies.format(format);
  const values = { text, question_format_id, ...place, ...stamps };
  const id = await idOf(db.insertInto("questions").values(values).returning("id"));
  if (theme) {
    const themed = { question_id: id, theme_id: vocabularies.theme(theme) };
    await db.insertInto("questions_themes").values(themed).execute();
  }
  const numbers = Object.fromEntries(options.map((option, index) => [option, index + 1]));
  const option = await insertEach(numbers, (number, optionText) => {
    const row = { question_id: id, text: optionText, number, is_default: false, ...stamps };
    return idOf(db.insertInto("question_options").values(row).returning("id"));
  });
  return { id, option };
}
