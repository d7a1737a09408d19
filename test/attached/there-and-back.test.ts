/** The chapter "Beside a running DMPRoadmap" of docs/operations.md, followed to its end: there, and back with nothing lost. */
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { parseEnv } from "node:util";
import pg from "pg";
import type { Environment } from "../../src/config.ts";
import { projectFolder } from "../support/project-folder.ts";
import { urls } from "../../src/urls.ts";
import { openDmproadmap } from "../support/attached-service.ts";
import { Connection, me, rotate, secretOf, signIn } from "../support/client.ts";
import { runTollgate, serveTollgate } from "../support/command-line.ts";
import { onPostgres } from "../support/databases.ts";
import { dump } from "../support/dump.ts";
import { readCatalogue } from "../support/postgres-catalogue.ts";

describe("docs/operations.md, followed word by word", () => {
  onPostgres((open) => {
    it("puts Tollgate beside a DMPRoadmap, and takes it away again with nothing lost", async () => {
      await using stack = new AsyncDisposableStack();
      const { db, url, remove } = await openDmproadmap(open);
      stack.defer(remove);
      const administrator = stack.adopt(new pg.Client({ connectionString: url }), (client) =>
        client.end(),
      );
      await administrator.connect();
      await administrator.query("create role dmproadmap");
      stack.defer(async () => {
        await administrator.query("drop owned by dmproadmap cascade");
        await administrator.query("drop role dmproadmap");
      });
      const [catalogue, rows] = [await readCatalogue(db), await dump(db)];
      const chapter = await readChapter();
      const [createRole = "", goBack = ""] = chapter.sql;

      await administrator.query(createRole);
      const folder = await mkdtemp(join(tmpdir(), "tollgate-chapter-"));
      stack.defer(async () => await rm(folder, { recursive: true }));
      const environment: Environment = {
        ...parseEnv(chapter.settings),
        SECRET_KEY: "a secret key that is only for tests",
      };
      const { host, pathname } = new URL(url);
      environment["DATABASE_URL"] = environment["DATABASE_URL"]?.replace(
        "127.0.0.1:5432/dmproadmap",
        `${host}${pathname}`,
      );
      const run = async (command: string) => {
        const [, ...argv] = command.split(/\s+/);
        return await runTollgate(argv, { folder, environment });
      };

      const [examine = "", print = ""] = chapter.commands;
      assert.equal((await run(examine)).exitCode, 1);
      await administrator.query((await run(print.replace(/ >.*/, ""))).stdout);
      for (const _ of ["the list of migrations", "all else"]) {
        const grants = (await run(examine)).stdout.match(/grant .*;$/gm) ?? [];
        for (const grant of grants) await administrator.query(grant);
      }
      for (const command of chapter.commands.slice(2)) {
        const { exitCode, stdout, stderr } = await run(command);
        assert.equal(exitCode, 0, `${command}: ${stdout} ${stderr}`);
      }

      const serving = stack.use(await serveTollgate([], { folder, environment }));
      const ready = await fetch(serving.address + urls.readiness);
      assert.equal(await ready.text(), '{"status":"ok"}');
      const connection = stack.adopt(new Connection(serving.address), (opened) => opened.close());
      const ben = await signIn(connection, { firstname: "Ben", email: "ben@example.org", id: 2 });
      const secret = secretOf(await rotate(connection, ben)) ?? "";
      assert.equal((await me(connection, secret)).status, 200);
      assert.equal(await serving.stop("SIGTERM"), 0);

      const tokens = (await dump(db))["oauth_access_tokens"];
      assert.equal(tokens?.length, 1);
      await administrator.query(goBack);
      const [lines, rest] = [await readCatalogue(db), await dump(db)];
      assert.deepEqual(
        withoutRights(lines).filter((line) => !line.startsWith("oauth_")),
        withoutRights(catalogue),
      );
      assert.deepEqual(rest["oauth_access_tokens"], tokens, "Rails finds the token");
      for (const [table, before] of Object.entries(rows)) assert.deepEqual(rest[table], before);
    });
  });
});

async function readChapter() {
  const text = await readFile(join(projectFolder, "docs/operations.md"), "utf8");
  const [, chapter = ""] = /^### Beside a running DMPRoadmap$(.*?)^### /ms.exec(text) ?? [];
  const blocks = (language: string) =>
    [...chapter.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, "gms"))].map(
      ([, block = ""]) => block,
    );
  return {
    sql: blocks("sql"),
    settings: blocks("ini").join(""),
    commands:
      blocks("sh")
        .join("")
        .match(/^tollgate .*$/gm) ?? [],
  };
}

/** Rights that were given and taken away again stand in the catalogue as those that everybody's owner has anyway. */
function withoutRights(lines: readonly string[]): string[] {
  return lines.map((line) => line.replace(/ \{[^{}]*\}$/, ""));
}
