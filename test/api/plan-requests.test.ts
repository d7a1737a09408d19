/** Ways to ask for plans: suffixes, methods, conditions, formats, parameters. None changes who sees what. */
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { planUrl, urls } from "../../src/urls.ts";
import { openSqlite } from "../support/databases.ts";
import { dump } from "../support/dump.ts";
import { addAnswer, addPlan, addQuestion, addSection, addTemplate } from "../support/plans.ts";
import { addReader, createReader, lasting, type Reader } from "../support/readers.ts";
import { shareWorld } from "../support/shared-world.ts";
import { insertDoorkeeperToken } from "../support/tokens.ts";

const conditions: Record<string, string>[] = [
  { "if-none-match": "*" },
  { "if-none-match": '"x", W/"y"' },
  { "if-match": '"x"' },
  { "if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT" },
  { "if-unmodified-since": "Thu, 01 Jan 1970 00:00:00 GMT" },
  { range: "bytes=0-0" },
  { range: "bytes=999999-" },
  { "if-range": '"x"', range: "bytes=0-0" },
];

const formats = [
  "text/html",
  "application/xml",
  "text/javascript",
  "*/*;q=0",
  "nonsense",
  "",
  "a/b",
];

describe("plans", () => {
  const world = shareWorld(openSqlite);
  let reader: Reader;
  let stranger: Reader;
  let paths: string[];

  before(async () => {
    reader = await addReader(world());
    stranger = await addReader(world());
    const { db } = world().deps;
    const template = await addTemplate(db, { org_id: null });
    const question = await addQuestion(db, await addSection(db, template));
    const plan = await addPlan(db, { owner: reader, template });
    await addPlan(db, { owner: stranger, template });
    await addAnswer(db, plan, question, { text: "An answer" });
    paths = [urls.plans, planUrl(plan.id), urls.templates, `${urls.templates}/${template.id}`];
  });

  it("may be asked for with .json", async () => {
    for (const path of paths) {
      const [plain, suffixed] = [await reader.ask(path), await reader.ask(`${path}.json`)];
      assert.equal(suffixed.statusCode, 200, path);
      assert.equal(lasting(suffixed), lasting(plain), path);
    }
  });

  it("are never a script", async () => {
    for (const path of paths) {
      assert.equal((await reader.ask(`${path}.js`)).statusCode, 406, path);
      assert.equal((await reader.ask(`${path}?callback=x`)).json().code, 200, path);
    }
  });

  it("answer HEAD as GET, without a body", async () => {
    for (const path of [...paths, planUrl(4711)]) {
      const [get, head] = [await reader.ask(path), await reader.ask(path, { method: "HEAD" })];
      assert.equal(head.statusCode, get.statusCode, path);
      assert.equal(head.body, "");
      assert.equal(head.headers["content-type"], get.headers["content-type"]);
      const { statusCode } = await world().app.inject({ method: "HEAD", url: path });
      assert.equal(statusCode, 401);
    }
  });

  it("are only read: every other method is refused, and changes nothing", async () => {
    const rows = await dump(world().deps.db);
    for (const path of paths) {
      for (const method of ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const) {
        for (const payload of [undefined, { dmp: { title: "Mine now" }, user_id: 1 }]) {
          const answer = await reader.ask(path, { method, ...(payload && { payload }) });
          assert.equal(answer.statusCode, 405, `${method} ${path}`);
          assert.match(String(answer.headers["allow"]), /^GET, HEAD$|^HEAD, GET$/);
        }
      }
      const headers = { "x-http-method-override": "DELETE" };
      assert.equal((await reader.ask(`${path}?_method=delete`, { headers })).statusCode, 200);
    }
    assert.deepEqual(await dump(world().deps.db), rows);
  });

  it("are answered whole, and to their reader only, under whatever condition", async () => {
    const [, path = ""] = paths;
    const whole = lasting(await reader.ask(path));
    for (const headers of conditions) {
      const answer = await reader.ask(path, { headers });
      assert.equal(answer.statusCode, 200, JSON.stringify(headers));
      assert.equal(lasting(answer), whole);
      assert.equal((await stranger.ask(path, { headers })).statusCode, 404);
      assert.equal((await world().app.inject({ url: path, headers })).statusCode, 401);
    }
  });

  it("are JSON whatever format is preferred", async () => {
    for (const accept of formats) {
      for (const path of paths) {
        const answer = await reader.ask(path, { headers: { accept } });
        assert.equal(answer.statusCode, 200, `${accept} ${path}`);
        assert.equal(answer.headers["content-type"], "application/json; charset=utf-8");
      }
    }
  });

  it("come with questions and answers where complete is true in whatever case, else without", async () => {
    for (const [query, isComplete] of [
      ["complete=true", true],
      ["complete=TRUE", true],
      ["complete=True", true],
      ["complete=false&complete=true", true],
      ["complete=true&complete=false", false],
      ["complete=1", false],
      ["complete=yes", false],
      ["complete=", false],
      ["complete", false],
      ["complete=%20true", false],
      ["complete=truee", false],
      ["complete[]=true", false],
      ["COMPLETE=true", false],
      ["question_and_answer=true", false],
    ] as const) {
      for (const path of paths.slice(0, 2)) {
        const [plan] = await reader.items(`${path}?${query}`);
        const extension = JSON.stringify(plan?.["extension"]);
        assert.equal(extension.includes("complete_plan"), isComplete, query);
        assert.equal(extension.includes("An answer"), isComplete, query);
      }
    }
  });

  it("need a token that is good for reading", async () => {
    const resource_owner_id = reader.id;
    const revoked_at = world().clock.now();
    for (const [columns, status] of [
      [{ scopes: "v2_read" }, 200],
      [{ scopes: "write" }, 403],
      [{ scopes: "read_dmps" }, 403],
      [{ revoked_at }, 401],
      [{ expires_in: 0 }, 401],
      [{ resource_owner_id: null }, 401],
    ] as const) {
      const secret = await insertDoorkeeperToken(world(), { resource_owner_id, ...columns });
      const { ask } = createReader(world(), reader, secret);
      for (const path of [...paths, planUrl(4711), `${urls.plans}/word`]) {
        const expected = status === 200 && !paths.includes(path) ? 404 : status;
        const answer = await ask(path);
        assert.equal(answer.statusCode, expected, `${JSON.stringify(columns)} ${path}`);
        if (status !== 200) assert.deepEqual(answer.json().items, []);
      }
    }
  });
});
