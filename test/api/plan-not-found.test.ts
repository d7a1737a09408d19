/** A plan that is somebody else's is as little there as one that does not exist, and an id is an id to the letter. */
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { planUrl, urls } from "../../src/urls.ts";
import { onEachDatabase } from "../support/databases.ts";
import { addPlan, type Row } from "../support/plans.ts";
import { addReader, lasting, type Reader } from "../support/readers.ts";
import { shareWorld } from "../support/shared-world.ts";

describe("a plan that is not there, or not yours", () => {
  onEachDatabase((open) => {
    const world = shareWorld(open);
    let reader: Reader;
    let own: Row;
    let others: Row;

    before(async () => {
      reader = await addReader(world());
      own = await addPlan(world().deps.db, { owner: reader });
      others = await addPlan(world().deps.db, { owner: world().people.ben });
    });

    it("is answered alike to the letter", async () => {
      const [yours, nobodys, large] = [
        await reader.ask(planUrl(others.id)),
        await reader.ask(planUrl(others.id + 1_000)),
        await reader.ask(planUrl(2_147_483_648)),
      ];
      for (const answer of [yours, nobodys, large]) {
        assert.equal(answer.statusCode, 404);
        assert.equal(lasting(answer), lasting(yours));
        assert.deepEqual(Object.keys(answer.headers), Object.keys(yours.headers));
      }
      const { code, message, items, errors, details } = yours.json();
      assert.deepEqual([code, message, items], [404, "Not Found", []]);
      assert.match(errors[0], /^Plan not found/);
      assert.match(details.hint, /\w+ \w+/);
      assert.doesNotMatch(yours.body, /select|plans\.|roles/);
    });

    const strangeIds = [
      "word",
      "0",
      "-1",
      "2147483648",
      "9007199254740993",
      "9223372036854775808",
      "9".repeat(90),
      "null",
      "__proto__",
      "%00",
      "..%2Fme",
      "..%2F..%2Fv2%2Fme",
      "%2e%2e",
      "%2e%2e%2fme",
      "..;",
      "*",
      "%F0%9F%98%80",
      "%D9%A1",
      "' or 1=1 --",
      "1,2",
      "1/2",
    ];
    for (const id of strangeIds) {
      it(`is what ${id.slice(0, 30)} names`, async () => {
        const answer = await reader.ask(`${urls.plans}/${id.replaceAll(" ", "%20")}`);
        assert.equal(answer.statusCode, 404, answer.body);
        assert.deepEqual(answer.json().items, []);
      });
    }

    it("is what is almost the id of one's own plan", async () => {
      const { id } = own;
      const almost = [
        `${id}.0`,
        `${id}.`,
        `0${id}`,
        `%20${id}`,
        `${id}%20`,
        `+${id}`,
        `${id}e0`,
        `${id};x`,
        `${id}%3Bx`,
        `${id}x`,
        `${id},${id}`,
        `${id}/`,
        `${id}/${id}`,
        `${id}%2F${id}`,
        `${id}%00`,
        `0x${id.toString(16)}`,
        `${id}.xml`,
        `${id}.json.json`,
      ];
      for (const text of almost) {
        const answer = await reader.ask(`${urls.plans}/${text}`);
        assert.equal(answer.statusCode, 404, text);
      }
      assert.equal((await reader.ask(planUrl(id))).statusCode, 200);
    });
  });
});
