/** What stands around a list: who answers whom with what, which page it is, and the way to the pages beside it. */
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { urls } from "../../src/urls.ts";
import { openSqlite } from "../support/databases.ts";
import { addPlans } from "../support/plans.ts";
import { addReader, createReader, type Reader } from "../support/readers.ts";
import { shareWorld } from "../support/shared-world.ts";
import { addApplication, insertDoorkeeperToken } from "../support/tokens.ts";
import { createWorld } from "../support/world.ts";

const start = ["application", "source", "time", "caller", "code", "message"];
const paging = ["page", "per_page", "total_items"];

describe("the envelope of a list", () => {
  const world = shareWorld(openSqlite);
  let reader: Reader;

  before(async () => {
    reader = await addReader(world());
    await addPlans(world().deps.db, 5, { owner: reader });
  });

  async function linksOf(query: string) {
    const { prev, next } = (await reader.ask(`${urls.plans}?${query}`)).json();
    return [prev, next];
  }

  it("says who answers whom with what, key by key", async () => {
    const answer = await reader.ask(`${urls.plans}?page=2&per_page=2&x=1`);
    const { time, items, ...rest } = answer.json();
    assert.deepEqual(rest, {
      application: "DMPRoadmap",
      source: "GET /api/v2/plans",
      caller: "Internal v2 API Client",
      code: 200,
      message: "OK",
      page: 2,
      per_page: 2,
      total_items: 5,
      prev: "/api/v2/plans?page=1&per_page=2",
      next: "/api/v2/plans?page=3&per_page=2",
    });
    assert.match(time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/);
    assert.equal(Date.parse(time), Math.floor(world().clock.now().getTime() / 1000) * 1000);
    assert.equal(items.length, 2);
    assert.equal(answer.headers["content-type"], "application/json; charset=utf-8");
    assert.equal(answer.headers["cache-control"], "no-store");
    assert.equal(answer.headers["etag"], undefined);
    assert.equal(answer.headers["set-cookie"], undefined);
    assert.equal(answer.headers["access-control-allow-origin"], undefined);
  });

  it("has its keys in DMPRoadmap's order, and is compact", async () => {
    const { body } = await reader.ask(`${urls.plans}?page=2&per_page=2`);
    const keys = [...start, ...paging, "prev", "next", "items"];
    assert.deepEqual(Object.keys(JSON.parse(body)), keys);
    assert.equal(body, JSON.stringify(JSON.parse(body)));
  });

  it("has total_items 0 alone where nothing was found, on whichever page", async () => {
    const stranger = await addReader(world());
    for (const query of ["", "?page=7&per_page=3", "?per_page=0"]) {
      const body = (await stranger.ask(urls.plans + query)).json();
      assert.deepEqual(Object.keys(body), [...start, "total_items", "items"], query);
      assert.deepEqual([body.code, body.total_items, body.items], [200, 0, []], query);
    }
  });

  it("leads to the pages that there are, by path and query only", async () => {
    const link = (page: number) => `/api/v2/plans?page=${page}&per_page=2`;
    assert.deepEqual(await linksOf("per_page=2"), [undefined, link(2)]);
    assert.deepEqual(await linksOf("per_page=2&page=2"), [link(1), link(3)]);
    assert.deepEqual(await linksOf("page=3&per_page=2"), [link(2), undefined]);
    assert.deepEqual(await linksOf("page=4&per_page=2"), [link(3), undefined]);
    assert.deepEqual(await linksOf("per_page=5"), [undefined, undefined]);
    assert.deepEqual(await linksOf(""), [undefined, undefined]);
  });

  it("keeps complete in its links, and nothing that means nothing here", async () => {
    const link = (page: number) => `/api/v2/plans?page=${page}&per_page=2&complete=true`;
    const query = "complete=TRUE&per_page=2&note=a%26page%3D9&page=2&user_id=1";
    assert.deepEqual(await linksOf(query), [link(1), link(3)]);
    assert.deepEqual(await linksOf("complete=no&per_page=4"), [
      undefined,
      "/api/v2/plans?page=2&per_page=4",
    ]);
  });

  it("keeps the suffix of the address in its links", async () => {
    const body = (await reader.ask(`${urls.plans}.json?per_page=4`)).json();
    assert.equal(body.source, "GET /api/v2/plans.json");
    assert.equal(body.next, "/api/v2/plans.json?page=2&per_page=4");
  });

  it("never holds the token, though the operator lets it be sent in the address", async () => {
    const environment = { ACCEPT_TOKEN_IN_QUERY: "true" };
    await using other = await createWorld(openSqlite, { environment });
    const secret = await insertDoorkeeperToken(other);
    await addPlans(other.deps.db, 2, { owner: other.people.ben });
    const url = `${urls.plans}?per_page=1&access_token=${secret}`;
    const answer = await other.app.inject(url);
    assert.equal(answer.statusCode, 200);
    assert.equal(answer.json().next, "/api/v2/plans?page=2&per_page=1");
  });

  it("names the application of the token, and the service as its operator does", async () => {
    const environment = { APPLICATION_NAME: "DMP Tool" };
    await using other = await createWorld(openSqlite, { environment });
    const application_id = await addApplication(other, "Lab notebook");
    const secret = await insertDoorkeeperToken(other, { application_id });
    const { ask } = createReader(other, other.people.ben, secret);
    const { application, caller } = (await ask(urls.plans)).json();
    assert.deepEqual([application, caller], ["DMP Tool", "Lab notebook"]);
  });
});

describe("the envelope of one plan", () => {
  const world = shareWorld(openSqlite);

  it("counts the one that it holds", async () => {
    const reader = await addReader(world());
    const plans = await addPlans(world().deps.db, 3, { owner: reader });
    const body = (await reader.ask(`${urls.plans}/${plans[1]?.id}`)).json();
    assert.deepEqual(Object.keys(body), [...start, ...paging, "items"]);
    assert.deepEqual([body.page, body.per_page, body.total_items], [1, 100, 1]);
    assert.equal(body.source, `GET /api/v2/plans/${plans[1]?.id}`);
    assert.equal(body.items.length, 1);
    assert.deepEqual(Object.keys(body.items[0]), ["dmp"]);
  });
});
