/** Which part of a list is asked for, read as DMPRoadmap reads it, whatever stands there. */
import { Type } from "typebox";
import type { Paging } from "../http/envelope.ts";
import { parameterOf, toInteger, type Query } from "../http/query.ts";

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

/** How the documentation tells of them. */
export function pagingParameters(maxPageSize: number) {
  const per_page = Type.Integer({ minimum: 0, maximum: maxPageSize, default: maxPageSize });
  return [
    { name: "page", schema: Type.Integer({ minimum: 1, default: 1 }) },
    { name: "per_page", schema: per_page },
  ] as const;
}

/** Never throws. Words count as 0, a page before the first is the first, and `per_page` ends at `maxPageSize`. */
export function parsePagination(query: Query, maxPageSize: number): Pagination {
  const page = toInteger(parameterOf(query, "page") ?? "1");
  const per_page = Math.min(
    toInteger(parameterOf(query, "per_page") ?? String(maxPageSize)),
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
