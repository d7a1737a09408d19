/** Which kind of answer a caller wants from a page's address. */
import type { FastifyRequest } from "fastify";
import Negotiator from "negotiator";
import { pathOf } from "../http/request-target.ts";

/**
 * `page`: the whole page, for a form. `panel`: the part that changed, for our own script. `json`: for programs.
 * Undefined: nothing that this address has.
 */
export type AnswerFormat = "page" | "panel" | "json";

export function answerFormat(request: FastifyRequest): AnswerFormat | undefined {
  if (pathOf(request).endsWith(".json")) return "json";
  const type = new Negotiator(request.raw).mediaType(["text/html", "application/json"]);
  if (type === "application/json") return "json";
  if (type !== "text/html") return undefined;
  return request.headers["x-requested-with"] === "XMLHttpRequest" ? "panel" : "page";
}

/** Whether a person looks at the answer in a browser: they name HTML, while programs take anything. */
export function isBrowser(request: FastifyRequest): boolean {
  return answerFormat(request) === "page" && /\btext\/html\b/i.test(request.headers.accept ?? "");
}
