/** Reads addresses: their parameters as Rails reads them, and the ids in their paths. */

/** What an address's query holds; a repeated parameter is an array. */
export type Query = Record<string, string | string[] | undefined>;

/** Of a repeated parameter the last one counts. */
export function parameterOf(query: Query, name: string): string | undefined {
  const value = query[name];
  return Array.isArray(value) ? value.at(-1) : value;
}

/** Whether a parameter says yes, in whatever case. */
export function isTrue(query: Query, name: string): boolean {
  return parameterOf(query, name)?.toLowerCase() === "true";
}

/** As Ruby's `to_i`: the digits that a text begins with, else 0. Beyond 2^53 it stays there. */
export function toInteger(text: string): number {
  const [digits = "0"] = /^\s*[+-]?\d+(_\d+)*/.exec(text) ?? [];
  const number = Number(digits.replaceAll("_", ""));
  return Math.max(Math.min(number, Number.MAX_SAFE_INTEGER), Number.MIN_SAFE_INTEGER);
}

/** The id of a path, or undefined for what no row is called. */
export function parseId(text: string): number | undefined {
  const id = /^[1-9]\d{0,15}$/.test(text) ? Number(text) : undefined;
  return Number.isSafeInteger(id) ? id : undefined;
}
