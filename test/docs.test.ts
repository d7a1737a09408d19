/**
 * What the documents say is true: their commands are run and answer as it is written there, and the files that they
 * name exist.
 *
 * An `sh` block with curl in it is an example: the `http` or `json` block after it is what it must print. One without
 * such a block prepares the examples after it.
 */
import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { promisify } from "node:util";
import { rotate } from "../src/access-tokens/rotate.ts";
import { createApp } from "../src/app.ts";
import { ensureInternalApplication } from "../src/applications/internal-application.ts";
import { readConfig } from "../src/config.ts";
import { openDatabase } from "../src/db/database.ts";
import type { Database } from "../src/db/schema.ts";
import { addDemo } from "../src/demo/add-demo.ts";
import { createLog } from "../src/log.ts";
import { createDeps } from "../src/main.ts";
import { projectFolder } from "../src/project-folder.ts";
import { findUserByEmail } from "../src/users/find-user.ts";
import { assetsFolder } from "./support/world.ts";
import { openSqlite } from "./support/databases.ts";

const documentedAddress = "http://127.0.0.1:3000";
const hasCurl = spawnSync("curl", ["--version"]).status === 0;

describe("the documented commands", { skip: hasCurl ? false : "curl is not installed" }, () => {
  let service: Awaited<ReturnType<typeof startDemo>>;
  before(async () => {
    service = await startDemo();
  });
  after(async () => {
    await service[Symbol.asyncDispose]();
  });

  for (const name of ["README.md", "docs/api-v2.md"]) {
    const examples = examplesIn(name);

    it(`${name} has examples`, () => {
      assert.notEqual(examples.length, 0);
    });

    for (const { command, preparation, answer } of examples) {
      it(`${name}: ${command.split("\n", 1)[0]}`, async () => {
        const [oldSecret, secret] = [await service.makeToken(), await service.makeToken()];
        const script = `${preparation}\n${command}`
          .replaceAll(documentedAddress, service.address)
          .replaceAll("AN-OLD-TOKEN", oldSecret)
          .replaceAll("YOUR-TOKEN", secret);
        const printed = await runInShell(script, dirname(service.file));
        const expected = parseAnswer(answer);
        const actual = parseAnswer(printed.replaceAll(service.address, documentedAddress));
        assert.equal(actual.status, expected.status);
        for (const header of expected.headers) assert.ok(actual.headers.includes(header), header);
        assert.equal(withoutChance(actual.body), withoutChance(expected.body));
      });
    }
  }
});

describe("docs/operations.md", () => {
  const [backUp = "", endAll = ""] = shellBlocksIn("docs/operations.md").filter((command) =>
    command.includes("node:sqlite"),
  );

  it("has a command that backs up a running service, and one that ends all tokens", async () => {
    await using service = await startDemo();
    await service.makeToken();
    const folder = dirname(service.file);
    for (const command of [backUp, endAll]) {
      await runInShell(command.replaceAll("data/tollgate.sqlite3", service.file), folder);
    }
    await using copy = openDatabase(`sqlite:${join(folder, "tollgate-backup.sqlite3")}`, () => {});
    assert.equal(await countLiveTokens(service.db), 0);
    assert.equal(await countLiveTokens(copy), 1);
  });
});

describe("the documents", () => {
  for (const name of globSync("{*,docs/*,docs/decisions/*}.md", { cwd: projectFolder })) {
    it(`${name} names only files that exist`, () => {
      const text = readDocument(name);
      const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, path = ""]) =>
        join(dirname(name), path),
      );
      const files = [...text.matchAll(/`((?:bin|db|docs|public|src|test)\/[\w./-]+)`/g)];
      for (const file of [...links, ...files.map(([, path = ""]) => path)]) {
        assert.ok(existsSync(join(projectFolder, file)), file);
      }
    });
  }
});

type Example = { command: string; preparation: string; answer: string };

function examplesIn(name: string): Example[] {
  const blocks = blocksIn(name);
  const examples: Example[] = [];
  let preparation = "";
  for (const [index, [, language, command = ""]] of blocks.entries()) {
    if (language !== "sh" || !command.includes("curl")) continue;
    const [, kind, answer = ""] = blocks[index + 1] ?? [];
    if (kind === "http" || kind === "json") examples.push({ command, preparation, answer });
    else preparation += command;
  }
  return examples;
}

function shellBlocksIn(name: string): string[] {
  return blocksIn(name).flatMap(([, language, text = ""]) => (language === "sh" ? [text] : []));
}

/** The fenced blocks of a document: the whole, its language, its text. */
function blocksIn(name: string): RegExpExecArray[] {
  return [...readDocument(name).matchAll(/^```(\w+)\n(.*?)^```$/gms)];
}

function readDocument(name: string): string {
  return readFileSync(join(projectFolder, name), "utf8");
}

/** What the commands print. They reach this machine directly, whatever proxy the environment names. */
async function runInShell(script: string, folder: string): Promise<string> {
  const env = { ...process.env, TMPDIR: folder, NO_PROXY: "*", no_proxy: "*" };
  const { stdout } = await promisify(execFile)("sh", ["-e", "-c", script], { cwd: folder, env });
  return stdout;
}

/** An answer with its head, as `curl -i` prints it, or without. */
function parseAnswer(text: string): { status?: string; headers: string[]; body: unknown } {
  if (!text.startsWith("HTTP/")) return { headers: [], body: JSON.parse(text) };
  const [head = "", body = ""] = text.replaceAll("\r", "").split(/\n\n(.*)/s);
  const [status = "", ...headers] = head.split("\n");
  return { status, headers, body: JSON.parse(body) };
}

/** The body as text, keys in their order, without what differs from one answer to the next. */
function withoutChance(body: unknown): string {
  return JSON.stringify(body)
    .replace(/"time":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00"/, '"time":"…"')
    .replace(/"token":"dmp_[0-9A-Za-z]{49}"/, '"token":"…"')
    .replace(/"created_at":\d{10}/, '"created_at":"…"');
}

/** What `npm start` serves, on a port that is free. */
async function startDemo() {
  const database = await openSqlite();
  const config = readConfig(
    { DATABASE_URL: database.url, PORT: "0", TOKENS_PER_HOUR: "1000" },
    () => "a secret key that is only for tests",
  );
  const deps = createDeps(config, await createLog({ level: "error", human: false, to: "stderr" }));
  await ensureInternalApplication(deps);
  await addDemo(deps);
  const ben = await findUserByEmail(deps.db, "ben@example.org");
  assert.ok(ben);
  const app = await createApp(deps, config, assetsFolder);
  const address = await app.listen({ host: config.host, port: config.port });
  return {
    address,
    db: deps.db,
    file: database.url.replace("sqlite:", ""),
    makeToken: async () => (await rotate(deps, ben.id)).secret.reveal(),
    async [Symbol.asyncDispose]() {
      await app.close();
      await deps.db.destroy();
      await database.remove();
    },
  };
}

async function countLiveTokens(db: Database): Promise<number> {
  const tokens = db.selectFrom("oauth_access_tokens").select("id");
  return (await tokens.where("revoked_at", "is", null).execute()).length;
}
