/** What an address of the API says of itself. The OpenAPI document is made of what the routes say here and in their schemas. */
import type { FastifyInstance } from "fastify";
import type { TSchema } from "typebox";
import type { ErrorCode } from "../errors.ts";
import type { Texts } from "../texts/en-gb.ts";
import type { Guard } from "./guards.ts";

/** Names an operation, for programs and for its texts. */
export type OperationId = keyof Texts["openApi"]["operations"];

export type Operation = {
  id: OperationId;
  tag: keyof Texts["openApi"]["tags"];
  /** Parameters of the address's query. They are no part of the route's schema, because odd values are never an error. */
  query?: readonly { name: keyof Texts["openApi"]["parameters"]; schema: QuerySchema }[];
  /** Whether it answers with a page as well, to those who accept HTML. */
  hasPage?: boolean;
  /** What can be refused beside what the route's guard refuses. */
  refusals?: readonly ErrorCode[];
  /** Bodies of answers that succeed, by a name. Make them with the functions that make the real ones. */
  examples: Record<string, (from: Exemplary) => unknown>;
};

type QuerySchema = TSchema & { type: string; default?: number | boolean };

/** From what examples are made. */
export type Exemplary = {
  applicationName: string;
  /** The application whose token is used. */
  caller: string;
  now: Date;
  maxPageSize: number;
  /** Tollgate's own address without a slash at its end. */
  baseUrl: string;
  /** The address at which programs reach the API: another one where Rails' host leads here. */
  apiBaseUrl: string;
};

declare module "fastify" {
  interface FastifyContextConfig {
    /** Undefined for what is no part of the API. */
    operation?: Operation;
  }
}

export type DocumentedRoute = {
  method: string;
  /** With `:id` where an id stands. */
  url: string;
  guard: Guard;
  operation: Operation;
  /** As the route has them; undefined where it has none. */
  body: unknown;
  answer: unknown;
};

/** Grows with every operation that is registered from now on. */
export function collectOperations(app: FastifyInstance): readonly DocumentedRoute[] {
  const routes: DocumentedRoute[] = [];
  app.addHook("onRoute", ({ url, method, config, schema }) => {
    if (!config?.guard || !config.operation || method === "HEAD") return;
    const { guard, operation } = config;
    const answer = successOf(schema?.response);
    routes.push({ method: String(method), url, guard, operation, body: schema?.body, answer });
  });
  return routes;
}

function successOf(response: unknown): unknown {
  return typeof response === "object" && response && "200" in response
    ? response["200"]
    : undefined;
}
