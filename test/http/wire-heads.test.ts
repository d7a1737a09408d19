/** Request heads that no well-behaved client sends, over a real socket: refused with a text and the security headers. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { urls } from "../../src/urls.ts";
import { openSqlite } from "../support/databases.ts";
import { assertSecurityHeaders } from "../support/security-headers.ts";
import { shareWorld } from "../support/shared-world.ts";
import { insertDoorkeeperToken } from "../support/tokens.ts";
import { head, listenOnWire, type WireAnswer } from "../support/wire.ts";

describe("on the wire", () => {
  const world = shareWorld(openSqlite);
  const wire = listenOnWire(world);

  /** What opens the API if nothing else is wrong. */
  async function goodToken(): Promise<string> {
    return `Authorization: Bearer ${await insertDoorkeeperToken(world())}`;
  }

  function assertRefused(answer: WireAnswer, status: number, what: string) {
    assert.equal(answer.status, status, `${what}: ${answer.text}`);
    assertSecurityHeaders(answer.headers, what);
    assert.ok(answer.body.length > 10, `${what}: a text that helps`);
    assert.match(answer.headers.get("content-type") ?? "", /charset=utf-8/i, what);
    assert.equal(answer.text.match(/HTTP\/1\.1 /g)?.length, 1, `${what}: one answer`);
    assert.doesNotMatch(answer.text, /ben@example\.org/, what);
  }

  it("a good request is answered, so that what follows proves something", async () => {
    const [token, host] = [await goodToken(), `Host: ${wire.host()}`];
    const answer = await wire.send(head(`GET ${urls.me} HTTP/1.1`, host, token));
    assert.equal(answer.status, 200);
    assert.match(answer.body, /ben@example\.org/);
  });

  it("two Host lines are refused, equal ones too", async () => {
    const token = await goodToken();
    for (const other of [wire.host(), "evil.example", ""]) {
      const lines = [`Host: ${wire.host()}`, `host: ${other}`, token];
      const answer = await wire.send(head(`GET ${urls.me} HTTP/1.1`, ...lines));
      assertRefused(answer, 400, `Host and ${other}`);
    }
  });

  it("no Host line is refused", async () => {
    const answer = await wire.send(head(`GET ${urls.me} HTTP/1.1`, await goodToken()));
    assertRefused(answer, 400, "no Host");
  });

  it("HTTP/1.0 knows no Host line, and is answered without one", async () => {
    const answer = await wire.send(head(`GET ${urls.me} HTTP/1.0`, await goodToken()));
    assert.equal(answer.status, 200);
    const doubled = head(`GET ${urls.me} HTTP/1.0`, "Host: a", "Host: b", await goodToken());
    assertRefused(await wire.send(doubled), 400, "two Host lines of HTTP/1.0");
  });

  it("two lines of what may say who is asking are refused", async () => {
    for (const line of ["Cookie: a=b", "Origin: http://localhost", "Content-Type: text/html"]) {
      const lines = [`Host: ${wire.host()}`, line, line, await goodToken()];
      assertRefused(await wire.send(head(`GET ${urls.me} HTTP/1.1`, ...lines)), 400, line);
    }
  });

  it("two Authorization lines are refused, also when one of them is good or empty", async () => {
    const token = await goodToken();
    for (const other of [token, "Authorization: Basic x", "Authorization:", "AUTHORIZATION: x"]) {
      for (const lines of [
        [token, other],
        [other, token],
      ]) {
        const request = head(`GET ${urls.me} HTTP/1.1`, `Host: ${wire.host()}`, ...lines);
        assertRefused(await wire.send(request), 400, lines.join(" & "));
      }
    }
  });

  it("a header folded over two lines is refused", async () => {
    const token = (await goodToken()).replace("Bearer ", "Bearer\r\n ");
    for (const lines of [[token], ["X-Folded: a\r\n\tb", await goodToken()]]) {
      const request = head(`GET ${urls.me} HTTP/1.1`, `Host: ${wire.host()}`, ...lines);
      assertRefused(await wire.send(request), 400, JSON.stringify(lines));
    }
  });

  it("a NUL, a bare CR or a bare LF in a header is refused", async () => {
    for (const bytes of ["\0", "\r", "\x01", "\x7f"]) {
      const token = `${await goodToken()}${bytes}x`;
      const request = head(`GET ${urls.me} HTTP/1.1`, `Host: ${wire.host()}`, token);
      assertRefused(await wire.send(request), 400, JSON.stringify(bytes));
    }
    const smuggled = `X-Header: a\nAuthorization: ${(await goodToken()).slice(15)}`;
    const request = head(`GET ${urls.me} HTTP/1.1`, `Host: ${wire.host()}`, smuggled);
    assertRefused(await wire.send(request), 400, "a bare LF between two headers");
  });

  it("non-ASCII bytes in a token are a wrong token", async () => {
    for (const bytes of ["\u00e9", "\u00ff\u00fe", "\u00a0", "\u0080"]) {
      const token = `${await goodToken()}${bytes}`;
      const request = head(`GET ${urls.me} HTTP/1.1`, `Host: ${wire.host()}`, token);
      assertRefused(await wire.send(request), 401, JSON.stringify(bytes));
    }
  });

  it("a token of 10 KB is a wrong token", async () => {
    const token = `Authorization: Bearer dmp_${"x".repeat(10_240)}`;
    const request = head(`GET ${urls.me} HTTP/1.1`, `Host: ${wire.host()}`, token);
    assertRefused(await wire.send(request), 401, "10 KB");
  });

  it("64 KiB of headers are too large, in one line or in many", async () => {
    const many = Array.from({ length: 4_000 }, (_, n) => `X-${n}: 12345678901`);
    for (const lines of [[`X-Large: ${"x".repeat(65_536)}`], many]) {
      const request = head(`GET ${urls.heartbeat} HTTP/1.1`, `Host: ${wire.host()}`, ...lines);
      assertRefused(await wire.send(request), 431, `${lines.length} lines`);
    }
  });

  it("a path of 64 KiB is too long", async () => {
    const line = `GET /${"a".repeat(65_536)} HTTP/1.1`;
    const answer = await wire.send(head(line, `Host: ${wire.host()}`));
    assertRefused(answer, answer.status === 414 ? 414 : 431, "a long path");
  });

  for (const method of ["TRACE", "PROPFIND", "LOCK", "PURGE", "SEARCH"]) {
    it(`${method} is not allowed, and is told which methods are`, async () => {
      const lines = [`Host: ${wire.host()}`, await goodToken()];
      const answer = await wire.send(head(`${method} ${urls.me} HTTP/1.1`, ...lines));
      assertRefused(answer, 405, method);
      assert.match(answer.headers.get("allow") ?? "", /GET/);
      assert.doesNotMatch(answer.body, /Bearer [A-Za-z0-9_-]{20}/, "nothing is echoed");
    });
  }

  it("CONNECT is refused", async () => {
    const answer = await wire.send(
      head("CONNECT evil.example:443 HTTP/1.1", "Host: evil.example:443"),
    );
    assert.ok([400, 404, 405, 501].includes(answer.status), answer.text);
    assertSecurityHeaders(answer.headers, "CONNECT");
  });

  it("an upgrade is not done: the request is answered as any other", async () => {
    const lines = [`Host: ${wire.host()}`, "Connection: Upgrade", "Upgrade: websocket"];
    const answer = await wire.send(head(`GET ${urls.heartbeat} HTTP/1.1`, ...lines));
    assert.equal(answer.status, 200);
    assertSecurityHeaders(answer.headers, "Upgrade");
  });

  it("an expectation that nobody knows is refused", async () => {
    const lines = [`Host: ${wire.host()}`, "Expect: a-miracle", await goodToken()];
    const answer = await wire.send(head(`GET ${urls.heartbeat} HTTP/1.1`, ...lines));
    assert.ok([200, 417].includes(answer.status), answer.text);
    assertSecurityHeaders(answer.headers, "Expect");
  });

  it("what is not HTTP at all is refused", async () => {
    const tls = Buffer.from("16030100a5010000a10303", "hex");
    for (const bytes of [
      tls,
      "GET\r\n\r\n",
      "hello\r\n\r\n",
      "GET / HTTP/9.9\r\n\r\n",
      "get / HTTP/1.1\r\n\r\n",
    ]) {
      assertRefused(await wire.send(bytes), 400, String(bytes));
    }
  });

  it("an address in its absolute form means the same as its path alone", async () => {
    const [token, host] = [await goodToken(), `Host: ${wire.host()}`];
    const origin = `http://${wire.host()}`;
    const good = await wire.send(head(`GET ${origin}${urls.me} HTTP/1.1`, host, token));
    assert.equal(good.status, 200, good.text);
    const anonymous = await wire.send(head(`GET ${origin}${urls.me}.json HTTP/1.1`, host));
    assertRefused(anonymous, 401, "no token");
    assert.equal(JSON.parse(anonymous.body).source, `GET ${urls.me}.json`);
    const wrong = await wire.send(head(`PUT ${origin}${urls.me} HTTP/1.1`, host));
    assertRefused(wrong, 405, "another method");
  });

  it("an address that is none is refused", async () => {
    for (const target of [
      "*",
      "http://",
      "http:///",
      "evil.example:80",
      "urn:x",
      "\\x",
      "?",
      "#",
    ]) {
      const answer = await wire.send(head(`OPTIONS ${target} HTTP/1.1`, `Host: ${wire.host()}`));
      assert.ok(answer.status >= 400 && answer.status < 500, `${target}: ${answer.text}`);
      assertSecurityHeaders(answer.headers, target);
    }
  });

  it("a foreign Host changes no link and no redirect", async () => {
    const answer = await wire.send(
      head(`GET ${urls.me} HTTP/1.1`, "Host: evil.example", "X-Forwarded-Host: evil.example"),
    );
    assert.equal(answer.status, 401);
    assert.doesNotMatch(answer.text, /evil\.example/);
    const home = await wire.send(head("GET / HTTP/1.1", "Host: evil.example"));
    assert.match(home.headers.get("location") ?? "", /^\/users\/edit/);
  });
});
