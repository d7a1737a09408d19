/**
 * What the documents say is true: their examples are run and answer as it is written there, and the files that they
 * name exist.
 *
 * An `sh` block with curl in it is an example, and so is a block in another language: the `http`, `json` or `text` block
 * after it is what it must print. One without such a block prepares the examples after it in its language.
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
import { createDeps } from "../src/create-deps.ts";
import { projectFolder } from "./support/project-folder.ts";
import { findUserByEmail } from "../src/users/find-user.ts";
import { assetsFolder } from "./support/world.ts";
import { openSqlite } from "./support/databases.ts";

const documentedAddress = "http://127.0.0.1:3000";

/** What runs an example that it is given on its standard input, and how one knows that it is there. */
const languages: Record<string, { command: string[]; probe: string[] }> = {
  sh: { command: ["sh", "-e", "-s"], probe: ["curl", "--version"] },
  python: { command: ["python3", "-"], probe: ["python3", "--version"] },
  r: { command: ["Rscript", "-"], probe: ["Rscript", "-e", "library(httr2); library(jsonlite)"] },
  js: { command: [process.execPath, "--input-type=module"], probe: [process.execPath, "-v"] },
  ts: {
    command: [process.execPath, "--input-type=module-typescript"],
    probe: [process.execPath, "-v"],
  },
};

describe("the documented examples", () => {
  let service: Awaited<ReturnType<typeof startDemo>>;
  before(async () => {
    service = await startDemo();
  });
  after(async () => {
    await service[Symbol.asyncDispose]();
  });

  const installed = new Map(
    Object.entries(languages).map(
      ([
        language,
        {
          probe: [program = "", ...args],
        },
      ]) => [language, spawnSync(program, args).status === 0],
    ),
  );

  it("are there in every language that we promise", () => {
    const found = new Set(examplesIn("docs/api-v2.md").map(({ language }) => language));
    assert.deepEqual([...found].toSorted(), Object.keys(languages).toSorted());
  });

  for (const name of ["README.md", "docs/api-v2.md", "docs/api-v2-reference.md"]) {
    const examples = examplesIn(name);

    it(`${name} has examples`, () => {
      assert.notEqual(examples.length, 0);
    });

    for (const { language, program, preparation, kind, answer } of examples) {
      const skip = !installed.get(language) && `${languages[language]?.probe.join(" ")} fails`;
      it(`${name}, ${language}: ${program.split("\n", 1)[0]}`, { skip }, async () => {
        const [oldSecret, secret] = [await service.makeToken(), await service.makeToken()];
        const script = `${preparation}\n${program}`
          .replaceAll(documentedAddress, service.address)
          .replaceAll("AN-OLD-TOKEN", oldSecret)
          .replaceAll("YOUR-TOKEN", secret);
        const answered = await runExample(language, script, {
          folder: dirname(service.file),
          token: secret,
        });
        const printed = answered.replaceAll(service.address, documentedAddress);
        if (kind === "text") {
          assert.equal(printed, answer);
          return;
        }
        const expected = parseAnswer(answer);
        const actual = parseAnswer(printed);
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
      const script = command.replaceAll("data/tollgate.sqlite3", service.file);
      await runExample("sh", script, { folder });
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

type Example = {
  language: string;
  program: string;
  /** What the blocks before it have prepared. */
  preparation: string;
  kind: string;
  answer: string;
};

function examplesIn(name: string): Example[] {
  const blocks = blocksIn(name);
  const examples: Example[] = [];
  const prepared: Record<string, string> = {};
  for (const [index, [, language = "", program = ""]] of blocks.entries()) {
    if (!(language in languages) || (language === "sh" && !program.includes("curl"))) continue;
    const preparation = prepared[language] ?? "";
    const [, kind = "", answer = ""] = blocks[index + 1] ?? [];
    if (/^(http|json|text)$/.test(kind)) {
      examples.push({ language, program, preparation, kind, answer });
    } else prepared[language] = preparation + program;
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

/** What a program prints. It reaches this machine directly, whatever proxy the environment names. */
async function runExample(
  language: string,
  script: string,
  { folder, token = "" }: { folder: string; token?: string },
): Promise<string> {
  const [program = "", ...args] = languages[language]?.command ?? [];
  // JavaScript finds the client where the package is; the others may leave files behind.
  const cwd = /^[jt]s$/.test(language) ? projectFolder : folder;
  const env = {
    ...process.env,
    DMP_TOKEN: token,
    LC_ALL: "C.UTF-8",
    TMPDIR: folder,
    NO_PROXY: "*",
    no_proxy: "*",
  };
  const running = promisify(execFile)(program, args, { cwd, env });
  running.child.stdin?.end(script);
  return (await running).stdout;
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
  const deps = createDeps(config, await createLog({ level: "error", to: "stderr" }));
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
