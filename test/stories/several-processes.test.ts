/** One person's whole story, in which every step reaches another process than the step before. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { urls } from "../../src/urls.ts";
import {
  hiddenField,
  me,
  revoke,
  rotate,
  secretOf,
  type Sender,
  type SignedIn,
  signIn,
} from "../support/client.ts";
import { onEachService, type RunningService } from "../support/running-service.ts";

describe("Ben, whose requests go to one process after the other,", () => {
  onEachService((create) => {
    let service: RunningService;
    let anywhere: Sender;
    let ben: SignedIn;
    before(async () => {
      service = await create();
      anywhere = { send: (...request) => service.connect().send(...request) };
      ben = await signIn(anywhere, service.people.ben);
    });
    after(() => service[Symbol.asyncDispose]());

    it("is signed in everywhere as soon as he has signed in anywhere", async () => {
      for (const status of await everywhere(openProfile)) assert.equal(status, 200);
    });

    it("has one token at a time, and the former is dead everywhere", async () => {
      const first = secretOf(await rotate(anywhere, ben)) ?? "";
      for (const status of await everywhere(() => use(first))) assert.equal(status, 200);
      const second = secretOf(await rotate(anywhere, ben)) ?? "";
      for (const status of await everywhere(() => use(first))) assert.equal(status, 401);
      for (const status of await everywhere(() => use(second))) assert.equal(status, 200);
      assert.equal((await revoke(anywhere, ben)).status, 200);
      for (const status of await everywhere(() => use(second))) assert.equal(status, 401);
    });

    it("sends the same form again, and no process makes a second token of it", async () => {
      const page = await anywhere.send(urls.profile, { headers: ben.headers });
      const send = async () =>
        await anywhere.send(urls.internalUserAccessToken, {
          method: "POST",
          headers: {
            ...ben.headers,
            accept: "text/html",
            "content-type": "application/x-www-form-urlencoded",
          },
          body: new URLSearchParams({ form_id: hiddenField(page.body, "form_id") }).toString(),
        });
      const made = await send();
      assert.equal(made.status, 200);
      const secret = /dmp_\w{49}/.exec(made.body)?.[0] ?? "";
      for (const again of [await send(), await send()]) {
        assert.equal(again.status, 422);
        assert.doesNotMatch(again.body, /dmp_\w{49}/);
      }
      for (const status of await everywhere(() => use(secret))) assert.equal(status, 200);
    });

    it("is signed out everywhere when he has signed out anywhere", async () => {
      const { headers } = ben;
      const { status } = await anywhere.send(urls.signOut, { method: "DELETE", headers });
      assert.equal(status, 303);
      for (const answer of await everywhere(openProfile)) assert.equal(answer, 303);
    });

    it("was served by all of them", () => {
      const logs = service.servers.map(({ log }) => log().matchAll(/^\{.*"msg":"request".*$/gm));
      const processes = logs.flatMap((lines, server) =>
        [...lines].map(([line]) => /"worker":\d+/.exec(line)?.[0] ?? `server ${server}`),
      );
      assert.equal(new Set(processes).size, service.processes);
    });

    async function openProfile() {
      const headers = { ...ben.headers, accept: "text/html" };
      return (await anywhere.send(urls.profile, { headers })).status;
    }

    async function use(secret: string) {
      return (await me(anywhere, secret)).status;
    }
  });
});

/** So often that every process is asked, though chance decides which of two workers is. */
async function everywhere<Answer>(ask: () => Promise<Answer>): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let count = 0; count < 10; count += 1) answers.push(await ask());
  return answers;
}
