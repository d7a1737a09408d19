/** Turns the OpenAPI document into what its page shows. */
import type { OpenApiDocument, OperationObject, Parameter } from "../../openapi-document.ts";
import type { Texts } from "../../texts/en-gb.ts";
import type { DocumentedOperation, DocumentedParameter } from "./operation.tsx";
import type { DocumentedRefusal, OperationGroup } from "./page.tsx";

type Examples = OpenApiDocument["components"]["examples"];

/** In the order of the document. `texts`: of the language that the document is in. */
export function describeGroups(
  { openApi: { tags } }: Texts,
  { paths, components: { examples } }: OpenApiDocument,
): OperationGroup[] {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  return Object.entries(tags).map(([tag, { title, description }]) => ({
    title,
    description,
    operations: operations
      .filter(({ operation }) => operation.tags.some((name) => name === tag))
      .map(({ path, method, operation }) => ({
        id: operation.operationId,
        method: method.toUpperCase(),
        path,
        summary: operation.summary,
        description: operation.description,
        access: accessOf(operation),
        parameters: operation.parameters.map(toParameter),
        success: successOf(operation),
        refusals: refusalsOf(operation, examples),
      })),
  }));
}

/** Each once, in the order of their statuses. */
export function describeRefusals({ components }: OpenApiDocument): DocumentedRefusal[] {
  return Object.entries(components.examples)
    .map(
      ([
        name,
        {
          value: { code: status, errors, details },
        },
      ]) => ({
        name,
        status,
        code: details.error_code,
        text: errors.join(" "),
        hint: details.hint,
      }),
    )
    .toSorted((one, other) => one.status - other.status);
}

function accessOf({ security }: OperationObject): DocumentedOperation["access"] {
  const scopes = security.flatMap(({ bearer }) => bearer ?? []);
  if (scopes.length > 0) return { kind: "token", scopes };
  return { kind: security.length > 0 ? "session" : "open" };
}

function toParameter(parameter: Parameter): DocumentedParameter {
  const { name, description, required, schema } = parameter;
  const byDefault = schema.default === undefined ? undefined : String(schema.default);
  return { name, description, required, type: schema.type, byDefault };
}

function successOf({ responses }: OperationObject): DocumentedOperation["success"] {
  const { description = "", content = {} } = responses["200"] ?? {};
  const examples = Object.values(content["application/json"]?.examples ?? {});
  return {
    description,
    examples: examples.flatMap((example) =>
      "value" in example ? [JSON.stringify(example.value, null, 2)] : [],
    ),
  };
}

function refusalsOf({ responses }: OperationObject, examples: Examples) {
  return Object.entries(responses)
    .filter(([status]) => status !== "200")
    .map(([status, { description, content }]) => ({
      status,
      description,
      codes: Object.keys(content["application/json"]?.examples ?? {}).map((name) => ({
        name,
        code: examples[name]?.value.details.error_code ?? name,
      })),
    }));
}
