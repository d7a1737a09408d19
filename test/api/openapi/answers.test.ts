/** Real answers of every operation, with every status that the OpenAPI document names, are as it says. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { InjectOptions } from "fastify";
import { createApp } from "../../../src/app.ts";
import { urls } from "../../../src/urls.ts";
import { openSqlite } from "../../support/databases.ts";
import { DocumentedAnswers, type GivenAnswer } from "../../support/documented-answers.ts";
import { loseTable } from "../../support/faults.ts";
import { createFlakyDatabase, type FlakyDatabase } from "../../support/flaky-database.ts";
import { addTemplate } from "../../support/plans.ts";
import { addReader, type Reader } from "../../support/readers.ts";
import { addRichPlan, addUniversity } from "../../support/rich-plan.ts";
import { shareWorld } from "../../support/shared-world.ts";
import { insertDoorkeeperToken } from "../../support/tokens.ts";
import { addNewcomer, openProfileOf } from "../../support/visitors.ts";
import { head, listenOnWire } from "../../support/wire.ts";
import { assetsFolder, type World } from "../../support/world.ts";

type Method = "get" | "post" | "delete";
type Headers = Record<string, string>;
/** Each gives the answers that an operation has with one status. */
type Ways = Record<string, () => Promise<GivenAnswer[]>>;

const json = { accept: "application/json" };

