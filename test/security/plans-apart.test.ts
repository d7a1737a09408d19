/** Two people never see each other's plans, by whatever route, method, parameter, header or body they try. */
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import type { InjectOptions, LightMyRequestResponse } from "fastify";
import { openApiRoute, planUrl, urls } from "../../src/urls.ts";
import { openSqlite } from "../support/databases.ts";
import {
  addAnswer,
  addContributor,
  addOrg,
  addPlan,
  addQuestion,
  addSection,
  addTemplate,
  type Row,
} from "../support/plans.ts";
import { addReader, type Reader } from "../support/readers.ts";
import { routesOf } from "../support/routes.ts";
import { shareWorld } from "../support/shared-world.ts";
import { openProfileOf, sessionCookie } from "../support/visitors.ts";
import { head, listenOnWire } from "../support/wire.ts";

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;
/** Stands in every text that only Theo may read. */
const secret = "Theo's treasure";

describe("somebody else's plans", () => {
  const world = shareWorld(openSqlite);
  const wire = listenOnWire(world);
  let nora: Reader;
  let theo: Reader;
  let theirs: { plan: Row; template: Row };

  before(async () => {
    const { db } = world().deps;
    const org = await addOrg(db, { name: secret });
    nora = await addReader(world(), { firstname: "Nora" });
    theo = await addReader(world(), { firstname: secret, org_id: org.id });
    const template = await addTemplate(db, { org, title: secret, visibility: 0 });
    const question = await addQuestion(db, await addSection(db, template), { text: secret });
    const plan = await addPlan(db, { owner: theo, title: secret, template, org, visibility: 0 });
    await addContributor(db, plan, { name: secret });
    await addAnswer(db, plan, question, { text: secret });
    await addPlan(db, { owner: nora, title: "Nora's own" });
    theirs = { plan, template };
  });

  function assertNothingOfTheo({ body, headers }: LightMyRequestResponse, what: string) {
    for (const text of [body, JSON.stringify(headers)]) {
      assert.ok(!text.includes("treasure") && !text.includes(theo.email), `${what}: ${text}`);
    }
  }

  /** Parameters that name Theo, and words that APIs know for "more". */
  function parameters(): [string, string][] {
    const ids = ["user_id", "id", "owner", "owner_id", "resource_owner_id", "on_behalf_of", "sub"];
    return [
      ...ids.map((name): [string, string] => [name, String(theo.id)]),
      ["plan_id", String(theirs.plan.id)],
      ["plan", String(theirs.plan.id)],
      ["org_id", "1 or 1=1"],
      ["access_token", theo.authorization.slice("Bearer ".length)],
      ["bearer_token", theo.authorization.slice("Bearer ".length)],
      ["scope", "both"],
      ["scopes", "read write admin"],
      ["visibility", "0"],
      ["filter[user_id]", String(theo.id)],
      ["user[id]", String(theo.id)],
      ["include", "all"],
      ["_method", "get"],
      ["per_page", "1000000"],
      ["complete", "true"],
    ];
  }

  const headersOf = (): Record<string, string>[] => [
    { "x-user-id": String(theo.id), "x-resource-owner-id": String(theo.id), from: theo.email },
    { "x-authorization": theo.authorization, "proxy-authorization": theo.authorization },
    { "x-access-token": theo.authorization, "x-api-key": theo.authorization },
    { "x-original-url": planUrl(theirs.plan.id), "x-rewrite-url": planUrl(theirs.plan.id) },
    { "x-http-method-override": "GET", "x-forwarded-for": "127.0.0.1", "x-forwarded-user": "theo" },
    { cookie: `access_token=${theo.authorization.slice("Bearer ".length)}` },
  ];

  /** The app's addresses with Theo's things in the place of ids. */
  function addresses(): string[] {
    const { plan, template } = theirs;
    const routes = routesOf(world().app);
    for (const known of [urls.plans, `${urls.plans}/:id`, urls.templates, urls.me, urls.profile]) {
      assert.ok(routes.includes(known), `${known} is among ${routes.join(" ")}`);
    }
    const filled = routes.flatMap((route) =>
      [plan.id, template.id, theo.id].map((id) => route.replace(/:\w+/, String(id))),
    );
    return [...new Set(filled)];
  }

  it("are found at no route by any method", async () => {
    for (const url of addresses()) {
      for (const method of methods) {
        const query = new URLSearchParams(parameters()).toString();
        const payload = Object.fromEntries(parameters());
        const withBody = method !== "GET" && method !== "HEAD" && method !== "OPTIONS";
        for (const options of [{ method }, { method, ...(withBody && { payload }) }]) {
          const what = `${method} ${url}`;
          assertNothingOfTheo(await nora.ask(url, options), what);
          assertNothingOfTheo(await nora.ask(`${url}?${query}`, options), `${what} with all`);
        }
      }
    }
    assert.equal((await theo.ask(planUrl(theirs.plan.id))).json().items[0].dmp.title, secret);
  });

  it("are not brought up by a parameter or a header, which change nothing of the answer", async () => {
    for (const url of [urls.plans, urls.templates, urls.me]) {
      const plain = await nora.ask(url);
      const itemsOf = ({ body }: LightMyRequestResponse) => {
        const { items, total_items, email } = JSON.parse(body);
        return { items, total_items, email };
      };
      const tries: [string, InjectOptions][] = [
        ...parameters().map(([name, value]): [string, InjectOptions] => [
          `${url}?${new URLSearchParams({ [name]: value }).toString()}`,
          {},
        ]),
        ...headersOf().map((headers): [string, InjectOptions] => [url, { headers }]),
      ];
      for (const [address, options] of tries) {
        const answer = await nora.ask(address, options);
        const what = `${address} ${JSON.stringify(options)}`;
        assertNothingOfTheo(answer, what);
        if (/_token=/.test(address)) continue; // a bad request, as other tests say
        assert.equal(answer.statusCode, 200, what);
        if (!address.includes("complete")) assert.deepEqual(itemsOf(answer), itemsOf(plain), what);
      }
    }
  });

  it("are not opened by a second Authorization line, or by Theo's session beside Nora's token", async () => {
    for (const lines of [
      [`Authorization: ${nora.authorization}`, `Authorization: ${theo.authorization}`],
      [`Authorization: ${nora.authorization}, ${theo.authorization}`],
    ]) {
      const request = [`GET ${urls.plans} HTTP/1.1`, `Host: ${wire.host()}`, ...lines];
      const { status, body } = await wire.send(head(...request, "Connection: close"));
      assert.ok(status === 400 || status === 401, `${status}`);
      assert.ok(!body.includes("treasure"));
    }
    const browser = await openProfileOf(world(), theo);
    const cookie = `${sessionCookie}=${browser.cookies.get(sessionCookie)}`;
    const answer = await nora.ask(urls.plans, { headers: { cookie } });
    assertNothingOfTheo(answer, "Nora's token with Theo's session");
    assert.equal(answer.json().items[0].dmp.title, "Nora's own");
  });

  it("are not reached by a path that leaves its segment", async () => {
    const { id } = theirs.plan;
    for (const path of [
      "/api/v2/plans/..%2Fme",
      "/api/v2/plans/%2e%2e",
      "/api/v2/plans/%2e%2e/me",
      "/api/v2/plans/../me",
      "/api/v2/plans/./me",
      "/api/v2/plans/..;/me",
      "/api/v2/templates/..%2Fplans",
      `/api/v2/templates/../plans/${id}`,
      `/api/v2/templates/..%2Fplans%2F${id}`,
      `/api/v2/plans//${id}`,
      `/api/v2/plans/${id}%00`,
      "/api/v2/plans/..%5Cme",
    ]) {
      for (const { authorization } of [nora, theo]) {
        const lines = [`GET ${path} HTTP/1.1`, `Host: ${wire.host()}`];
        const { status, body } = await wire.send(
          head(...lines, `Authorization: ${authorization}`, "Connection: close"),
        );
        assert.equal(status, 404, path);
        assert.ok(!body.includes("treasure") && !body.includes("@"), path);
      }
    }
  });

  it("are opened by no session: without a token the API is closed", async () => {
    const browser = await openProfileOf(world(), theo);
    const headers = { "x-csrf-token": browser.authenticityToken };
    const others = [urls.heartbeat, urls.internalUserAccessToken, openApiRoute, urls.apiDocs];
    for (const url of addresses().filter((address) => address.startsWith("/api/v2/"))) {
      if (others.some((other) => url.startsWith(other))) continue;
      for (const method of ["GET", "HEAD"] as const) {
        const answer = await browser.send({ method, url, headers });
        assert.equal(answer.statusCode, 401, `${method} ${url}`);
        assert.equal(answer.headers["www-authenticate"], 'Bearer realm="Doorkeeper"');
        assert.ok(!answer.body.includes("treasure"));
      }
    }
  });

  it("are on no page that a token opens, because it opens none", async () => {
    for (const url of addresses().filter((address) => !address.startsWith("/api/"))) {
      const answer = await theo.ask(url, { headers: { accept: "text/html" } });
      assertNothingOfTheo(answer, url);
    }
  });
});
