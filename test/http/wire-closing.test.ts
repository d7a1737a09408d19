/** How connections end: those that were refused soon, and all of them when the server stops. */
import assert from "node:assert/strict";
import { connect, type Socket } from "node:net";
import { describe, it } from "node:test";
import { promisify } from "node:util";
import { urls } from "../../src/urls.ts";
import { openSqlite } from "../support/databases.ts";
import { eventually } from "../support/eventually.ts";
import { assertSecurityHeaders } from "../support/security-headers.ts";
import { shareWorld } from "../support/shared-world.ts";
import { head, listenOnWire } from "../support/wire.ts";
import { within } from "../support/within.ts";
import { createWorld } from "../support/world.ts";

/** A connection over which everything that comes is kept. `allowHalfOpen`: it stays open when the server ends its side. */
function open(
  port: number,
  { allowHalfOpen = false } = {},
): { socket: Socket; text: () => string } {
  let text = "";
  const socket = connect({ port, host: "127.0.0.1", allowHalfOpen });
  socket.on("data", (chunk) => (text += chunk.toString("latin1")));
  socket.on("error", () => {});
  return { socket, text: () => text };
}

describe("a server that was told to stop", () => {
  it("answers what is open, sends later requests away with the security headers, and ends", async () => {
    const world = await createWorld(openSqlite);
    const { app } = world;
    const port = Number(new URL(await app.listen({ host: "127.0.0.1", port: 0 })).port);
    let arrived = false;
    app.server.on("request", () => (arrived = true));
    const { socket, text } = open(port);
    const lines = ["Host: 127.0.0.1", "Content-Type: application/json"];
    socket.write(head(`POST ${urls.signIn} HTTP/1.1`, ...lines, "Content-Length: 2") + "{");
    await eventually("the request is open", async () => arrived);
    const closed = app.close();
    await eventually("it no longer listens", async () => !app.server.listening);
    socket.write(`}${head(`GET ${urls.heartbeat} HTTP/1.1`, "Host: 127.0.0.1")}`);
    await closed;
    await eventually("the connection ends", async () => socket.closed);
    const [first, second, ...more] = text().split(/(?=HTTP\/1\.1 )/);
    assert.match(String(first), /^HTTP\/1\.1 4\d\d /);
    assert.match(String(second), /^HTTP\/1\.1 (200|503) /);
    assert.deepEqual(more, []);
    const headers = new Map<string, string>();
    for (const [, name, value] of String(second).matchAll(/^([\w-]+): (.*)\r$/gm)) {
      headers.set(String(name).toLowerCase(), String(value));
    }
    assert.equal(headers.get("connection"), "close");
    assertSecurityHeaders(headers, "an answer while stopping");
    await world.database.remove();
  });
});

describe("a connection that was refused", () => {
  const world = shareWorld(openSqlite);
  const wire = listenOnWire(world);

  for (const [what, bytes] of [
    ["a tunnel", head("CONNECT evil.example:443 HTTP/1.1", "Host: evil.example:443")],
    ["what is not HTTP", "hello\r\n\r\n"],
  ] as const) {
    it(`ends soon, also when whoever asked for ${what} leaves it open`, async (t) => {
      const { server } = world().app;
      const countConnections = promisify(server.getConnections.bind(server));
      const { socket, text } = open(wire.port(), { allowHalfOpen: true });
      t.after(() => socket.destroy());
      socket.write(bytes);
      await eventually("it is answered", async () => text() !== "");
      assert.match(text(), /^HTTP\/1\.1 40[05] /);
      const end = eventually("the server lets go", async () => (await countConnections()) === 0);
      await within(10, end);
    });
  }
});
