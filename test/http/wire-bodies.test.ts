/** Bodies as no well-behaved client frames them, over a real socket: ambiguous, unending, too large, too slow. */
import assert from "node:assert/strict";
import { connect } from "node:net";
import { after, before, describe, it } from "node:test";
import { promisify } from "node:util";
import { urls } from "../../src/urls.ts";
import { openSqlite } from "../support/databases.ts";
import { eventually } from "../support/eventually.ts";
import { assertSecurityHeaders } from "../support/security-headers.ts";
import { shareWorld } from "../support/shared-world.ts";
import { addNewcomer, openProfileOf, sessionCookie } from "../support/visitors.ts";
import { head, listenOnWire, type WireAnswer } from "../support/wire.ts";
import { createWorld, type World } from "../support/world.ts";

const formType = "Content-Type: application/x-www-form-urlencoded";

describe("a body on the wire", () => {
  const world = shareWorld(openSqlite);
  const wire = listenOnWire(world);

  /** The head of a press that would be taken, up to the lines about its body. */
  async function pressOf(...lines: string[]): Promise<string> {
    const browser = await openProfileOf(world(), await addNewcomer(world()));
    return head(
      `POST ${urls.internalUserAccessToken} HTTP/1.1`,
      `Host: ${wire.host()}`,
      `Cookie: ${sessionCookie}=${browser.cookies.get(sessionCookie)}`,
      `X-CSRF-Token: ${browser.authenticityToken}`,
      "Accept: application/json",
      ...lines,
    );
  }

  async function countTokens(): Promise<number> {
    const rows = await world().deps.db.selectFrom("oauth_access_tokens").select("id").execute();
    return rows.length;
  }

  async function assertRefused(answer: WireAnswer, status: number, what: string, tokens: number) {
    assert.equal(answer.status, status, `${what}: ${answer.text}`);
    assertSecurityHeaders(answer.headers, what);
    assert.ok(answer.body.length > 10, what);
    assert.equal(answer.text.match(/HTTP\/1\.1 /g)?.length, 1, `${what}: one answer`);
    assert.equal(await countTokens(), tokens, what);
  }

  it("that is well framed is taken, so that what follows proves something", async () => {
    const tokens = await countTokens();
    const plain = await wire.send(await pressOf(formType, "Content-Length: 3"), "x=y");
    assert.equal(plain.status, 200);
    const chunked = await pressOf(formType, "Transfer-Encoding: chunked");
    assert.equal((await wire.send(chunked, "3\r\nx=y\r\n0\r\n\r\n")).status, 200);
    assert.equal(await countTokens(), tokens + 2);
  });

  const ambiguous: [what: string, lines: string[], body: string][] = [
    ["a length and chunks", ["Content-Length: 3", "Transfer-Encoding: chunked"], "0\r\n\r\n"],
    ["chunks and a length", ["Transfer-Encoding: chunked", "Content-Length: 5"], "0\r\n\r\n"],
    ["two lengths", ["Content-Length: 3", "Content-Length: 4"], "x=yz"],
    ["two equal lengths", ["Content-Length: 3", "Content-Length: 3"], "x=y"],
    ["two lengths in one line", ["Content-Length: 3, 3"], "x=y"],
    ["a negative length", ["Content-Length: -1"], "x=y"],
    ["a length with a sign", ["Content-Length: +3"], "x=y"],
    ["a length in hexadecimal", ["Content-Length: 0x3"], "x=y"],
    ["an endless length", ["Content-Length: 99999999999999999999"], "x=y"],
    ["an encoding before chunked", ["Transfer-Encoding: chunked, gzip"], "0\r\n\r\n"],
    [
      "two lines of encodings",
      ["Transfer-Encoding: x", "Transfer-Encoding: chunked, x"],
      "0\r\n\r\n",
    ],
    ["an encoding of another name", ["Transfer-Encoding: xchunked"], "0\r\n\r\n"],
    ["a space before the colon", ["Content-Length : 3"], "x=y"],
    ["a chunk of no length", ["Transfer-Encoding: chunked"], "zz\r\nx=y\r\n0\r\n\r\n"],
    ["a chunk longer than it says", ["Transfer-Encoding: chunked"], "1\r\nx=y\r\n0\r\n\r\n"],
  ];
  for (const [what, lines, body] of ambiguous) {
    it(`with ${what} is refused`, async () => {
      const tokens = await countTokens();
      const answer = await wire.send(await pressOf(formType, ...lines), body);
      await assertRefused(answer, 400, what, tokens);
    });
  }

  it("announced as huge is refused before it is sent", async () => {
    const tokens = await countTokens();
    const answer = await wire.send(await pressOf(formType, "Content-Length: 1073741824"), "x");
    await assertRefused(answer, 413, "a gigabyte", tokens);
  });

  it("in endless chunks is refused", async () => {
    const tokens = await countTokens();
    const chunk = `4000\r\n${"x".repeat(0x4000)}\r\n`;
    const request = await pressOf(formType, "Transfer-Encoding: chunked");
    await assertRefused(await wire.send(request, ...Array(8).fill(chunk)), 413, "chunks", tokens);
  });

  it("of a GET is not read", async () => {
    const lines = [`Host: ${wire.host()}`, "Content-Type: application/json", "Content-Length: 5"];
    const answer = await wire.send(head(`GET ${urls.heartbeat} HTTP/1.1`, ...lines), "{xyz}");
    assert.equal(answer.status, 200);
  });

  it("with two types is refused", async () => {
    const tokens = await countTokens();
    const types = ["Content-Type: text/plain", formType];
    const answer = await wire.send(await pressOf(...types, "Content-Length: 3"), "x=y");
    await assertRefused(answer, 400, "two types", tokens);
  });

  it("cut off by the caller changes nothing, and is no error of ours", async () => {
    const [tokens, from] = [await countTokens(), world().logLines.length];
    const request = await pressOf(formType, "Content-Length: 100");
    const socket = connect(wire.port(), "127.0.0.1");
    socket.write(`${request}form_id=`);
    await eventually("the request arrives", async () => {
      const connections = await new Promise<number>((resolve) =>
        world().app.server.getConnections((_error, count) => resolve(count)),
      );
      return connections > 0;
    });
    socket.destroy();
    await eventually("the connection is gone", async () => world().logLines.length > from);
    for (const text of world().logLines.slice(from)) {
      assert.ok(JSON.parse(text).level < 50, text);
    }
    assert.equal(await countTokens(), tokens);
  });
});

