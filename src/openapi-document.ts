/** The parts of an OpenAPI document (3.1) that ours has. Schemas are JSON Schema 2020-12. */
import type { ErrorAnswer } from "./http/envelope-schema.ts";
import type { Texts } from "./texts/en-gb.ts";

/** Describes the API in a reader's language. */
export type OpenApi = (texts: Texts) => OpenApiDocument;

export type OpenApiDocument = {
  openapi: string;
  info: {
    title: string;
    version: string;
    description: string;
    contact: { email: string };
    license: { name: string; identifier: string };
  };
  externalDocs: { url: string; description: string };
  servers: { url: string }[];
  tags: { name: string; description: string }[];
  /** By path and method. */
  paths: Record<string, Record<string, OperationObject>>;
  components: {
    securitySchemes: Record<string, SecurityScheme>;
    headers: Record<string, { description: string; schema: unknown }>;
    /** One for each refusal. */
    examples: Record<string, { value: ErrorAnswer }>;
    schemas: Record<string, unknown>;
  };
};

export type OperationObject = {
  operationId: keyof Texts["openApi"]["operations"];
  tags: (keyof Texts["openApi"]["tags"])[];
  summary: string;
  description: string;
  /** Each way in; none where everybody may. */
  security: Record<string, string[]>[];
  parameters: Parameter[];
  requestBody?: { required: boolean; description: string; content: Content };
  responses: Record<string, ResponseObject>;
};

export type Parameter = {
  name: string;
  in: "path" | "query" | "header";
  required: boolean;
  description: string;
  schema: { type: string; default?: string | number | boolean };
};

export type ResponseObject = {
  description: string;
  headers: Record<string, Reference>;
  content: Content;
};

/** By media type. */
export type Content = Record<
  string,
  { schema: unknown; examples?: Record<string, Example | Reference> }
>;

export type Example = { value: unknown };
export type Reference = { $ref: string };

type SecurityScheme =
  | { type: "http"; scheme: "bearer"; description: string }
  | { type: "apiKey"; in: "cookie"; name: string; description: string };
