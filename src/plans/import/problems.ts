/** What can be wrong with a plan's file, and where. */

/** `limit`: of characters, of items, of bytes; `allowed`: the words that may stand there. */
export type Problem = {
  /** Such as `dmp.dataset[2].title`; empty for the file as a whole. */
  pointer: string;
} & (
  | { code: PlainProblemCode }
  | { code: "too_long" | "too_many" | "too_large"; limit: number }
  | { code: "not_allowed"; allowed: readonly string[] }
);

type PlainProblemCode =
  // of the file as a whole
  | "no_file"
  | "is_folder"
  | "is_device"
  | "no_permission"
  | "no_choice"
  | "not_utf8"
  | "not_json"
  | "no_dmp"
  | "short_column"
  // of a place in it
  | "required"
  | "empty"
  | "not_object"
  | "not_list"
  | "not_text"
  | "not_number"
  | "not_integer"
  | "not_boolean"
  | RuleCode
  | "repeated"
  | "too_deep"
  | "nul_character"
  | "half_character";

export type ProblemCode = Problem["code"];

/** Of texts that are to say something in a certain form. */
export const ruleCodes = ["not_day", "not_moment", "not_email", "not_address", "not_code"] as const;
export type RuleCode = (typeof ruleCodes)[number];

/** Further ones are left out: a file in which everything is wrong needs no longer list. */
export const mostTold = 100;

/** A place within a place: `dmp.title`, `dmp.dataset[2]`, `dmp["an odd name"]`. */
export function within(pointer: string, key: string | number): string {
  if (typeof key === "number") return `${pointer}[${key}]`;
  const short = key.length > 60 ? `${key.slice(0, 60)}…` : key;
  if (!/^[\w$-]+$/.test(short)) return `${pointer}[${JSON.stringify(short)}]`;
  return pointer === "" ? short : `${pointer}.${short}`;
}
