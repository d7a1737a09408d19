/** `.env.example` names every setting that is read, and no other, with its real default. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { parseEnv } from "node:util";
import { readConfig, type Environment } from "../src/config.ts";
import { projectFolder } from "./support/project-folder.ts";

const example = readFileSync(join(projectFolder, ".env.example"), "utf8");
const settings: Environment = parseEnv(example.replaceAll(/^#(?=[A-Z0-9_]+=)/gm, ""));

describe(".env.example", () => {
  it("names the settings that are read, all of them and no others", () => {
    const names = new Set<string>();
    const environment = new Proxy<Environment>(
      {},
      { get: (_, name) => void names.add(String(name)) },
    );
    readConfig(environment, () => "a secret key that is only for tests");
    assert.deepEqual(Object.keys(settings).toSorted(), [...names].toSorted());
  });

  it("shows the defaults", () => {
    assert.deepEqual(configOf(settings), configOf({}));
  });

  it("leaves every default alone until its line is changed", () => {
    assert.deepEqual(parseEnv(example), {});
  });
});

/** The configuration, and where its secret key would be kept. */
function configOf(environment: Environment) {
  let secretKeyFile;
  const config = readConfig(environment, (path) => {
    secretKeyFile = path;
    return "a secret key that is only for tests";
  });
  return { config, secretKeyFile };
}
