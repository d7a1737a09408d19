/**
 * Finds what the API tells otherwise than the file from which a plan came, or not at all.
 *
 * What is compared is what the API answers, so that nothing can be lost without being told.
 */
import type { Dmp } from "../common-standard.ts";
import { roleNames } from "../people.ts";
import { toMoment } from "../values.ts";
import { within } from "./problems.ts";
import { roleFlag } from "./roles.ts";
import { toDate } from "./values.ts";

export type Difference = {
  /** The place in the file, such as `dmp.dataset[0].distribution[0].title`. */
  pointer: string;
  /** What the API tells in its place; undefined where it tells nothing. */
  told: string | undefined;
};

/** Many more than a real plan has, and not too many for a page. */
const mostListed = 1_000;

/** `at`: where the plan stands in the file. `further`: how many there are beside a thousand that are listed. */
export function findDifferences(
  dmp: object,
  answer: Dmp,
  at: string,
): { differences: Difference[]; further: number } {
  // As it leaves: members that are undefined are not there.
  const sent: unknown = JSON.parse(JSON.stringify(answer));
  const all = [...differencesOf(dmp, sent, at)];
  const differences = all.slice(0, mostListed);
  return { differences, further: all.length - differences.length };
}

/** Members that tell of the API and not of the plan. */
const notOfPlan = new Set(["schema", "$schema"]);

/** What the API calls otherwise than files do. */
const otherNames = new Map([["funder_name", "name"]]);

function* differencesOf(given: unknown, told: unknown, pointer: string): Generator<Difference> {
  if (isEmpty(given) || isSame(given, told, pointer)) return;
  if (isObject(given) && isObject(told)) {
    for (const [name, value] of Object.entries(given)) {
      if (notOfPlan.has(name)) continue;
      yield* differencesOf(value, told[otherNames.get(name) ?? name], within(pointer, name));
    }
  } else if (Array.isArray(given) && told !== undefined) {
    const list: unknown[] = Array.isArray(told) ? told : [told]; // one, where the file may have several
    for (const [index, item] of given.entries()) {
      const there = pointer.endsWith(".role") ? roleNames(roleFlag(String(item)))[0] : list[index];
      yield* differencesOf(item, there, within(pointer, index));
    }
  } else {
    yield { pointer, told: typeof told === "object" ? undefined : shorten(told) };
  }
}

/** Nothing is lost with it. */
function isEmpty(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return value === "";
  return Object.keys(value).length === 0;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether it says the same in another form. */
function isSame(given: unknown, told: unknown, pointer: string): boolean {
  if (given === told) return true;
  if (typeof given !== "string" || typeof told !== "string") return false;
  if (/\.(created|modified)$/.test(pointer)) return told === toMoment(toDate(given));
  if (pointer.endsWith(".identifier"))
    return schemeAddress.test(told) && told.endsWith(`/${given}`);
  return given === withoutEntities(told);
}

/** With what identifiers begin when their scheme is known. */
const schemeAddress = /^https:\/\/(orcid\.org|ror\.org|doi\.org|api\.crossref\.org)\//;

function withoutEntities(html: string): string {
  return html
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");
}

function shorten(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
