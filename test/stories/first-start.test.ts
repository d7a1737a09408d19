/** A newcomer's first minutes: `npm start` in a fresh clone, whatever happens in between. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, it } from "node:test";
import { urls } from "../../src/urls.ts";
import { eventually } from "../support/eventually.ts";
import { cloneProject, npmStart, skip } from "../support/npm-start.ts";

describe("npm start in a fresh clone", { skip }, () => {
  it("serves, says how to go on, and keeps what is there the next time", async () => {
    await using clone = await cloneProject();
    await startAndStop(clone.folder);
    const first = readDatabase(clone.folder);
    await startAndStop(clone.folder);
    assert.deepEqual(readDatabase(clone.folder), first);
  });

  it("recovers from a first start that was cut off while it installed", async () => {
    await using clone = await cloneProject();
    await cutOffWhileInstalling(clone.folder);
    const leftovers = await leaveThingsHalfDone(clone.folder);
    await startAndStop(clone.folder);
    const left = await readdir(clone.folder);
    assert.deepEqual(
      leftovers.filter((name) => left.includes(name)),
      [],
    );
  });
});

async function startAndStop(folder: string) {
  await using start = npmStart(folder);
  const health = await fetch((await start.address()) + urls.liveness);
  assert.equal(health.status, 200);
  assert.match(start.output(), /^ +ada@example\.org/m);
  assert.match(start.output(), /^ +curl /m);
  process.kill(start.pid, "SIGTERM");
  assert.equal(await start.end(), 0);
}

function readDatabase(folder: string) {
  using database = new DatabaseSync(join(folder, "data/tollgate.sqlite3"), { readOnly: true });
  const applications = database.prepare("select * from oauth_applications").all();
  const users = database.prepare("select id, email, encrypted_password from users").all();
  assert.equal(applications.length, 1);
  assert.ok(users.length > 0);
  return { applications, users };
}

async function cutOffWhileInstalling(folder: string) {
  await using start = npmStart(folder);
  await eventually("packages arrive", async () => {
    const draft = (await readdir(folder)).find((name) => name.startsWith(".node_modules-"));
    return draft && existsSync(join(folder, draft, "node_modules/fastify"));
  });
  await start.kill();
  assert.ok(!existsSync(join(folder, "node_modules")));
}

/** What else a crash may leave, in worse order than ours does. Returns what should be cleaned away. */
async function leaveThingsHalfDone(folder: string): Promise<string[]> {
  await mkdir(join(folder, "node_modules/fastify"), { recursive: true });

  const nodes = join(folder, ".node"); // is there when this machine's own Node is too old
  for (const version of existsSync(nodes) ? await readdir(nodes) : []) {
    const node = join(nodes, version, "bin/node");
    await rm(node);
    await writeFile(node, "the beginning of a program", { mode: 0o755 });
  }

  const { pid } = spawnSync("true"); // of a process that has ended
  const drafts = [`.dist-${pid}`, `.node_modules-${pid}`, `.node_modules-${pid}-old`];
  for (const draft of drafts) await mkdir(join(folder, draft, "some/files"), { recursive: true });
  return drafts;
}
