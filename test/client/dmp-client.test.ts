/** The client before a real server: what a program gets, page by page, and what it is told when something is refused. */
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { inspect } from "node:util";
import { DmpClient, DmpError } from "../../src/client/dmp-client.ts";
import { urls } from "../../src/urls.ts";
import { onEachDatabase } from "../support/databases.ts";
import { failureOf } from "../support/failure-of.ts";
import { addPlan, addPlans, addTemplate } from "../support/plans.ts";
import { addReader, type Reader } from "../support/readers.ts";
import { addRichPlan, addUniversity, type RichPlan } from "../support/rich-plan.ts";
import { shareWorld } from "../support/shared-world.ts";

describe("the client", () => {
  onEachDatabase((open) => {
    const world = shareWorld(open);
    let baseUrl = "";
    let reader: Reader;
    let rich: RichPlan;
    let client: DmpClient;

    before(async () => {
      const { app, deps } = world();
      baseUrl = await app.listen({ host: "127.0.0.1", port: 0 });
      reader = await addReader(world());
      await addPlans(deps.db, 4, { owner: reader });
      rich = await addRichPlan(deps.db, reader, await addUniversity(deps.db));
      client = new DmpClient({ baseUrl, token: tokenOf(reader) });
    });

    it("asks whether the service is there, also without a token", async () => {
      await new DmpClient({ baseUrl }).heartbeat();
    });

    it("tells whose token it is", async () => {
      const { email, firstname } = await client.me();
      assert.deepEqual([email, firstname], [reader.email, "Newcomer"]);
    });

    it("reads plan after plan, over all pages", async () => {
      const ids: (string | undefined)[] = [];
      for await (const plan of client.plans({ per_page: 2 })) ids.push(plan.dmp_id?.identifier);
      const items = await reader.items(urls.plans);
      assert.equal(ids.length, 5);
      assert.deepEqual(
        ids,
        items.map(({ dmp_id }) => Object(dmp_id).identifier),
      );
    });

    it("reads page after page, and may be left in the middle", async () => {
      const sizes: number[] = [];
      for await (const { items, total_items } of client.plans({ per_page: 2 }).pages()) {
        assert.equal(total_items, 5);
        sizes.push(items.length);
        if (sizes.length === 2) break;
      }
      assert.deepEqual(sizes, [2, 2]);
    });

    it("reads one plan, with questions and answers when they are wanted", async () => {
      const plain = await client.plan(rich.plan.id);
      assert.equal(plain.extension?.[0]?.complete_plan, undefined);
      const complete = await client.plan(rich.plan.id, { complete: true });
      const answers = complete.extension?.[0]?.complete_plan ?? [];
      assert.ok(answers.length > 0);
      assert.deepEqual({ ...complete, extension: undefined }, { ...plain, extension: undefined });
      for await (const plan of client.plans({ complete: true })) {
        assert.ok(plan.extension?.[0]?.complete_plan);
      }
    });

    it("reads templates", async () => {
      const { id } = await addTemplate(world().deps.db, {
        title: "For everybody",
        published: true,
        visibility: 1,
      });
      const titles: (string | undefined)[] = [];
      for await (const { title } of client.templates({ per_page: 1 })) titles.push(title);
      assert.ok(titles.includes("For everybody"));
      assert.equal((await client.template(id)).title, "For everybody");
    });

    it("reads nothing of somebody who has nothing", async () => {
      const lonely = await addReader(world());
      const listing = new DmpClient({ baseUrl, token: tokenOf(lonely) }).plans();
      for await (const plan of listing) assert.fail(inspect(plan));
    });

    it("says what was refused, what to do, and which request it was", async () => {
      const stranger = await addReader(world());
      const foreign = await addPlan(world().deps.db, { owner: stranger });
      await assert.rejects(client.plan(foreign.id), (error) => {
        assert.ok(error instanceof DmpError && error instanceof Error);
        const { name, status, error_code, hint, request_id } = error;
        assert.deepEqual([name, status, error_code], ["DmpError", 404, "plan_not_found"]);
        assert.match(hint, /The list of plans/);
        assert.match(request_id ?? "", /^[\da-f-]{36}$/);
        assert.match(error.message, /^Plan not found It is not there.*\(404, plan_not_found, /);
        return true;
      });
    });

    it("never shows the token, however it is looked at", async () => {
      const token = "dmp_0000000000000000000000000000000000000000000000000";
      const wrong = new DmpClient({ baseUrl, token });
      const error = await failureOf(wrong.me());
      assert.ok(error instanceof DmpError && error.error_code === "invalid_token");
      for (const thing of [wrong, error, wrong.plans()]) {
        const shown = inspect(thing, { showHidden: true, depth: 9 }) + JSON.stringify(thing);
        assert.ok(!shown.includes(token));
      }
    });

    it("answers what any address answers", async () => {
      const answer = await client.get(`${urls.plans}?page=2&per_page=3`);
      assert.equal(Object(answer).items.length, 2);
    });
  });
});

function tokenOf({ authorization }: Reader): string {
  return authorization.replace("Bearer ", "");
}
