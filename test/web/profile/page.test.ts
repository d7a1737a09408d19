/** The profile: what the service knows of a person, where that is changed, and the ways from there. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { urls } from "../../../src/urls.ts";
import { openSqlite } from "../../support/databases.ts";
import { shareWorld } from "../../support/shared-world.ts";
import { addNewcomer, openProfileOf } from "../../support/visitors.ts";

describe("the profile", () => {
  const world = shareWorld(openSqlite);

  it("tells Ben what is known of him, and where he changes it", async () => {
    const { page } = await openProfileOf(world(), world().people.ben);
    assert.deepEqual(detailsIn(page), [
      ["First name", "Ben"],
      ["Surname", "Example"],
      ["Email", "ben@example.org"],
      ["Organisation", "Example University"],
      ["Language", "English (GB)"],
    ]);
    assert.match(page, /These details cannot be changed here\. Change them in DMPRoadmap/);
    assert.doesNotMatch(page, /<input(?! type="hidden")/, "nothing to fill in");
  });

  it("says so where something is not given", async () => {
    const person = await addNewcomer(world(), { firstname: "", surname: null });
    const { page } = await openProfileOf(world(), person);
    assert.deepEqual(detailsIn(page), [
      ["First name", "not given"],
      ["Surname", "not given"],
      ["Email", person.email],
      ["Organisation", "not given"],
      ["Language", "not given"],
    ]);
  });

  it("marks in the navigation where one is", async () => {
    const browser = await openProfileOf(world(), world().people.ben);
    assert.match(browser.page, /<a href="\/users\/edit#api-details" aria-current="true">/);
    assert.match(browser.page, /<a href="\/plans">/);
    await browser.get(urls.plansPage);
    assert.match(browser.page, /<a href="\/users\/edit#api-details">/);
    assert.match(browser.page, /<a href="\/plans" aria-current="true">/);
  });
});

function detailsIn(page: string): [label: string, value: string][] {
  const [, details = ""] =
    /<section id="personal-details"[^]*?<dl[^>]*>([^]*?)<\/dl>/.exec(page) ?? [];
  return Array.from(
    details.matchAll(/<dt>(.*?)<\/dt><dd>(.*?)<\/dd>/g),
    ([, label = "", value = ""]) => [label, value],
  );
}
