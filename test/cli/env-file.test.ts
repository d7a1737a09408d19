/** Settings in a file `.env`: they count where the environment says nothing, and stay out of it. */
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { runTollgate } from "../support/command-line.ts";

describe("a file .env in the folder", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "tollgate-env-"));
    await writeFile(
      join(folder, ".env"),
      "# Ours\nDATABASE_URL=sqlite:./named-in-the-file.sqlite3\n",
    );
  });
  after(async () => await rm(folder, { recursive: true }));

  it("has settings", async () => {
    const { stdout, stderr } = await runTollgate(["migrate"], { folder });
    assert.match(stdout, /^Migrated sqlite:.*named-in-the-file\.sqlite3: /, stderr);
  });

  it("does not change what the environment says", async () => {
    const environment = { DATABASE_URL: "sqlite:./named-outside.sqlite3" };
    const { stdout, stderr } = await runTollgate(["migrate"], { folder, environment });
    assert.match(stdout, /^Migrated sqlite:.*named-outside\.sqlite3: /, stderr);
  });

  it("is not in the environment that processes started from here are given", async () => {
    const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(
      `process.on("exit", () => console.log(process.env.DATABASE_URL ?? "nothing"));`,
    )}`;
    const { stdout } = await runTollgate(["migrate"], { folder, environment: { NODE_OPTIONS } });
    assert.match(stdout, /\nnothing\n$/);
  });
});
