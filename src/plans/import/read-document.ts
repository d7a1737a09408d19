/** Reads the bytes of a plan's file and finds what is wrong with them: UTF-8, JSON, a plan in it, the standard's rules. */
import { dmpDocument, type DmpDocument } from "./document.ts";
import { mostTold, within, type Problem } from "./problems.ts";
import { toProblems } from "./to-problems.ts";

export type ReadDocument = {
  dmp: DmpDocument;
  /** Where in the file the plan stands: `dmp`, or `items[0].dmp` in an answer of the API. */
  at: string;
};

/** No member of the standard lies deeper than 8. */
const deepest = 30;

/** The plan, or at least one problem and at most a hundred. */
export function readDocument(bytes: Uint8Array): ReadDocument | { problems: Problem[] } {
  const text = decode(bytes);
  if (text === undefined) return { problems: [{ pointer: "", code: "not_utf8" }] };
  const root = parse(text);
  if (root === undefined) return { problems: [{ pointer: "", code: "not_json" }] };
  const found = findDmp(root);
  if (!found) return { problems: [{ pointer: "", code: "no_dmp" }] };
  const { dmp, at } = found;
  const problems = [...findOddTexts(dmp, at)];
  if (problems.length > 0) return { problems: problems.slice(0, mostTold) };
  if (dmpDocument.Check(dmp)) return { dmp, at };
  return { problems: toProblems(dmpDocument.Errors(dmp), at) };
}

/** A byte order mark at its begin is no part of the text. */
function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function findDmp(root: unknown): { dmp: unknown; at: string } | undefined {
  if (hasMember(root, "dmp")) return { dmp: root.dmp, at: "dmp" };
  const items = hasMember(root, "items") && Array.isArray(root.items) ? root.items : [];
  const [item]: unknown[] = items;
  return items.length === 1 && hasMember(item, "dmp")
    ? { dmp: item.dmp, at: "items[0].dmp" }
    : undefined;
}

function hasMember<Name extends string>(
  value: unknown,
  name: Name,
): value is Record<Name, unknown> {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name);
}

/** What no schema forbids and a database cannot hold. */
function* findOddTexts(value: unknown, pointer: string, depth = 0): Generator<Problem> {
  if (typeof value === "string") {
    if (value.includes("\0")) yield { pointer, code: "nul_character" };
    else if (!value.isWellFormed()) yield { pointer, code: "half_character" };
  } else if (typeof value === "object" && value !== null) {
    if (depth > deepest) yield { pointer, code: "too_deep" };
    else {
      for (const [key, member] of Object.entries(value)) {
        const name = Array.isArray(value) ? Number(key) : key;
        yield* findOddTexts(member, within(pointer, name), depth + 1);
      }
    }
  }
}
