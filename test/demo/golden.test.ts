/** The demo's plans as the API answers them, to the letter: each answer was read by eye against DMPRoadmap's keys. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { pino } from "pino";
import { rotate } from "../../src/access-tokens/rotate.ts";
import { createApp } from "../../src/app.ts";
import { ensureInternalApplication } from "../../src/applications/internal-application.ts";
import { readConfig } from "../../src/config.ts";
import { addDemo } from "../../src/demo/add-demo.ts";
import { projectFolder } from "../support/project-folder.ts";
import { urls } from "../../src/urls.ts";
import { findUserByEmail } from "../../src/users/find-user.ts";
import { onEachDatabase, type OpenTestDatabase } from "../support/databases.ts";
import { assetsFolder } from "../support/world.ts";

const publicUrl = "https://dmp.example.org";

/** By the ids that they have in an empty database. */
const plansOf = { ada: [1, 2, 4], ben: [1, 2, 7], fay: [1, 6], dev: [3, 5] };

describe("the demo", () => {
  onEachDatabase((open) => {
    let service: Awaited<ReturnType<typeof serveDemo>>;
    before(async () => {
      service = await serveDemo(open);
    });
    after(async () => await service[Symbol.asyncDispose]());

    for (const [name, ids] of Object.entries(plansOf)) {
      it(`answers ${name}'s plans as they are written down`, async () => {
        const expected = await Promise.all(ids.map(async (id) => await readGolden(`plan-${id}`)));
        const items = await itemsFor(name, `${urls.plans}?complete=true`);
        assert.equal(JSON.stringify(items), JSON.stringify(expected));
      });

      it(`answers ${name} the templates as they are written down`, async () => {
        const items = await itemsFor(name, urls.templates);
        assert.equal(JSON.stringify(items), JSON.stringify(await readGolden("templates")));
      });
    }

    async function itemsFor(name: string, url: string): Promise<unknown> {
      const { deps, app } = service;
      const user = await findUserByEmail(deps.db, `${name}@example.org`);
      const { secret } = await rotate(deps, user?.id ?? 0);
      const headers = { authorization: `Bearer ${secret.reveal()}` };
      const answer = await app.inject({ url, headers });
      assert.equal(answer.statusCode, 200);
      return answer.json().items;
    }
  });
});

async function serveDemo(open: OpenTestDatabase) {
  const { db, remove } = await open();
  const config = readConfig({ PUBLIC_URL: publicUrl }, () => "a secret key that is only for tests");
  const log = pino({ level: "silent" });
  const deps = { db, now: () => new Date(), randomBytes, log, settings: config.settings };
  await ensureInternalApplication(deps);
  await addDemo(deps);
  const app = await createApp(deps, config, assetsFolder);
  return {
    deps,
    app,
    async [Symbol.asyncDispose]() {
      await app.close();
      await remove();
    },
  };
}

async function readGolden(name: string): Promise<unknown> {
  return JSON.parse(await readFile(join(projectFolder, `test/golden/${name}.json`), "utf8"));
}