describe("a slow reader", () => {
  const world = shareWorld(openSqlite);
  const wire = listenOnWire(world);

  it("is cut off when it takes nothing any more of what it asked for", async (t) => {
    const { server } = world().app;
    // The real limit is a minute, which is too long for a test.
    assert.ok(server.timeout > 0 && server.timeout <= 60_000);
    server.timeout = 200;
    const socket = connect(wire.port(), "127.0.0.1");
    t.after(() => socket.destroy());
    socket.on("error", () => {}).pause();
    const request = head(`GET ${urls.styles} HTTP/1.1`, `Host: ${wire.host()}`);
    socket.write(request.repeat(500)); // much more than the buffers between us hold
    const countConnections = promisify(server.getConnections.bind(server));
    await eventually("it is there", async () => (await countConnections()) > 0);
    await eventually("it is cut off", async () => (await countConnections()) === 0);
  });
});

describe("a slow sender", () => {
  let world: World;
  before(async () => {
    world = await createWorld(openSqlite);
    // The real limit is half a minute, which is too long for a test.
    assert.ok(world.app.server.requestTimeout <= 60_000 && world.app.server.requestTimeout > 0);
    Object.assign(world.app.server, {
      requestTimeout: 200,
      headersTimeout: 200,
      connectionsCheckingInterval: 50,
    });
  });
  after(async () => {
    world.app.server.closeAllConnections();
    await world[Symbol.asyncDispose]();
  });
  const wire = listenOnWire(() => world);

  for (const [what, bytes] of Object.entries({
    "of a head": `POST ${urls.signIn} HTTP/1.1\r\nHost: x\r\nX-Slow`,
    "of a body": `POST ${urls.signIn} HTTP/1.1\r\nHost: x\r\n${formType}\r\nContent-Length: 9\r\n\r\nuser`,
    "of a chunk": `POST ${urls.signIn} HTTP/1.1\r\nHost: x\r\n${formType}\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nuser`,
  })) {
    it(`${what} is told so, and cut off`, async () => {
      const answer = await wire.send(bytes);
      assert.equal(answer.status, 408, answer.text);
      assertSecurityHeaders(answer.headers, what);
      assert.match(answer.body, /did not arrive in time/);
      assert.equal(answer.headers.get("connection"), "close");
    });
  }
});
