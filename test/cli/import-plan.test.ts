/** A folder of plans' files goes in with one command, and comes out again with another. */
import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import { sql } from "kysely";
import { urls } from "../../src/urls.ts";
import { runTollgate } from "../support/command-line.ts";
import { onEachDatabase, openSqlite, type OpenTestDatabase } from "../support/databases.ts";
import { dump } from "../support/dump.ts";
import { asFile, fullPlan, smallPlan } from "../support/plan-files.ts";
import { createReader, type Reader } from "../support/readers.ts";
import { insertDoorkeeperToken } from "../support/tokens.ts";
import { createWorld, type World } from "../support/world.ts";

const owner = "ben@example.org";

describe("tollgate import-plan", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "tollgate-import-"));
    await writeFile(join(folder, "small.json"), asFile(smallPlan()));
    await writeFile(join(folder, "again.json"), asFile(smallPlan({ title: "Where eels went" })));
    await writeFile(join(folder, "full.json"), asFile(fullPlan()).toString());
    await writeFile(join(folder, "broken.json"), asFile(smallPlan({ dataset: [{}] })));
    await mkdir(join(folder, "folder.json"));
  });
  after(async () => await rm(folder, { recursive: true }));

  onEachDatabase((open) => {
    const { run, world } = useWorld(() => folder, open);

    it("tells of each file what became of it, and leaves what is wrong with a file out", async () => {
      const files = ["broken.json", "small.json", "folder.json", "again.json", "none.json"];
      const { exitCode, stdout, stderr } = await run(
        "import-plan",
        ...files,
        "--owner",
        "BEN@example.org ",
      );
      const id = /as plan (\d+)/.exec(stdout)?.[1];
      assert.deepEqual(stdout.split("\n"), [
        "broken.json: not imported",
        "  dmp.dataset[0].title: required",
        "  dmp.dataset[0].dataset_id: required",
        "  dmp.dataset[0].personal_data: required",
        "  dmp.dataset[0].sensitive_data: required",
        `small.json: created as plan ${id}: "Where eels go", contributors: 0, datasets: 1`,
        "folder.json: not imported",
        "  is a folder: name the files in it",
        `again.json: updated as plan ${id}: "Where eels went", contributors: 0, datasets: 1, the same dmp_id as small.json, which it replaces`,
        "none.json: not imported",
        "  there is no such file",
        "",
      ]);
      assert.match(stderr, /^1 files had the dmp_id of an earlier one and replaced it\.$/m);
      assert.match(stderr, /^3 of 5 files were not imported\.$/m);
      assert.equal(exitCode, 1);
      const plans = await (await readerBen(world())).items(urls.plans);
      assert.deepEqual(
        plans.map(({ title }) => title),
        ["Where eels went"],
      );
    });

    it("says nothing on standard error and ends with 0 when all went well", async () => {
      const { exitCode, stderr, stdout } = await run("import-plan", "small.json", "--owner", owner);
      assert.deepEqual([exitCode, stderr, stdout.split("\n").length], [0, "", 2]);
    });

    it("--dry-run tells the same and changes nothing", async () => {
      const earlier = await dump(world().deps.db);
      const { exitCode, stdout } = await run(
        "import-plan",
        "full.json",
        "--owner",
        owner,
        "--dry-run",
      );
      assert.equal(exitCode, 0);
      assert.match(stdout, /^full\.json: would be created: "Where eels go", contributors: 2/);
      assert.match(stdout, /^ {2}dmp\.dataset\[0\]\.keyword: not kept$/m);
      assert.match(
        stdout,
        /^ {2}dmp\.dataset\[0\]\.metadata\[0\]\.language: comes back as "fra"$/m,
      );
      assert.deepEqual(await dump(world().deps.db), earlier);
    });

    it("export-plan writes what the API answers, with questions and answers", async () => {
      const imported = await run("import-plan", "full.json", "--owner", owner, "--json");
      const { plan_id } = JSON.parse(imported.stdout);
      const reader = await readerBen(world());
      const api = await reader.ask(`${urls.plans}/${plan_id}?complete=true`);
      const { exitCode, stdout, stderr } = await run(
        "export-plan",
        String(plan_id),
        "999",
        String(plan_id),
      );
      const [first, second, end] = stdout.split("\n");
      assert.deepEqual([timeless(first), end], [timeless(second), ""]);
      assert.equal(
        timeless(first),
        timeless(api.body).replace(/"caller":"[^"]*"/, '"caller":"Internal v2 API Client"'),
      );
      assert.equal(stderr, "There is no plan 999.\n");
      assert.equal(exitCode, 1);
    });
  });

  describe("on SQLite", () => {
    const { run, world } = useWorld(() => folder, openSqlite);

    it("--json tells each file as one object, with the words of what is wrong", async () => {
      const { stdout } = await run(
        "import-plan",
        "broken.json",
        "small.json",
        "--owner",
        owner,
        "--json",
      );
      const [broken, small, end] = stdout.split("\n");
      assert.equal(end, "");
      const { problems, ...refused } = JSON.parse(broken ?? "");
      assert.deepEqual(refused, { file: "broken.json", outcome: "refused" });
      assert.deepEqual(problems[0], {
        pointer: "dmp.dataset[0].title",
        code: "required",
        text: "required",
      });
      const { plan_id, ...created } = JSON.parse(small ?? "");
      assert.equal(typeof plan_id, "number");
      assert.deepEqual(created, {
        file: "small.json",
        dry_run: false,
        outcome: "created",
        title: "Where eels go",
        dmp_id: "10.5555/eels.1",
        counts: { contributors: 0, datasets: 1 },
        differences: [],
        further: 0,
      });
    });

    it("lets no file steer the terminal", async () => {
      const title = "\u001B[2J\u009B31m\nfake.json: created";
      await writeFile(join(folder, "odd.json"), asFile(smallPlan({ title, "\u009B": 1 })));
      const { stdout } = await run("import-plan", "odd.json", "--owner", owner);
      assert.doesNotMatch(stdout.replaceAll("\n", ""), /\p{Cc}/u);
      assert.equal(stdout.split("\n").length, 3);
    });

    it("refuses files that may not be read, are none, or are too large", async (t) => {
      const locked = join(folder, "locked.json");
      await writeFile(locked, "{}");
      await chmod(locked, 0);
      await writeFile(join(folder, "large.json"), Buffer.alloc(10 * 1024 * 1024 + 1, " "));
      const { exitCode, stdout } = await run(
        "import-plan",
        "/dev/zero",
        "large.json",
        "small.json/x",
        "--owner",
        owner,
      );
      assert.equal(exitCode, 1);
      assert.match(stdout, /^\/dev\/zero: not imported\n {2}is no ordinary file$/m);
      assert.match(stdout, /^large\.json: not imported\n {2}has more than 10 MB$/m);
      assert.match(stdout, /^small\.json\/x: not imported\n {2}there is no such file$/m);
      if (process.getuid?.() === 0) return t.diagnostic("root may read every file");
      const refused = await run("import-plan", "locked.json", "--owner", owner);
      assert.match(refused.stdout, /may not be read by you/);
    });

    it("wants files and an owner who has an account that is not deactivated", async () => {
      const earlier = await dump(world().deps.db);
      for (const [argv, message] of [
        [["--owner", owner], /^Say which files to import\.$/m],
        [["small.json"], /^Say whose the plans become: --owner ADDRESS\.$/m],
        [
          ["small.json", "--owner", "cleo@example.org"],
          /^Nobody has the address cleo@example\.org\.$/m,
        ],
        [
          ["small.json", "--owner", "eve@example.org"],
          /^The account of eve@example\.org is deactivated\.$/m,
        ],
        [["small.json", "--owner", owner, "--force"], /Unknown option '--force'/],
      ] as const) {
        const { exitCode, stdout, stderr } = await run("import-plan", ...argv);
        assert.match(stderr, message);
        assert.deepEqual([exitCode, stdout], [1, ""]);
        assert.doesNotMatch(stderr, /^\s+at /m);
      }
      assert.deepEqual(await dump(world().deps.db), earlier);
    });

    it("wants ids of plans to export", async () => {
      for (const [argv, message] of [
        [[], /^Say which plans to export, by their ids\.$/m],
        [["x"], /^A plan's id is a number, not x\.$/m],
        [["1", "0"], /^A plan's id is a number, not 0\.$/m],
      ] as const) {
        const { exitCode, stdout, stderr } = await run("export-plan", ...argv);
        assert.match(stderr, message);
        assert.deepEqual([exitCode, stdout], [1, ""]);
      }
    });

    it("writes into DMPRoadmap's own database only when told to, and says what that means", async () => {
      await sql`create table schema_migrations (version varchar not null primary key)`.execute(
        world().deps.db,
      );
      const refused = await run("import-plan", "small.json", "--owner", owner);
      assert.equal(refused.exitCode, 1);
      assert.match(
        refused.stderr,
        /^This is DMPRoadmap's database\. .*none of Rails' checks.*give --attached\.$/m,
      );
      assert.deepEqual(await (await readerBen(world())).items(urls.plans), []);
      const done = await run("import-plan", "small.json", "--owner", owner, "--attached");
      assert.deepEqual([done.exitCode, done.stderr], [0, ""]);
    });
  });
});

/** A fresh world for each test, and `tollgate` on its database, in the folder. */
function useWorld(folder: () => string, open: OpenTestDatabase) {
  let current: World;
  beforeEach(async () => {
    current = await createWorld(open);
  });
  afterEach(async () => await current[Symbol.asyncDispose]());
  const run = async (...argv: readonly string[]) => {
    const environment = {
      DATABASE_URL: current.database.url,
      SECRET_KEY: "a secret key that is only for tests",
    };
    return await runTollgate(argv, { folder: folder(), environment });
  };
  return { run, world: () => current };
}

async function readerBen(world: World): Promise<Reader> {
  return createReader(world, world.people.ben, await insertDoorkeeperToken(world));
}

function timeless(answer: string | undefined): string {
  return (answer ?? "").replace(/"time":"[^"]*"/, '"time":""');
}
