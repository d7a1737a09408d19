/** Holds answers against the OpenAPI document: the status, the headers and every member must be in it. */
import assert from "node:assert/strict";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import type { OpenApiDocument } from "../../src/openapi-document.ts";

export type GivenAnswer = { status: number; type: string; body: string };

export class DocumentedAnswers {
  readonly document: OpenApiDocument;
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true });

  constructor(document: OpenApiDocument) {
    this.document = document;
    formats.default(this.#ajv);
    this.#ajv.addSchema(closed(document), "document", false, false);
  }

  /** `path` and `method` as they stand in the document. */
  assertDocumented(path: string, method: string, { status, type, body }: GivenAnswer) {
    const what = `${method} ${path} ${status}: ${body}`;
    const { responses } = this.document.paths[path]?.[method] ?? assert.fail(what);
    const { content } = responses[status] ?? assert.fail(`not documented: ${what}`);
    const [mediaType = ""] = type.split(";");
    const { examples = {} } = content[mediaType] ?? assert.fail(`${mediaType}, ${what}`);
    if (mediaType !== "application/json") return;
    this.assertValid(path, method, status, JSON.parse(body));
    if (status < 400) return;
    const codes = Object.keys(examples).map(
      (name) => this.document.components.examples[name]?.value.details.error_code,
    );
    assert.ok(codes.includes(JSON.parse(body).details.error_code), what);
  }

  /** Whether it is what that answer's schema says, and nothing else. */
  assertValid(path: string, method: string, status: number | string, body: unknown) {
    const place = ["paths", path, method, "responses", String(status), "content"];
    const pointer = [...place, "application/json", "schema"]
      .map((part) => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1")))
      .join("/");
    const validate = this.#ajv.getSchema(`document#/${pointer}`) ?? assert.fail(pointer);
    void validate(body); // at once: nothing in it is asynchronous
    assert.deepEqual(validate.errors ?? [], [], `${method} ${path} ${status}`);
  }
}

/** The same document, whose objects hold no members but those that it names, unless it says that they may. */
function closed(document: OpenApiDocument): object {
  const text = JSON.stringify(document, (_key, value: unknown) => {
    const isObject = typeof value === "object" && value && "type" in value && "properties" in value;
    return isObject ? { additionalProperties: false, ...value } : value;
  });
  const copy: object = JSON.parse(text);
  return copy;
}
