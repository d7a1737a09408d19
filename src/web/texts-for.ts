/** Speaks to everybody in his own language. */
import type { FastifyRequest } from "fastify";
import Negotiator from "negotiator";
import { chooseTexts } from "../texts/choose-texts.ts";
import type { Texts } from "../texts/en-gb.ts";
import type { Visits } from "./visit.ts";

/** A profile that cannot be read is no reason to fail: then the browser's language it is. */
export function createTextsFor(visits: Visits) {
  return async (request: FastifyRequest): Promise<Texts> => {
    const visit = await visits.of(request).catch(() => undefined);
    const chosen = visit?.kind === "signed-in" ? visit.session.language : undefined;
    return chooseTexts([chosen, ...new Negotiator(request.raw).languages()]);
  };
}