describe("the OpenAPI document, and what is answered:", () => {
  const sound = shareWorld(openSqlite, { environment: { TOKENS_PER_HOUR: "1" } });
  let world: World;
  let flaky: FlakyDatabase;
  let answers: DocumentedAnswers;
  let reader: Reader;
  let planId = 0;
  let templateId = 0;

  before(async () => {
    const { deps, config, app } = sound();
    flaky = createFlakyDatabase(deps.db);
    const flakyApp = await createApp({ ...deps, log: app.log, db: flaky.db }, config, assetsFolder);
    world = { ...sound(), app: flakyApp };
    reader = await addReader(world);
    planId = (await addRichPlan(deps.db, reader, await addUniversity(deps.db))).plan.id;
    templateId = (await addTemplate(deps.db, { published: true, visibility: 1 })).id;
    answers = new DocumentedAnswers((await world.app.inject(urls.openApi)).json());
  });
  const wire = listenOnWire(() => world);
  after(async () => {
    await world.app.close();
  });

  async function send(options: InjectOptions): Promise<GivenAnswer> {
    const answer = await world.app.inject(options);
    const type = String(answer.headers["content-type"]);
    return { status: answer.statusCode, type, body: answer.body };
  }

  async function sendTwoHosts(method: Method, url: string): Promise<GivenAnswer> {
    const lines = [`${method.toUpperCase()} ${url} HTTP/1.1`, "Host: one", "Host: two"];
    const { status, headers, body } = await wire.send(head(...lines, "Connection: close"));
    return { status, type: headers.get("content-type") ?? "", body };
  }

  /** What every address can be asked. */
  function everybodysWays(method: Method, url: string): Ways {
    return {
      400: async () => [await sendTwoHosts(method, url)],
      405: async () => [await send({ method: "PATCH", url, headers: json })],
    };
  }

  function openWays(url: string): Ways {
    return { ...everybodysWays("get", url), 200: async () => [await send({ url })] };
  }

  function tokenWays(url: string, query: string[] = []): Ways {
    const ask = async (more: Headers = {}, at = url) =>
      await send({ url: at, headers: { authorization: reader.authorization, ...more } });
    return {
      ...everybodysWays("get", url),
      200: async () =>
        await Promise.all([url, ...query.map((text) => url + text)].map((at) => ask({}, at))),
      400: async () => [
        await sendTwoHosts("get", url),
        await ask({ authorization: "Bearer one two" }),
        await ask({}, `${url}?access_token=x`),
      ],
      401: async () => [await send({ url }), await ask({ authorization: "Bearer none" })],
      403: async () => {
        const secret = await insertDoorkeeperToken(world, { scopes: "other" });
        return [await ask({ authorization: `Bearer ${secret}` })];
      },
      404: async () => [await ask({}, url.replace(/\d+$/, "999999"))],
      429: async () => {
        const headers = { authorization: "Bearer none" };
        const guesses = Array.from({ length: 61 }, () => ({ url, headers, remoteAddress: url }));
        return (await Promise.all(guesses.map(send))).slice(-1);
      },
      500: async () => {
        await using _lost = await loseTable(world, "oauth_access_tokens");
        return [await ask()];
      },
      503: async () => {
        flaky.lose();
        return [await ask().finally(flaky.find)];
      },
    };
  }

  function sessionWays(method: "post" | "delete"): Ways {
    const url = urls.internalUserAccessToken;
    const press = async (more: InjectOptions = {}, browser = visitor()) => {
      const there = await browser;
      const headers = { ...json, "x-csrf-token": there.authenticityToken, ...more.headers };
      const answer = await there.send({ method, url, ...more, headers });
      const type = String(answer.headers["content-type"]);
      return { status: answer.statusCode, type, body: answer.body };
    };
    const visitor = async () => await openProfileOf(world, await addNewcomer(world));
    const form = { "content-type": "application/x-www-form-urlencoded" };
    const data = { "content-type": "application/json" };
    return {
      ...everybodysWays(method, url),
      200: async () => [
        await press(),
        await press({ headers: { accept: "text/html" } }),
        ...(method === "post" ? [await press({ headers: form, payload: "_method=delete" })] : []),
      ],
      400: async () => [
        await sendTwoHosts(method, url),
        await press({ headers: data, payload: "{" }),
      ],
      401: async () => [await send({ method, url, headers: json })],
      406: async () => [await press({ headers: { accept: "text/plain" } })],
      413: async () => [await press({ headers: form, payload: `a=${"x".repeat(70_000)}` })],
      415: async () => [await press({ headers: { "content-type": "text/plain" }, payload: "x" })],
      422: async () => [
        await press({ headers: { "x-csrf-token": "another's" } }),
        await press({ headers: { "sec-fetch-site": "cross-site" } }),
      ],
      429: async () => {
        const browser = visitor();
        return [await press({}, browser), await press({}, browser)].slice(1);
      },
      500: async () => {
        const browser = await visitor();
        await using _lost = await loseTable(world, "tollgate_sessions");
        return [await press({}, Promise.resolve(browser))];
      },
      503: async () => {
        const browser = await visitor();
        flaky.lose();
        return [await press({}, Promise.resolve(browser)).finally(flaky.find)];
      },
    };
  }

  const pages = ["?page=1&per_page=1", "?page=2", "?per_page=1&complete=true"];
  const operations: [path: string, method: Method, ways: () => Ways][] = [
    [urls.heartbeat, "get", () => openWays(urls.heartbeat)],
    [urls.openApi, "get", () => openWays(urls.openApi)],
    [urls.me, "get", () => tokenWays(urls.me)],
    [urls.plans, "get", () => tokenWays(urls.plans, pages)],
    [`${urls.plans}/{id}`, "get", () => tokenWays(`${urls.plans}/${planId}`, ["?complete=true"])],
    [urls.templates, "get", () => tokenWays(urls.templates, pages)],
    [`${urls.templates}/{id}`, "get", () => tokenWays(`${urls.templates}/${templateId}`)],
    [urls.internalUserAccessToken, "post", () => sessionWays("post")],
    [urls.internalUserAccessToken, "delete", () => sessionWays("delete")],
  ];

  for (const [path, method, waysOf] of operations) {
    it(`${method} ${path}, with every status`, async () => {
      const ways = waysOf();
      for (const status of Object.keys(answers.document.paths[path]?.[method]?.responses ?? {})) {
        const given = await (ways[status] ?? assert.fail(`no way to ${status}`))();
        for (const answer of given) {
          assert.equal(String(answer.status), status, answer.body);
          answers.assertDocumented(path, method, answer);
        }
      }
    });
  }

  it("no operation is left out", () => {
    const documented = Object.entries(answers.document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    const asked = operations.map(([path, method]) => `${method} ${path}`);
    assert.deepEqual(asked.toSorted(), documented.toSorted());
  });

  it("a member that the schema does not name is noticed, and so is a missing one", () => {
    const { content } = answers.document.paths[urls.me]?.["get"]?.responses["200"] ?? assert.fail();
    assert.ok(content);
    const body = { firstname: null, surname: null, email: "", organisation: null, language: null };
    const check = (value: object) => answers.assertValid(urls.me, "get", 200, value);
    check(body);
    assert.throws(() => check({ ...body, more: 1 }), /additional/);
    assert.throws(() => check({ firstname: null }), /required/);
  });
});
