/** The OpenAPI document, made of what the routes say: their guards, their schemas, and their examples. */
import type { Config } from "../../config.ts";
import { ErrorEnvelope } from "../../http/envelope-schema.ts";
import type { Guard } from "../../http/guards.ts";
import type { DocumentedRoute, Exemplary } from "../../http/operations.ts";
import type {
  Content,
  OpenApi,
  OpenApiDocument,
  OperationObject,
  Parameter,
  Reference,
  ResponseObject,
} from "../../openapi-document.ts";
import type { Texts } from "../../texts/en-gb.ts";
import { openApiRoute, urls } from "../../urls.ts";
import { refusalExample, refusalsOf } from "./refusals.ts";
import { hoist, type Schemas } from "./schemas.ts";

export const openApiVersion = "3.1.1";

const json = "application/json";
const form = "application/x-www-form-urlencoded";
const html = "text/html";

export type OpenApiOptions = Pick<Config, "applicationName" | "helpdeskEmail" | "maxPageSize"> & {
  /** The application whose token the examples use. */
  internalApplicationName: string;
  /** The name of the cookie that holds a session. */
  sessionCookie: string;
  /** As Exemplary has them; they change when the server begins to listen. */
  baseUrl: () => string;
  apiBaseUrl: () => string;
};

/** `routes`: all of the app's, as soon as a document is asked for. */
export function createOpenApi(
  routes: readonly DocumentedRoute[],
  options: OpenApiOptions,
): OpenApi {
  const documents = new Map<string, OpenApiDocument>();
  return (texts) => {
    const addresses = { baseUrl: options.baseUrl(), apiBaseUrl: options.apiBaseUrl() };
    const key = `${texts.language} ${addresses.baseUrl}`;
    const document = documents.get(key) ?? describe(texts, routes, { ...options, ...addresses });
    documents.set(key, document);
    return document;
  };
}

type Subject = Omit<OpenApiOptions, "baseUrl" | "apiBaseUrl"> &
  Pick<Exemplary, "baseUrl" | "apiBaseUrl">;

function describe(
  texts: Texts,
  routes: readonly DocumentedRoute[],
  subject: Subject,
): OpenApiDocument {
  const words = texts.openApi;
  const { applicationName, helpdeskEmail, baseUrl } = subject;
  const schemas: Schemas = {};
  const from: Exemplary = {
    ...subject,
    caller: subject.internalApplicationName,
    now: new Date("2026-11-24T06:50:24Z"),
  };
  const examples: RefusalExamples = {};
  const paths: OpenApiDocument["paths"] = {};
  for (const route of routes) {
    const { url, method } = route;
    const path = url === openApiRoute ? urls.openApi : url.replace(":id", "{id}");
    paths[path] = {
      ...paths[path],
      [method.toLowerCase()]: describeOperation(texts, route, { from, schemas, examples }),
    };
  }
  return {
    openapi: openApiVersion,
    info: {
      title: words.title(applicationName),
      version: "2.0",
      description: words.description,
      contact: { email: helpdeskEmail },
      license: { name: "MIT", identifier: "MIT" },
    },
    externalDocs: { url: baseUrl + urls.apiDocs, description: words.readable },
    servers: [{ url: baseUrl }],
    tags: Object.entries(words.tags).map(([name, { description }]) => ({ name, description })),
    paths,
    components: {
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer", description: words.security.bearer },
        session: {
          type: "apiKey",
          in: "cookie",
          name: subject.sessionCookie,
          description: words.security.session,
        },
      },
      headers: Object.fromEntries(
        Object.entries(words.headers).map(([name, description]) => [
          name,
          { description, schema: { type: "string" } },
        ]),
      ),
      examples,
      schemas,
    },
  };
}

/** What operations have in common is put where all can point to it. */
type Parts = { from: Exemplary; schemas: Schemas; examples: RefusalExamples };
type RefusalExamples = OpenApiDocument["components"]["examples"];

