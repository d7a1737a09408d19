/** Without the internal application nothing is made or ended: 503 with a text that says who can help. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ensureInternalApplication } from "../../../src/applications/internal-application.ts";
import { urls } from "../../../src/urls.ts";
import { openSqlite } from "../../support/databases.ts";
import { dump } from "../../support/dump.ts";
import { shareWorld } from "../../support/shared-world.ts";
import { insertDoorkeeperToken, internalApplicationId, tokensOf } from "../../support/tokens.ts";
import { addNewcomer, openProfileOf } from "../../support/visitors.ts";

const address = urls.internalUserAccessToken;
const unavailable = /V2 API token service is currently unavailable\. Please contact us for help\./;

const ways: { what: string; fields: Record<string, string>; headers: Record<string, string> }[] = [
  { what: "Regenerate, as a form", fields: {}, headers: {} },
  { what: "Regenerate, by script", fields: {}, headers: { "x-requested-with": "XMLHttpRequest" } },
  { what: "Regenerate, as a program", fields: {}, headers: { accept: "application/json" } },
  { what: "Revoke, as a form", fields: { _method: "delete" }, headers: {} },
  {
    what: "Revoke, as a program",
    fields: { _method: "delete" },
    headers: { accept: "application/json" },
  },
];

describe("while the internal application is missing", () => {
  const world = shareWorld(openSqlite, {
    environment: { HELPDESK_EMAIL: "dmp-help@university.example" },
  });

  /** As Rails renames it: its tokens stay, so nobody may be told that none is live. */
  async function withoutApplication(work: () => Promise<void>) {
    const { db, settings } = world().deps;
    const id = await internalApplicationId(world());
    const rename = async (name: string) =>
      await db.updateTable("oauth_applications").set({ name }).where("id", "=", id).execute();
    await rename("Renamed by somebody");
    await work().finally(async () => await rename(settings.internalApplicationName));
  }

  for (const { what, fields, headers } of ways) {
    it(`${what}: 503, help, and nothing written`, async () => {
      const person = await addNewcomer(world());
      await insertDoorkeeperToken(world(), { resource_owner_id: person.id });
      await withoutApplication(async () => {
        const browser = await openProfileOf(world(), person);
        const before = await dump(world().deps.db);
        const answer = await browser.post(address, fields, headers);
        assert.equal(answer.statusCode, 503);
        assert.match(answer.body, unavailable);
        assert.doesNotMatch(answer.body, /no live token|Regenerate token</);
        if (headers["accept"] !== "application/json") {
          assert.match(answer.body, /<a href="mailto:dmp-help@university\.example">/);
        }
        assert.deepEqual(await dump(world().deps.db), before);
      });
    });
  }

  it("tells the log what to run, not the researcher", async () => {
    await withoutApplication(async () => {
      const from = world().logLines.length;
      const browser = await openProfileOf(world(), await addNewcomer(world()));
      const lines = world().logLines.slice(from).join("");
      assert.match(lines, /"level":50[^\n]*run `tollgate ensure-internal-app`/);
      assert.doesNotMatch(browser.page, /ensure-internal-app/);
    });
  });

  it("goes on working for the profile, and for everything as soon as it is back", async () => {
    const person = await addNewcomer(world());
    const browser = await openProfileOf(world(), person);
    const { formId } = browser;
    await withoutApplication(async () => {
      assert.equal((await browser.get(urls.profile)).statusCode, 200);
      assert.match(browser.page, unavailable);
      const { authenticityToken: authenticity_token } = browser;
      await browser.post(address, { authenticity_token, form_id: formId });
    });
    await ensureInternalApplication(world().deps);
    const answer = await browser.post(address, { form_id: formId });
    assert.equal(answer.statusCode, 200, "the form of before was not used up");
    assert.equal((await tokensOf(world(), person)).length, 1);
  });
});
