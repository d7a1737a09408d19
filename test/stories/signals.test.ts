/** Whichever process is told to stop, what is open is answered and nothing is left running. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { symlink } from "node:fs/promises";
import { type IncomingMessage, request } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { after, before, describe, it } from "node:test";
import { projectFolder } from "../../src/project-folder.ts";
import { urls } from "../../src/urls.ts";
import { eventually } from "../support/eventually.ts";
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

/** Resolves when the server has begun to read it. */
async function sendHalfAForm(address: string) {
  const form = String(new URLSearchParams({ "user[email]": "ada@example.org" }));
  const outgoing = request(address + urls.signIn, {
    method: "POST",
    headers: {
      accept: "text/html",
      "content-type": "application/x-www-form-urlencoded",
      "content-length": form.length,
      expect: "100-continue",
    },
  });
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.on("response", resolve).on("error", reject);
  });
  answer.catch(() => {}); // a test that fails before does not wait for it
  outgoing.write(form.slice(0, 10));
  await once(outgoing, "continue");
  return {
    /** Resolves to the answer. Rejects when the connection is cut before all of it is there. */
    async sendTheRest(): Promise<string> {
      outgoing.end(form.slice(10));
      return await text(await answer);
    },
  };
}

async function isOpen(address: string): Promise<boolean> {
  const socket = connect(Number(new URL(address).port), "127.0.0.1");
  const opened = await once(socket, "connect").then(
    () => true,
    () => false,
  );
  socket.destroy();
  return opened;
}
