/** Whatever is typed or set wrong is refused in one message that helps, before anything is changed. */
import assert from "node:assert/strict";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { main } from "../../src/cli.ts";
import type { Environment } from "../../src/config.ts";
import { commandNames } from "../support/command-line.ts";
import { openSqlite } from "../support/databases.ts";

const secretKey = "a secret key that is only for tests";

describe("tollgate refuses", () => {
  for (const name of ["frobnicate", "constructor", "toString", "__proto__", "--demo", ""]) {
    it(`the unknown command ${JSON.stringify(name)}, and shows which there are`, async (t) => {
      const message = await messageOf(t, [name]);
      assert.match(message, /There is no command/);
      assert.match(message, /Usage: tollgate COMMAND/);
      for (const command of commandNames) {
        assert.match(message, new RegExp(`^ {2}${command}\\b`, "m"));
      }
    });
  }

  const wrong: Record<string, [argv: string[], message: RegExp]> = {
    "an unknown option": [["migrate", "--force"], /--force/],
    "a word too many": [["ensure-internal-app", "again"], /again/],
    "an option without its value": [["add-user", "--email"], /--email/],
    "a flag with a value": [["serve", "--demo=yes"], /--demo/],
    "an account without address": [["add-user"], /--email must be/],
    "an account with an odd address": [["add-user", "--email", "ben"], /--email must be/],
    "an account with two addresses in one": [
      ["add-user", "--email", "ben@example.org, ada@example.org"],
      /--email must be/,
    ],
    "an account with an address of 81 characters": [
      ["add-user", "--email", `${"x".repeat(69)}@example.org`],
      /at most 80 characters/,
    ],
    "a new password for no address": [["set-password"], /--email must be/],
  };
  for (const [what, [argv, expected]] of Object.entries(wrong)) {
    it(`${what}, in one message`, async (t) => {
      const message = await messageOf(t, argv);
      assert.match(message, expected);
      assert.doesNotMatch(message, /^\s+at /m, "a stack of calls");
    });
  }
});

describe("tollgate says in one message", () => {
  it("everything that is wrong with its configuration", async (t) => {
    const environment = { PORT: "http", DATABASE_URL: "mysql://localhost/x", HOST: "0.0.0.0" };
    for (const command of ["serve", "migrate", "ensure-internal-app"]) {
      const message = await messageOf(t, [command], environment);
      assert.match(message, /^The configuration has mistakes:$/m);
      for (const name of ["PORT", "DATABASE_URL names MySQL", "PUBLIC_URL"]) {
        assert.match(message, new RegExp(`^ {2}- ${name}`, "m"));
      }
    }
  });

  const shown: Record<string, Environment> = {
    "where its HOST is": { HOST: "0.0.0.0", PUBLIC_URL: "http://localhost:3000" },
    "where its PUBLIC_URL leads": { PUBLIC_URL: "https://dmp.example.org" },
  };
  for (const [where, environment] of Object.entries(shown)) {
    it(`that demo people are for this machine alone, not for others ${where}`, async (t) => {
      const folder = await temporaryFolder(t);
      const DATABASE_URL = `sqlite:${join(folder, "x.sqlite3")}`;
      const message = await messageOf(t, ["serve", "--demo"], { ...environment, DATABASE_URL });
      assert.match(message, /--demo.*this machine alone/);
      assert.deepEqual(await readdir(folder), []);
    });
  }

  for (const [command = "", ...options] of [
    ["ensure-internal-app"],
    ["add-user", "--email", "ben@example.org"],
    ["set-password", "--email", "ben@example.org"],
    ["hash-plain-tokens", "--apply"],
  ]) {
    it(`that ${command} needs the tables first, before it asks for anything`, async (t) => {
      const { url, remove } = await openSqlite({ migrated: false });
      t.after(remove);
      const message = await messageOf(t, [command, ...options], { DATABASE_URL: url });
      assert.match(message, /tollgate migrate/);
      assert.doesNotMatch(message, /^\s+at /m, "a stack of calls");
    });
  }

  const unusable: Record<string, (folder: string) => Promise<string>> = {
    "its file is a folder": async (folder) => folder,
    "its folder is a file": async (folder) => {
      await writeFile(join(folder, "file"), "");
      return join(folder, "file", "tollgate.sqlite3");
    },
    "its file is something else": async (folder) => {
      await writeFile(
        join(folder, "other"),
        "not a database, but long enough for one ".repeat(100),
      );
      return join(folder, "other");
    },
  };
  for (const [when, pathIn] of Object.entries(unusable)) {
    it(`that the database cannot be used when ${when}`, async (t) => {
      const path = await pathIn(await temporaryFolder(t));
      const message = await messageOf(t, ["migrate"], { DATABASE_URL: `sqlite:${path}` });
      assert.match(message, /database/i);
      assert.doesNotMatch(message, /^\s+at /m, "a stack of calls");
    });
  }
});

/** What is written for who typed it; the exit code is always 1. */
async function messageOf(
  t: TestContext,
  argv: string[],
  environment: Environment = {},
): Promise<string> {
  const former = process.env;
  process.env = { SECRET_KEY: secretKey, ...environment };
  let message = "";
  const write = t.mock.method(process.stderr, "write", (text: string) => {
    message += text;
    return true;
  });
  const exitCode = await main(argv);
  write.mock.restore();
  process.env = former;
  assert.equal(exitCode, 1);
  return message;
}

async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "tollgate-cli-"));
  t.after(async () => await rm(folder, { recursive: true }));
  return folder;
}
