/** The OpenAPI document: clean by a public linter, complete, in both languages, and with examples that keep to its schemas. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createConfig, lintFromString } from "@redocly/openapi-core";
import type { OpenApiDocument } from "../../../src/openapi-document.ts";
import { openApiRoute, urls } from "../../../src/urls.ts";
import { openSqlite } from "../../support/databases.ts";
import { DocumentedAnswers } from "../../support/documented-answers.ts";
import { routesOf } from "../../support/routes.ts";
import { shareWorld } from "../../support/shared-world.ts";

describe("the OpenAPI document", () => {
  const world = shareWorld(openSqlite);

  async function readDocument(language = "en"): Promise<OpenApiDocument> {
    const headers = { "accept-language": language };
    return (await world().app.inject({ url: urls.openApi, headers })).json();
  }

  for (const language of ["en-GB", "fr-CA"]) {
    it(`is clean by a public linter's strictest rules (${language})`, async () => {
      const source = JSON.stringify(await readDocument(language));
      assert.deepEqual(await lint(source), []);
    });
  }

  it("would not be clean with a mistake in it", async () => {
    const document = await readDocument();
    delete document.paths[urls.me]?.["get"]?.responses["200"];
    assert.ok((await lint(JSON.stringify(document))).includes("operation-2xx-response"));
  });

  it("has every route of the v2 API, with its methods, but not its own page", async () => {
    const routes = routesOf(world().app)
      .filter((url) => url.startsWith("/api/v2/") && url !== urls.apiDocs)
      .map((url) => (url === openApiRoute ? urls.openApi : url.replace(":id", "{id}")));
    const { paths } = await readDocument();
    assert.deepEqual(Object.keys(paths).toSorted(), routes.toSorted());
    const methods = Object.keys(paths[urls.internalUserAccessToken] ?? {});
    assert.deepEqual(methods, ["post", "delete"]);
  });

  it("names who may use an address as the address itself does", async () => {
    const { paths, components } = await readDocument();
    assert.deepEqual(paths[urls.heartbeat]?.["get"]?.security, []);
    const scopes = [{ bearer: ["read"] }, { bearer: ["v2_read"] }];
    assert.deepEqual(paths[urls.plans]?.["get"]?.security, scopes);
    const session = [{ session: [] }];
    assert.deepEqual(paths[urls.internalUserAccessToken]?.["post"]?.security, session);
    assert.deepEqual(Object.keys(components.securitySchemes), ["bearer", "session"]);
    assert.ok("name" in (components.securitySchemes["session"] ?? {}));
  });

  it("has an example of every answer, valid by its schema and by nothing more", async () => {
    const document = await readDocument();
    const answers = new DocumentedAnswers(document);
    let examined = 0;
    for (const [path, methods] of Object.entries(document.paths)) {
      for (const [method, { responses }] of Object.entries(methods)) {
        for (const [status, { content }] of Object.entries(responses)) {
          const examples = Object.entries(content["application/json"]?.examples ?? {});
          assert.notEqual(examples.length, 0, `${method} ${path} ${status}`);
          for (const [name, example] of examples) {
            const { value } = "value" in example ? example : sharedExample(document, name);
            answers.assertValid(path, method, status, value);
            examined += 1;
          }
        }
      }
    }
    assert.ok(examined > 60, String(examined));
  });

  it("speaks the reader's language, and says the same in each", async () => {
    const [english, french] = [await readDocument("en"), await readDocument("fr")];
    assert.equal(english.paths[urls.plans]?.["get"]?.summary, "List your plans");
    assert.equal(french.paths[urls.plans]?.["get"]?.summary, "Énumérer vos plans");
    assert.deepEqual(french.components.schemas, english.components.schemas);
    assert.deepEqual(shapeOf(french), shapeOf(english));
  });

  it("is found with its suffix and without, needs no token, and names this server", async () => {
    const answer = await world().app.inject(openApiRoute);
    assert.equal(answer.body, (await world().app.inject(urls.openApi)).body);
    assert.equal(answer.headers["content-type"], "application/json; charset=utf-8");
    assert.match(answer.json().servers[0].url, /^http:\/\/127\.0\.0\.1:\d+$/);
  });
});

async function lint(source: string): Promise<string[]> {
  const config = await createConfig({ extends: ["recommended-strict"] });
  const problems = await lintFromString({ source, config, absoluteRef: "openapi.json" });
  return problems.map(({ ruleId }) => ruleId);
}

function sharedExample({ components }: OpenApiDocument, name: string) {
  return components.examples[name] ?? assert.fail(name);
}

/** The document without its words. */
function shapeOf({ paths }: OpenApiDocument) {
  return Object.entries(paths).map(([path, methods]) => [
    path,
    Object.entries(methods).map(([method, { operationId, parameters, responses }]) => [
      method,
      operationId,
      parameters.map(({ name, schema }) => [name, schema]),
      Object.keys(responses),
    ]),
  ]);
}
