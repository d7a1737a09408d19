/** Which page of a list is answered, however oddly it was asked for: the text's leading number counts, as in Ruby. */
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { urls } from "../../src/urls.ts";
import { onEachDatabase, openSqlite } from "../support/databases.ts";
import { addPlans } from "../support/plans.ts";
import { addReader, type Reader } from "../support/readers.ts";
import { shareWorld } from "../support/shared-world.ts";
import { createWorld } from "../support/world.ts";

const huge = "9".repeat(30);

/** Of 101 plans: what the envelope says, which plan comes first (0: none), and how many there are. */
const asked: [query: string, page: number, perPage: number, first: number, count: number][] = [
  ["", 1, 100, 1, 100],
  ["page=1", 1, 100, 1, 100],
  ["page=2", 2, 100, 101, 1],
  ["page=3", 3, 100, 0, 0],
  ["page=0", 0, 100, 1, 100],
  ["page=-0", 0, 100, 1, 100],
  ["page=-3", -3, 100, 1, 100],
  ["page=", 0, 100, 1, 100],
  ["page", 0, 100, 1, 100],
  ["page=two", 0, 100, 1, 100],
  ["page=%D9%A2", 0, 100, 1, 100],
  ["page=0x2", 0, 100, 1, 100],
  ["page=1e1", 1, 100, 1, 100],
  ["page=2.9", 2, 100, 101, 1],
  ["page=2nd", 2, 100, 101, 1],
  ["page=+2", 2, 100, 101, 1],
  ["page=%2B2", 2, 100, 101, 1],
  ["page=%202", 2, 100, 101, 1],
  ["page=%092%0A", 2, 100, 101, 1],
  ["page=2%00", 2, 100, 101, 1],
  ["page=002", 2, 100, 101, 1],
  ["page=--2", 0, 100, 1, 100],
  ["page=_2", 0, 100, 1, 100],
  ["page=1_1&per_page=1_0", 11, 10, 101, 1],
  ["page=1__1&per_page=10", 1, 10, 1, 10],
  ["page=%zz", 0, 100, 1, 100],
  ["page=1&page=2", 2, 100, 101, 1],
  ["page[]=2", 1, 100, 1, 100],
  ["page[x]=2", 1, 100, 1, 100],
  ["Page=2&PER_PAGE=1", 1, 100, 1, 100],
  ["per_page=7", 1, 7, 1, 7],
  ["per_page=100", 1, 100, 1, 100],
  ["per_page=101", 1, 100, 1, 100],
  [`per_page=${huge}`, 1, 100, 1, 100],
  [`per_page=${"9".repeat(400)}`, 1, 100, 1, 100],
  ["per_page=99.9", 1, 99, 1, 99],
  ["per_page=0", 1, 0, 0, 0],
  ["per_page=", 1, 0, 0, 0],
  ["per_page=all", 1, 0, 0, 0],
  ["per_page=-5", 1, -5, 1, 10],
  ["per_page=-5&page=2", 2, -5, 11, 10],
  ["per_page=3&per_page=4", 1, 4, 1, 4],
  ["per_page[]=4", 1, 100, 1, 100],
  ["per_page=1&page=101", 101, 1, 101, 1],
];

describe("a page", () => {
  onEachDatabase((open) => {
    const world = shareWorld(open);
    let reader: Reader;
    let ids: string[];

    before(async () => {
      reader = await addReader(world());
      const plans = await addPlans(world().deps.db, 101, { owner: reader });
      ids = plans.map(({ id }) => String(id));
    });

    async function ask(query: string) {
      const answer = await reader.ask(`${urls.plans}?${query}`);
      assert.equal(answer.statusCode, 200, `${query}: ${answer.body}`);
      const body = answer.json();
      const found = body.items.map(({ dmp }: { dmp: { dmp_id: { identifier: string } } }) =>
        dmp.dmp_id.identifier.split("/").at(-1),
      );
      return { ...body, found };
    }

    for (const [query, page, perPage, first, count] of asked) {
      const what = count === 0 ? "nothing" : `${count} from the ${first}.`;
      it(`asked for with "${query.slice(0, 40)}" has ${what}`, async () => {
        const body = await ask(query);
        assert.deepEqual([body.page, body.per_page], [page, perPage]);
        assert.deepEqual(body.found, first === 0 ? [] : ids.slice(first - 1, first - 1 + count));
        assert.equal(body.total_items, 101);
      });
    }

    for (const page of ["9223372036854775807", "9223372036854775808", huge, "9".repeat(400)]) {
      it(`beyond all numbers (${page.slice(0, 25)}) is empty, and has one before it`, async () => {
        const { items, total_items, prev, next, ...body } = await ask(`page=${page}`);
        assert.deepEqual([items, total_items, next], [[], 101, undefined]);
        assert.match(prev, /^\/api\/v2\/plans\?page=\d+&per_page=100$/);
        assert.ok(Number.isFinite(body.page) && body.page > 100);
        assert.equal((await reader.ask(prev)).statusCode, 200);
      });
      it(`below all numbers (-${page.slice(0, 25)}) is the first`, async () => {
        const body = await ask(`page=-${page}&per_page=-${page}`);
        assert.deepEqual(body.found, ids.slice(0, 10));
        assert.ok(body.page < 0 && body.per_page < 0);
        assert.equal((await reader.ask(body.next)).statusCode, 200);
      });
    }

    it("is reached by next from a page that does not exist, as from the first", async () => {
      for (const query of ["page=0", "page=-3", "page=word"]) {
        const { prev, next } = await ask(`${query}&per_page=10`);
        assert.equal(prev, undefined, query);
        const { found } = await ask(next.split("?")[1]);
        assert.deepEqual(found, ids.slice(10, 20), query);
      }
    });

    it("of a negative size leads to the next of the ordinary size", async () => {
      const { prev, next } = await ask("per_page=-5");
      assert.equal(prev, undefined);
      const { found } = await ask(next.split("?")[1]);
      assert.deepEqual(found, ids.slice(10, 20));
    });

    it("of no size leads nowhere", async () => {
      const { prev, next } = await ask("per_page=0");
      assert.deepEqual([prev, next], [undefined, undefined]);
    });
  });
});

describe("the operator's largest page", () => {
  it("is what nobody gets more than, and what is given unless asked for fewer", async () => {
    await using world = await createWorld(openSqlite, { environment: { API_MAX_PAGE_SIZE: "3" } });
    const reader = await addReader(world);
    await addPlans(world.deps.db, 5, { owner: reader });
    for (const [query, perPage, count] of [
      ["", 3, 3],
      ["per_page=4", 3, 3],
      ["per_page=2", 2, 2],
      ["per_page=-1", -1, 3],
      ["page=2", 3, 2],
    ] as const) {
      const { per_page, items, total_items } = (await reader.ask(`${urls.plans}?${query}`)).json();
      assert.deepEqual([per_page, items.length, total_items], [perPage, count, 5], query);
    }
  });
});