function describeOperation(texts: Texts, route: DocumentedRoute, parts: Parts): OperationObject {
  const { guard, operation, body } = route;
  const words = texts.openApi;
  const { summary, description, answer } = words.operations[operation.id];
  return {
    operationId: operation.id,
    tags: [operation.tag],
    summary,
    description,
    security: securityOf(guard),
    parameters: parametersOf(texts, route),
    ...(body !== undefined && {
      requestBody: {
        required: false,
        description: words.body,
        content: bodyContent(body, parts.schemas),
      },
    }),
    responses: {
      200: {
        description: answer,
        headers: headers("x-request-id"),
        content: successContent(texts, route, parts),
      },
      ...refusalResponses(texts, route, parts),
    },
  };
}

/** Each is a way in; a bearer needs one of the scopes. */
function securityOf(guard: Guard): OperationObject["security"] {
  if (guard === "open") return [];
  if (guard === "session") return [{ session: [] }];
  return guard.bearer.map((scope) => ({ bearer: [scope] }));
}

function parametersOf(texts: Texts, { url, guard, method, operation }: DocumentedRoute) {
  const words = texts.openApi.parameters;
  const parameters: Parameter[] = [];
  if (url.includes(":id")) {
    const schema = { type: "integer", minimum: 1 };
    parameters.push({ name: "id", in: "path", required: true, description: words.id, schema });
  }
  for (const { name, schema } of operation.query ?? []) {
    const description = words[name];
    parameters.push({ name, in: "query", required: false, description, schema: plain(schema) });
  }
  if (guard === "session" && method !== "GET") {
    parameters.push({
      name: "x-csrf-token",
      in: "header",
      required: false,
      description: words["x-csrf-token"],
      schema: { type: "string" },
    });
  }
  return parameters;
}

function bodyContent(body: unknown, schemas: Schemas): Content {
  const schema = hoist(plain(body), schemas);
  return { [json]: { schema }, [form]: { schema } };
}

function successContent(
  { language }: Texts,
  { operation, answer }: DocumentedRoute,
  { from, schemas }: Parts,
): Content {
  const examples = Object.entries(operation.examples).map(([name, make]) => [
    name,
    { value: plain(make(from)) },
  ]);
  const page = `<!DOCTYPE html>\n<html lang="${language}">…</html>`;
  return {
    [json]: { schema: hoist(plain(answer), schemas), examples: Object.fromEntries(examples) },
    ...(operation.hasPage && {
      [html]: { schema: { type: "string" }, examples: { page: { value: page } } },
    }),
  };
}

function refusalResponses(texts: Texts, route: DocumentedRoute, parts: Parts) {
  const byStatus = Map.groupBy(refusalsOf(route), ({ error }) => error.status);
  const schema = hoist(plain(ErrorEnvelope), parts.schemas);
  const responses: Record<string, ResponseObject> = {};
  for (const [status, refusals] of byStatus) {
    const examples: Record<string, Reference> = {};
    for (const refusal of refusals) {
      parts.examples[refusal.name] ??= { value: refusalExample(texts, refusal, parts.from) };
      examples[refusal.name] = { $ref: `#/components/examples/${refusal.name}` };
    }
    responses[status] = {
      description: texts.openApi.refusals[status],
      headers: headers("x-request-id", ...headersOf(status, route)),
      content: { [json]: { schema, examples } },
    };
  }
  return responses;
}

function headersOf(status: number, { guard }: DocumentedRoute) {
  if (status === 405) return ["allow"];
  if (status === 429 || status === 503) return ["retry-after"];
  const isChallenge = typeof guard === "object" && [400, 401, 403].includes(status);
  return isChallenge ? ["www-authenticate"] : [];
}

function headers(...names: string[]): Record<string, Reference> {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

/** As JSON has it: without members that are undefined. */
function plain<Value>(value: Value): Value {
  const copy: Value = JSON.parse(JSON.stringify(value));
  return copy;
}
