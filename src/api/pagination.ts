/** What addresses say of which items are wanted, read as DMPRoadmap reads it, whatever stands there. */
import type { Paging } from "../http/envelope.ts";

/** What an address's query holds; a repeated parameter is an array. */
export type Query = Record<string, string | string[] | undefined>;

export type Pagination = {
  /** As they were asked for. */
  page: number;
  per_page: number;
  /** What they mean, counted in items. */
  offset: number;
  limit: number;
};

/** What DMPRoadmap shows on a page when it is asked for a negative number of items. */
const fallbackLimit = 10;

/** Never throws. Words count as 0, a page before the first is the first, and `per_page` ends at `maxPageSize`. */
export function parsePagination(query: Query, maxPageSize: number): Pagination {
  const page = toInteger(lastOf(query["page"]) ?? "1");
  const per_page = Math.min(
    toInteger(lastOf(query["per_page"]) ?? String(maxPageSize)),
    maxPageSize,
  );
  const limit = per_page < 0 ? Math.min(fallbackLimit, maxPageSize) : per_page;
  return { page, per_page, limit, offset: (Math.max(page, 1) - 1) * limit };
}

/** `parameters`: what else the address means, kept on the way from page to page. */
export function pagingOf(
  path: string,
  { page, per_page, limit, offset }: Pagination,
  { total, parameters }: { total: number; parameters: Record<string, string> },
): Paging {
  const link = (number: number) =>
    `${path}?${new URLSearchParams({ page: String(number), per_page: String(per_page), ...parameters }).toString()}`;
  const current = Math.max(page, 1);
  return {
    page,
    per_page,
    prev: limit > 0 && current > 1 ? link(current - 1) : undefined,
    next: limit > 0 && offset + limit < total ? link(current + 1) : undefined,
  };
}

/** The id of a path, or undefined for what no row is called. */
export function parseId(text: string): number | undefined {
  const id = /^[1-9]\d{0,15}$/.test(text) ? Number(text) : undefined;
  return Number.isSafeInteger(id) ? id : undefined;
}

/** Whether a parameter says yes, in whatever case. */
export function isTrue(query: Query, name: string): boolean {
  return lastOf(query[name])?.toLowerCase() === "true";
}

/** Of a repeated parameter the last one counts, as in Rails. */
function lastOf(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.at(-1) : value;
}

/** As Ruby's `to_i`: the digits that a text begins with, else 0. Beyond 2^53 it stays there. */
function toInteger(text: string): number {
  const [digits = "0"] = /^\s*[+-]?\d+(_\d+)*/.exec(text) ?? [];
  const number = Number(digits.replaceAll("_", ""));
  return Math.max(Math.min(number, Number.MAX_SAFE_INTEGER), Number.MIN_SAFE_INTEGER);
}
