/** The same rows give the same bytes, whichever database holds them. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { urls } from "../../src/urls.ts";
import { onPostgres, openSqlite } from "../support/databases.ts";
import { addIdentifier, addOrg, addPlan, addRole, addTemplate } from "../support/plans.ts";
import { addReader, lasting, type Reader } from "../support/readers.ts";
import { addRichPlan, addUniversity } from "../support/rich-plan.ts";
import { createWorld, type World } from "../support/world.ts";

const titles = [
  "b",
  "B",
  "a",
  "A",
  "ä",
  "Z",
  "z",
  "é",
  "É",
  "e",
  "_",
  " a",
  "10",
  "9",
  "木",
  "ﬀ",
  "😀",
  "\uFFFD",
  "a b",
  "a-b",
  "ab",
  "",
  "a",
];

describe("the same rows", () => {
  onPostgres((openPostgres) => {
    const worlds: World[] = [];
    let readers: Reader[];

    before(async () => {
      worlds.push(await createWorld(openSqlite), await createWorld(openPostgres));
      readers = await Promise.all(worlds.map(fill));
    });
    after(async () => {
      for (const world of worlds) await world[Symbol.asyncDispose]();
    });

    for (const path of [
      urls.plans,
      `${urls.plans}?complete=true`,
      `${urls.plans}?per_page=2&page=2`,
      `${urls.plans}/1?complete=true`,
      `${urls.plans}/2`,
      `${urls.plans}/4711`,
      urls.templates,
      `${urls.templates}?per_page=5&page=3`,
      `${urls.templates}/2`,
    ]) {
      it(`are the same bytes at ${path}`, async () => {
        const [sqlite, postgres] = await Promise.all(readers.map((reader) => reader.ask(path)));
        assert.ok(sqlite && postgres && sqlite.body.length > 200);
        assert.equal(lasting(postgres), lasting(sqlite));
        assert.equal(postgres.statusCode, sqlite.statusCode);
      });
    }

    it("put templates in one order, by their letters' numbers", async () => {
      const [sqlite, postgres] = await Promise.all(readers.map(titlesOf));
      assert.deepEqual(postgres, sqlite);
      assert.ok(sqlite && sqlite.length > titles.length);
    });
  });
});

async function titlesOf(reader: Reader) {
  return (await reader.items(urls.templates)).map(({ title }) => title);
}

/** The same for every world: whatever is numbered by the database gets the same number in each. */
async function fill(world: World): Promise<Reader> {
  const { db } = world.deps;
  const org = await addUniversity(db);
  const reader = await addReader(world, { email: "ada.same@example.org", org_id: org.id });
  await addRichPlan(db, reader, org);
  const odd = {
    title: '‏مرحبا‏ 😀 \u2028 "\\/ \u0001\t é é',
    description: "<p>a<br>b &nbsp; &lt; &eacute; é</p>",
    start_date: new Date("0001-01-01T00:00:00Z"),
    end_date: new Date("9999-12-31T23:59:59.999Z"),
    ethical_issues: false,
  };
  const plan = await addPlan(db, { owner: reader, ...odd });
  for (const value of ["ark:/1/x", "10.1/y"]) await addIdentifier(db, "Plan", plan, value);
  await addPlan(db, { owner: reader, title: null, created_at: null, updated_at: null });
  const shared = await addPlan(db, { owner: world.people.ben, visibility: 1 });
  await addRole(db, shared, reader, "reviewer");
  await addPlan(db, { owner: world.people.ben, visibility: 1 });
  for (const title of titles) await addTemplate(db, { org, title, description: title });
  await addTemplate(db, { org: await addOrg(db), title: "ä", customization_of: null });
  await addTemplate(db, { org, title: null });
  return reader;
}
