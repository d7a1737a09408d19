/** The operator's own names and addresses stand where people and programs read them. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { rotate } from "../../src/access-tokens/rotate.ts";
import { planPageUrl, planUrl, urls } from "../../src/urls.ts";
import { Browser } from "../support/browser.ts";
import { openSqlite } from "../support/databases.ts";
import { addPlan } from "../support/plans.ts";
import { createWorld } from "../support/world.ts";

const environment = {
  PUBLIC_URL: "http://tokens.dmp.example.org",
  API_PUBLIC_URL: "http://dmp.example.org",
  ORGANISATION_NAME: "Example Consortium",
};

describe("the name of the organisation", () => {
  it("is the reader's own where that is known, else the operator's, else nobody's", async () => {
    await using world = await createWorld(openSqlite, { environment });
    const browser = new Browser(world.app);
    await browser.get(urls.signIn);
    assert.equal(organisationIn(browser.page), "Example Consortium");
    await browser.get("/nowhere");
    assert.equal(organisationIn(browser.page), "Example Consortium");
    await browser.signInAndOpenProfile(world.people.ben);
    assert.equal(organisationIn(browser.page), "Example University");
    await world.deps.db
      .updateTable("users")
      .set({ org_id: null })
      .where("id", "=", world.people.ben.id)
      .execute();
    await browser.get(urls.profile);
    assert.equal(organisationIn(browser.page), "Example Consortium");

    await using plain = await createWorld(openSqlite);
    const other = new Browser(plain.app);
    await other.get(urls.signIn);
    assert.equal(organisationIn(other.page), undefined);
  });
});

describe("the API's address", () => {
  it("is the one that the operator gave it, in answers and on pages, while pages stay at theirs", async () => {
    await using world = await createWorld(openSqlite, { environment });
    const { ben } = world.people;
    const { id } = await addPlan(world.deps.db, { owner: ben });
    const { secret } = await rotate(world.deps, ben.id);
    const answer = await world.app.inject({
      url: planUrl(id),
      headers: { authorization: `Bearer ${secret.reveal()}` },
    });
    assert.equal(
      answer.json().items[0].dmp.dmp_id.identifier,
      `http://dmp.example.org${planUrl(id)}`,
    );
    const refused = await world.app.inject({ url: urls.me });
    assert.ok(refused.body.includes(`http://tokens.dmp.example.org${urls.apiAccess}`));

    const browser = new Browser(world.app);
    await browser.signInAndOpenProfile(ben);
    assert.ok(browser.page.includes(`http://dmp.example.org${urls.me}`));
    await browser.get(planPageUrl(id));
    assert.ok(browser.page.includes(`http://dmp.example.org${planUrl(id)}`));
    assert.ok(!browser.page.includes("tokens.dmp.example.org"));
  });
});

function organisationIn(page: string): string | undefined {
  return /<span class="brand-organisation">([^<]*)</.exec(page)?.[1];
}
