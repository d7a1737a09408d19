/** The client before services that are busy, gone, moved or malicious: it waits as long as it was told, and guards the token. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { describe, it } from "node:test";
import { DmpClient, DmpError } from "../../src/client/dmp-client.ts";
import { failureOf } from "../support/failure-of.ts";

const token = "dmp_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJ";

describe("the client", () => {
  for (const status of [503, 429]) {
    it(`tries again after ${status}, when Retry-After says`, async () => {
      await using service = await serve((request, response, count) => {
        if (count < 3) answer(response, status, busy, { "retry-after": "0" });
        else answer(response, 200, JSON.stringify({ email: request.headers.authorization }));
      });
      const { email } = await clientOf(service).me();
      assert.equal(email, `Bearer ${token}`);
      assert.equal(service.requests.length, 3);
    });
  }

  it("waits until the moment that a date names", async () => {
    const moment = new Date(Math.ceil(Date.now() / 1000) * 1000 + 1000);
    await using service = await serve((_request, response, count) => {
      if (count > 1) answer(response, 200, "{}");
      else answer(response, 503, busy, { "retry-after": moment.toUTCString() });
    });
    await clientOf(service).me();
    assert.ok(Date.now() >= moment.getTime());
  });

  it("gives up after as many tries as it was told", async () => {
    await using service = await serve((_request, response) =>
      answer(response, 503, busy, { "retry-after": "0" }),
    );
    await rejectsWith(clientOf(service, { retries: 2 }).me(), { status: 503, error_code: "busy" });
    assert.equal(service.requests.length, 3);
  });

  it("does not wait longer than it was told, nor for what will not change", async () => {
    await using service = await serve((request, response) =>
      request.url?.endsWith("/me")
        ? answer(response, 503, busy, { "retry-after": "3600" })
        : answer(response, 500, busy, { "retry-after": "0" }),
    );
    const client = clientOf(service);
    await rejectsWith(client.me(), { status: 503 });
    await rejectsWith(client.plan(1), { status: 500 });
    assert.equal(service.requests.length, 2);
  });

  it("stops at once when it is told to: before, while it waits for an answer, and in a pause", async () => {
    await using service = await serve((request, response) => {
      if (request.url?.endsWith("/me")) answer(response, 503, busy, { "retry-after": "30" });
    });
    const client = clientOf(service);
    const reason = new Error("told to stop");
    await assert.rejects(client.me({ signal: AbortSignal.abort(reason) }), reason);
    for (const call of [client.me.bind(client), client.heartbeat.bind(client)]) {
      const controller = new AbortController();
      const result = call({ signal: controller.signal });
      await service.nextRequest();
      setTimeout(() => controller.abort(reason), 50);
      await assert.rejects(result, reason);
    }
  });

  it("does not follow a redirect, so the token goes nowhere else", async () => {
    await using other = await serve((_request, response) => answer(response, 200, "{}"));
    await using service = await serve((_request, response) =>
      answer(response, 302, "", { location: `${other.url}/api/v2/me` }),
    );
    await rejectsWith(clientOf(service).me(), { status: 302, error_code: "redirected" });
    assert.equal(other.requests.length, 0);
  });

  for (const scheme of ["http:", "", "https:"]) {
    it(`does not follow a next page to another host (${scheme}//)`, async () => {
      await using other = await serve((_request, response) => answer(response, 200, "{}"));
      const next = `${scheme}//${new URL(other.url).host}/api/v2/plans?page=2`;
      const page = { items: [{ dmp: { title: "One" } }], total_items: 2, next };
      await using service = await serve((_request, response) =>
        answer(response, 200, JSON.stringify(page)),
      );
      const titles: unknown[] = [];
      const walk = async () => {
        for await (const { title } of clientOf(service).plans()) titles.push(title);
      };
      await rejectsWith(walk(), { error_code: "foreign_address" });
      assert.deepEqual([titles, service.requests.length, other.requests.length], [["One"], 1, 0]);
    });
  }

  it("follows a next page that names the service itself", async () => {
    await using service = await serve((request, response) => {
      const isFirst = !request.url?.includes("page=2");
      const next = isFirst ? `${service.url}/api/v2/plans?page=2` : undefined;
      answer(response, 200, JSON.stringify({ items: [{ dmp: {} }], total_items: 2, next }));
    });
    let count = 0;
    for await (const _plan of clientOf(service).plans()) count += 1;
    assert.equal(count, 2);
  });

  it("keeps the token out of errors, even if the answer repeats it", async () => {
    await using service = await serve((request, response) => {
      const text = `You sent ${request.headers.authorization}`;
      const details = { error_code: "odd", hint: text };
      answer(response, 400, JSON.stringify({ errors: [text], details }));
    });
    const error = await rejectsWith(clientOf(service).me(), { status: 400, error_code: "odd" });
    const told = [error.message, error.hint, error.stack, JSON.stringify(error)].join();
    assert.ok(!told.includes(token));
    assert.match(told, /Bearer \[token\]/);
  });

  it("says so when something else answers, or nothing", async () => {
    const service = await serve((request, response) =>
      request.url?.endsWith("/me")
        ? answer(response, 502, "<html>Bad gateway</html>")
        : answer(response, 200, "<html>Welcome</html>"),
    );
    const client = clientOf(service);
    await rejectsWith(client.me(), { status: 502, error_code: "unreadable_answer" });
    await rejectsWith(client.plan(1), { status: 200, error_code: "unreadable_answer" });
    await service[Symbol.asyncDispose]();
    await rejectsWith(client.me(), { status: undefined, error_code: "no_answer" });
  });

  it("refuses an address or a token that cannot be one, and does not repeat them", () => {
    for (const baseUrl of ["plans.example.net", "ftp://x", "https://x/path", "https://u:p@x"]) {
      assert.throws(() => new DmpClient({ baseUrl, token }), withoutRepeating(baseUrl));
    }
    for (const odd of ["", " ", `${token}\n`, `Bearer ${token}`, "tökén"]) {
      const create = () => new DmpClient({ baseUrl: "https://dmp.example.org", token: odd });
      assert.throws(create, withoutRepeating(odd.trim() || token));
    }
  });

  it("asks for no plan that cannot be", async () => {
    const client = new DmpClient({ baseUrl: "https://dmp.example.org", token });
    for (const id of [0, -1, 1.5, Number.NaN]) await assert.rejects(client.plan(id), TypeError);
  });
});

const busy = JSON.stringify({
  errors: ["Busy."],
  details: { error_code: "busy", hint: "Come back." },
});

type Respond = (request: IncomingMessage, response: ServerResponse, count: number) => void;

/** A service of the outside world. `count`: which request it is, from 1. */
async function serve(respond: Respond) {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    respond(request, response, requests.length);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  assert.ok(typeof address === "object" && address);
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    nextRequest: async () => await once(server, "request"),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answer(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Record<string, string> = {},
) {
  response.writeHead(status, headers).end(body);
}

function clientOf({ url }: { url: string }, options: { retries?: number } = {}): DmpClient {
  return new DmpClient({ baseUrl: url, token, ...options });
}

async function rejectsWith(
  call: Promise<unknown>,
  expected: { status?: number | undefined; error_code?: string },
): Promise<DmpError> {
  const error = await failureOf(call);
  assert.ok(error instanceof DmpError, String(error));
  const { status, error_code } = error;
  assert.deepEqual({ status, error_code, ...expected }, { status, error_code });
  return error;
}

function withoutRepeating(text: string) {
  return (error: unknown) => error instanceof TypeError && !error.message.includes(text);
}
