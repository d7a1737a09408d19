/** The RDA DMP Common Standard's own JSON Schema, of the version that is promised, where the project has it beside it. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Compile } from "typebox/schema";
import { projectFolder } from "./project-folder.ts";

const file = "../shared/data/rda/JSON-schema/1.0/maDMP-schema-1.0.json";
const path = join(projectFolder, file);

/** For a suite's `skip`: why it cannot run, or false. */
export const rdaSchemaIsMissing = !existsSync(path) && `there is no ${file}`;

/**
 * Reads the schema. What it gives back names the places that are wrong in `{ dmp }` as it is sent, such as
 * `dmp.project[0].start`.
 */
export function readRdaSchema(): (document: unknown) => string[] {
  const schema: object = JSON.parse(readFileSync(path, "utf8"));
  const validator = Compile(schema);
  return (document) => {
    const sent: unknown = JSON.parse(JSON.stringify(document));
    const isValid = validator.Check(sent);
    const [, errors] = validator.Errors(sent);
    assert.equal(isValid, errors.length === 0);
    return errors.flatMap((error) => {
      const place = toPlace(error.instancePath);
      if (error.keyword !== "required") return `${place}: ${error.message}`;
      return error.params.requiredProperties.map((name) => `${place}.${name}`);
    });
  };
}

/** `/dmp/project/0` as `dmp.project[0]`. */
function toPlace(pointer: string): string {
  return pointer
    .slice(1)
    .replaceAll(/\/(\d+)/g, "[$1]")
    .replaceAll("/", ".");
}
