/** What the API's routes are given, and how their answers begin. */
import type { FastifyRequest } from "fastify";
import type { Config } from "../config.ts";
import type { Deps } from "../deps.ts";
import { envelopeHead, sourceOf } from "../http/envelope.ts";
import type { Exemplary } from "../http/operations.ts";
import type { OpenApi } from "../openapi-document.ts";

export type ApiDeps = Deps & {
  config: Pick<Config, "applicationName" | "maxPageSize">;
  /** The API's address without path and slash, such as `https://dmp.example.org`. */
  apiBaseUrl: () => string;
  openApi: OpenApi;
};

/** `read` is what is minted; later DMPRoadmap databases call the same scope `v2_read`. */
export const read = { bearer: ["read", "v2_read"] };

/** The envelope of a request that succeeded, without what is in it. */
export function headOf(request: FastifyRequest, { now, config: { applicationName } }: ApiDeps) {
  const caller = request.access?.application.name ?? request.ip;
  return envelopeHead(sourceOf(request), 200, { applicationName, caller, now: now() });
}

/** The same for the documentation. */
export function exampleHeadOf(path: string, { applicationName, caller, now }: Exemplary) {
  return envelopeHead(`GET ${path}`, 200, { applicationName, caller, now });
}
