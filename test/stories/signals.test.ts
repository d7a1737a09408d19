/** Whichever process is told to stop, what is open is answered and nothing is left running. */
import assert from "node:assert/strict";
import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { projectFolder } from "../support/project-folder.ts";
import { eventually } from "../support/eventually.ts";
import { sendHalfAForm } from "../support/half-a-form.ts";
import { isOpen } from "../support/is-open.ts";
import {
  type Clone,
  cloneProject,
  type NpmStart,
  npmStart,
  processesIn,
  skip,
} from "../support/npm-start.ts";

/** From the first to the last: each starts the next. */
const programs = ["npm", "bootstrap", "server"] as const;

describe("a signal to one process of npm start", { skip }, () => {
  let clone: Clone;
  before(async () => {
    clone = await cloneProject();
    await symlink(join(projectFolder, "node_modules"), join(clone.folder, "node_modules"));
    await symlink(join(projectFolder, ".node"), join(clone.folder, ".node"));
  });
  after(async () => await clone[Symbol.asyncDispose]());

  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    for (const program of programs) {
      it(`${signal} to ${program} ends all of them, after the open request`, async () => {
        await using start = npmStart(clone.folder);
        const address = await start.address();
        const form = await sendHalfAForm(address);

        process.kill(await pidOf(program, start, clone.folder), signal);
        await eventually("the server takes no more requests", async () => !(await isOpen(address)));
        assert.match(await form.sendTheRest(), /<\/html>\s*$/);

        const answered = performance.now();
        assert.equal(await start.end(), 0);
        assert.ok(performance.now() - answered < 5000, "the processes end within 5 seconds");
      });
    }
  }
});

async function pidOf(program: (typeof programs)[number], npm: NpmStart, folder: string) {
  if (program === "npm") return npm.pid;
  const script = program === "server" ? "bin/start.mjs" : "bin/with-node.mjs";
  const found = (await processesIn(folder)).find(({ command: [, argument = ""] }) =>
    argument.endsWith(script),
  );
  assert.ok(found, `${script} runs`);
  return found.pid;
}
