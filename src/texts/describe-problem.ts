/** Says what is wrong with a place in a plan's file, in the reader's language. */
import type { Problem, ProblemCode } from "../plans/import/problems.ts";
import type { Texts } from "./en-gb.ts";

type Measured = "too_long" | "too_many" | "too_large";

/** What every language says of each. Sizes of files are in megabytes. */
export type ProblemTexts = Record<Exclude<ProblemCode, Measured | "not_allowed">, string> &
  Record<Measured, (limit: number) => string> & { not_allowed: (words: string) => string };

const megabyte = 1024 * 1024;

export function describeProblem({ imports }: Texts, problem: Problem): string {
  const texts: ProblemTexts = imports.problems;
  const { code } = problem;
  if (code === "not_allowed") return texts.not_allowed(problem.allowed.join(", "));
  if (code === "too_large") return texts.too_large(problem.limit / megabyte);
  if (code === "too_long" || code === "too_many") return texts[code](problem.limit);
  return texts[code];
}
