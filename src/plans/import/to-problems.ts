/** Says in our words what a schema finds wrong with a plan's file. */
import type { TLocalizedValidationError } from "typebox/error";
import { Settings } from "typebox/system";
import { mostTold, ruleCodes, within, type Problem } from "./problems.ts";

Settings.Set({ maxErrors: mostTold });

type SchemaError = TLocalizedValidationError;

/** One a place: a text that is too long is not also said to be no address. `at`: where the plan stands in the file. */
export function toProblems(errors: readonly SchemaError[], at: string): Problem[] {
  const problems = new Map<string, Problem>();
  for (const error of errors.filter((each) => !isOfOtherForm(each, errors))) {
    for (const problem of problemsOf(error, pointerTo(error.instancePath, at))) {
      if (!problems.has(problem.pointer)) problems.set(problem.pointer, problem);
    }
  }
  return [...problems.values()].slice(0, mostTold);
}

/** Where one thing or a list may stand, only what is wrong with the form that was chosen is of interest. */
function isOfOtherForm(error: SchemaError, errors: readonly SchemaError[]): boolean {
  if (error.keyword === "anyOf") return true;
  if (error.keyword !== "type" || !/\/anyOf\/\d+$/.test(error.schemaPath)) return false;
  const isInside = ({ instancePath, keyword }: SchemaError) =>
    instancePath.startsWith(`${error.instancePath}/`) ||
    (instancePath === error.instancePath && keyword !== "type" && keyword !== "anyOf");
  return errors.some(isInside);
}

function pointerTo(instancePath: string, at: string): string {
  const names = instancePath.split("/").slice(1);
  return names.reduce(
    (pointer, name) => within(pointer, /^\d+$/.test(name) ? Number(name) : name),
    at,
  );
}

/** Throws for a rule that has no words yet: the schema uses no other. */
function problemsOf(error: SchemaError, pointer: string): Problem[] {
  const { keyword, params } = error;
  if (keyword === "required") {
    return params.requiredProperties.map((name) => ({
      pointer: within(pointer, name),
      code: "required",
    }));
  }
  if (keyword === "enum") {
    return [{ pointer, code: "not_allowed", allowed: params.allowedValues.map(String) }];
  }
  if (keyword === "maxLength") return [{ pointer, code: "too_long", limit: params.limit }];
  if (keyword === "maxItems") return [{ pointer, code: "too_many", limit: params.limit }];
  if (keyword === "minLength") return [{ pointer, code: "empty" }];
  if (keyword === "uniqueItems") return [{ pointer, code: "repeated" }];
  if (keyword === "minimum" || keyword === "maximum") return [{ pointer, code: "not_integer" }];
  const code =
    keyword === "~refine"
      ? ruleCodes.find((each) => each === params.message)
      : keyword === "type" && codesOfTypes.get(params.type);
  if (!code) throw new Error(`A plan's file breaks a rule without words: ${keyword}`);
  return [{ pointer, code }];
}

const codesOfTypes = new Map<
  unknown,
  "not_object" | "not_list" | "not_text" | "not_number" | "not_integer" | "not_boolean"
>([
  ["object", "not_object"],
  ["array", "not_list"],
  ["string", "not_text"],
  ["number", "not_number"],
  ["integer", "not_integer"],
  ["boolean", "not_boolean"],
]);
