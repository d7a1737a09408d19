/** The API's description for programs, in the language that they ask for. */
import type { FastifyInstance } from "fastify";
import Negotiator from "negotiator";
import { Type } from "typebox";
import type { Operation } from "../../http/operations.ts";
import type { OpenApiDocument } from "../../openapi-document.ts";
import { chooseTexts } from "../../texts/choose-texts.ts";
import { openApiRoute } from "../../urls.ts";
import type { ApiDeps } from "../answer.ts";
import { openApiVersion } from "./document.ts";

/** What every such document has; ours has more. */
const open = { additionalProperties: true };
const OpenApiAnswer = Type.Object(
  {
    openapi: Type.Literal(openApiVersion),
    info: Type.Object({ title: Type.String(), version: Type.String() }, open),
    paths: Type.Record(Type.String(), Type.Object({}, open)),
  },
  { title: "OpenApi", ...open },
);

const operation: Operation = {
  id: "openApi",
  tag: "service",
  examples: {
    beginning: () => ({
      openapi: openApiVersion,
      info: { title: "v2 API", version: "2.0" },
      paths: {},
    }),
  },
};

export function addOpenApiRoute(app: FastifyInstance, { openApi }: Pick<ApiDeps, "openApi">): void {
  /** Each document as text, written once. The schema names only what every such document has. */
  const written = new WeakMap<OpenApiDocument, string>();
  app.get(
    openApiRoute,
    { config: { guard: "open", operation }, schema: { response: { 200: OpenApiAnswer } } },
    async (request, reply) => {
      const document = openApi(chooseTexts(new Negotiator(request.raw).languages()));
      const text = written.get(document) ?? JSON.stringify(document);
      written.set(document, text);
      return await reply.type("application/json; charset=utf-8").send(text);
    },
  );
}
