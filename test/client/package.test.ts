/** `tollgate/client` as others import it: by its name, with types, and with nothing that comes along. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { projectFolder } from "../support/project-folder.ts";

const program = `
import { DmpClient, DmpError, type Dmp, type Me } from "tollgate/client";

const client = new DmpClient({ baseUrl: "https://dmp.example.org", token: "secret" });
const me: Me = await client.me();
const email: string = me.email;
for await (const plan of client.plans({ complete: true, signal: AbortSignal.timeout(1) })) {
  const title: string | undefined = plan.title;
  const dmp: Dmp = plan;
  console.log(title, dmp.dataset?.[0]?.distribution?.[0]?.host?.title, email);
}
for await (const page of client.templates().pages()) console.log(page.total_items, page.next);
new DmpError("text", { error_code: "code", hint: "hint" }).status?.toFixed();
`;

const mistakes = [
  "client.plans().map(String);",
  "(await client.me()).telephone;",
  "(await client.plan(1)).dataset.length;",
  'await client.plan("1");',
];

describe("the package's client", () => {
  let folder = "";
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "tollgate-client-"));
    await mkdir(join(folder, "node_modules/@types"), { recursive: true });
    await symlink(projectFolder, join(folder, "node_modules/tollgate"));
    await symlink(
      join(projectFolder, "node_modules/@types/node"),
      join(folder, "node_modules/@types/node"),
    );
    await writeFile(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  });
  after(async () => await rm(folder, { recursive: true }));

  async function compile(text: string) {
    await writeFile(join(folder, "program.ts"), text);
    const tsc = join(projectFolder, "node_modules/typescript/bin/tsc");
    const options = ["--strict", "--noEmit", "--module", "nodenext", "--target", "es2024"];
    const args = [tsc, ...options, "--types", "node", "program.ts"];
    const { status, stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
    return { status, stdout };
  }

  it("has types that a strict compiler takes", async () => {
    assert.deepEqual(await compile(program), { status: 0, stdout: "" });
  });

  it("has types that notice mistakes", async () => {
    const { stdout } = await compile([program, ...mistakes].join("\n"));
    assert.equal(stdout.match(/error TS/g)?.length, mistakes.length, stdout);
  });

  it("loads by its name, and loads nothing else", async () => {
    const script = 'const { DmpClient } = await import("tollgate/client"); DmpClient.name.at(0);';
    const args = ["--input-type=module", "--eval", script];
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
    assert.deepEqual([status, stderr], [0, ""]);
    for (const name of ["dmp-client.js", "dmp-error.js"]) {
      const text = await readFile(join(projectFolder, "dist/src/client", name), "utf8");
      for (const [, from = ""] of text.matchAll(/\bfrom "([^"]*)"/g))
        assert.match(from, /^\.\/dmp-/);
    }
  });
});
