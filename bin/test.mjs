/**
 * The whole gate: format, lint, types, then every test on real databases. The last lines say what
 * was skipped and why. Words after the command pick test files by a part of their path.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { glob, mkdir, writeFile } from "node:fs/promises";
import { constants } from "node:os";
import { join, relative } from "node:path";
import { pipeline } from "node:stream/promises";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { parseArgs } from "node:util";

import { ensureBuilt } from "./build.mjs";

const root = join(import.meta.dirname, "..");
const { values: options, positionals: filters } = parseArgs({
  allowPositionals: true,
  options: { torture: { type: "boolean", default: false } },
});

let stoppedBy;
const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    stoppedBy ??= signal;
    stop.abort();
  });
}

try {
  process.exitCode = (await gate()) ? 0 : 1;
} catch (error) {
  if (!stoppedBy) throw error;
}
if (stoppedBy) process.exitCode = 128 + constants.signals[stoppedBy];

async function gate() {
  if (options.torture || filters.length > 0) {
    console.log("Only some of the tests, without format and lint.");
  } else {
    if (!(await tool("oxfmt", "--check"))) return false;
    if (!(await tool("oxlint", "--type-aware", "--deny-warnings"))) return false;
  }
  return (await ensureBuilt()) && (await runTests(await testFiles()));
}

async function tool(name, ...args) {
  const command = [join(root, "node_modules/.bin", name), ...args];
  const how = { cwd: root, stdio: "inherit", signal: stop.signal };
  const [code] = await once(spawn(process.execPath, command, how), "close");
  return code === 0;
}

async function testFiles() {
  const dist = join(root, "dist");
  const files = await Array.fromAsync(glob("test/**/*.test.js", { cwd: dist }));
  return files
    .filter((file) => !options.torture || /^test\/(races|crashes)\//.test(file))
    .filter((file) => filters.length === 0 || filters.some((part) => asSource(file).includes(part)))
    .toSorted();
}

/**
 * What node's runner gives a process each: files that start processes of their own one for each file, the longest
 * first, and the others one for each folder, because to load the application takes longer than most files' tests.
 */
async function processesFor(files) {
  const longest = files.filter((file) => /^test\/(stories|browser)\//.test(file));
  const alone = files.filter((file) => /^test\/(attached|races|crashes|cli)\//.test(file));
  const others = files.filter((file) => !longest.includes(file) && !alone.includes(file));
  const folders = Map.groupBy(others, (file) => file.split("/").at(1));
  const together = [...folders].map(([name, members]) => entryFor(name, members));
  const paths = [...longest, ...(await Promise.all(together)), ...alone];
  return paths.map((path) => join(root, "dist", path));
}

/** Writes the file that runs these. */
async function entryFor(name, files) {
  const folder = "test-folders";
  await mkdir(join(root, "dist", folder), { recursive: true });
  const entry = join(folder, name.endsWith(".js") ? name : `${name}.js`);
  await writeFile(
    join(root, "dist", entry),
    files.map((file) => `import "../${file}";\n`).join(""),
  );
  return entry;
}

async function runTests(files) {
  if (files.length === 0) {
    console.error("There is no such test.");
    return false;
  }
  stop.signal.throwIfAborted();
  const { startPostgres } = await import("../dist/test/support/postgres-server.js");
  const postgres = await startPostgres();
  try {
    process.env.TEST_POSTGRES_URL = postgres.url();
    if (options.torture) process.env.TORTURE = "1";
    return await report(
      run({
        files: await processesFor(files),
        cwd: root,
        concurrency: 3, // on two processors: there is always one that waits for a lock or a disk
        isolation: "process",
        execArgv: ["--enable-source-maps"],
        timeout: options.torture ? Infinity : 5 * 60_000,
        signal: stop.signal,
      }),
    );
  } finally {
    await postgres.remove();
  }
}

async function report(tests) {
  let passed = false;
  const skipped = [];
  tests.on("test:summary", ({ file, success }) => {
    if (file === undefined) passed = success; // the summary of all files
  });
  tests.on("test:pass", ({ name, file, skip }) => {
    if (skip) skipped.push({ name, file, reason: skip === true ? "no reason given" : skip });
  });
  await pipeline(tests, new spec(), process.stdout, { end: false });
  stop.signal.throwIfAborted();

  console.log(skipped.length === 0 ? "Nothing was skipped." : "Skipped:");
  for (const { name, file, reason } of skipped) {
    console.log(`  ${relative(root, file)}: ${name} (${reason})`);
  }
  const lacksSomething = skipped.some(({ reason }) =>
    /^no (database|browser|ActiveSupport|ActiveRecord|Doorkeeper|nginx|pgbouncer)/.test(reason),
  );
  if (!lacksSomething || process.env.CI !== "true") return passed;
  console.log("CI is true, so a test without what it needs counts as failed.");
  return false;
}

function asSource(file) {
  return file.replace(/\.js$/, ".ts");
}
