/** Speaks to a listening app byte by byte, for what no HTTP client would send. */
import { connect } from "node:net";
import { after, before } from "node:test";
import type { World } from "./world.ts";

export type WireAnswer = {
  status: number;
  headers: Map<string, string>;
  body: string;
  /** Everything that came, also more than one answer. */
  text: string;
};

/** Milliseconds after which a silent server fails the test. */
const patience = 20_000;

/** Lets the suite's app listen on a free port; what it returns sends bytes there. */
export function listenOnWire(world: () => World) {
  let port = 0;
  before(async () => {
    port = Number(new URL(await world().app.listen({ host: "127.0.0.1", port: 0 })).port);
  });
  after(async () => {
    world().app.server.closeAllConnections();
  });
  return {
    port: () => port,
    host: () => `127.0.0.1:${port}`,
    send: async (...parts: (string | Buffer)[]) => await exchange(port, parts),
  };
}

/** The lines of a request's head, each ended as HTTP wants it, and the empty line after them. */
export function head(...lines: string[]): string {
  return [...lines, "", ""].join("\r\n");
}

/** Sends the bytes and reads until one whole answer is there or the server closes. */
async function exchange(port: number, parts: readonly (string | Buffer)[]): Promise<WireAnswer> {
  return await new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, "127.0.0.1");
    const received = () => Buffer.concat(chunks).toString("latin1");
    const end = () => {
      clearTimeout(timer);
      socket.destroy();
      const answer = parse(received());
      if (answer) resolve(answer);
      else reject(new Error(`No answer, but ${JSON.stringify(received())}`));
    };
    const timer = setTimeout(end, patience);
    socket.on("connect", () => {
      for (const part of parts) {
        socket.write(typeof part === "string" ? Buffer.from(part, "latin1") : part);
      }
    });
    socket.on("data", (chunk) => {
      chunks.push(chunk);
      if (isWhole(received())) end();
    });
    socket.on("close", end);
    socket.on("error", () => {}); // a server that refuses may close before all is sent; "close" follows
  });
}

function isWhole(text: string): boolean {
  const answer = parse(text);
  if (answer?.headers.get("transfer-encoding") === "chunked") return text.endsWith("0\r\n\r\n");
  const length = answer?.headers.get("content-length");
  return length !== undefined && (answer?.body.length ?? 0) >= Number(length);
}

function parse(text: string): WireAnswer | undefined {
  const [, status, lines = ""] = /^HTTP\/1\.1 (\d{3})[^\r]*\r\n([^]*?)\r\n\r\n/.exec(text) ?? [];
  if (status === undefined) return undefined;
  const headers = new Map<string, string>();
  for (const line of lines.split("\r\n")) {
    const colon = line.indexOf(":");
    headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  const body = text.slice(text.indexOf("\r\n\r\n") + 4);
  return { status: Number(status), headers, body, text };
}
