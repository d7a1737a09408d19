/** Chooses the language in which somebody is spoken to. A new language is one more file, and its name here. */
import { enGb, type Texts } from "./en-gb.ts";
import { frCa } from "./fr-ca.ts";

/** The first is spoken to those whose language is none of these. */
export const catalogues: readonly [Texts, ...Texts[]] = [enGb, frCa];

/** The first wish that can be met, exactly or by its language alone (`fr-FR` is met by `fr-CA`). */
export function chooseTexts(wishes: readonly (string | null | undefined)[]): Texts {
  for (const wish of wishes) {
    const found = wish && (find(wish, exactly) ?? find(wish, primaryLanguage));
    if (found) return found;
  }
  return catalogues[0];
}

function find(wish: string, form: (language: string) => string): Texts | undefined {
  return catalogues.find(({ language }) => form(language) === form(wish));
}

function exactly(language: string): string {
  return language.toLowerCase().replace("_", "-");
}

function primaryLanguage(language: string): string {
  return exactly(language).replace(/-.*/, "");
}
