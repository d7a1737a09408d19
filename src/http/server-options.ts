/** How the HTTP server reads requests: limits, timeouts, numbers, and what it answers to what it cannot read. */
import { randomUUID } from "node:crypto";
import type { Server } from "node:http";
import type { Duplex } from "node:stream";
import { LogController, type FastifyBaseLogger, type FastifyHttpOptions } from "fastify";
import type { Config } from "../config.ts";
import { routedTarget } from "./request-target.ts";
import { securityHeaders } from "./security-headers.ts";

/** The largest body that is read, in bytes. */
export const bodyLimit = 64 * 1024;
/** How long a client that was refused may take to read why and to close, in milliseconds. */
const lingering = 1_000;

export function serverOptions(
  log: FastifyBaseLogger,
  { trustedProxies }: Pick<Config, "trustedProxies">,
  { secure }: { secure: boolean },
) {
  return {
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }), // request-log.ts has one line
    genReqId: () => randomUUID(),
    trustProxy: trustedProxies.length > 0 ? trustedProxies : false,
    bodyLimit,
    requestTimeout: 30_000, // headers and body
    keepAliveTimeout: 60_000,
    connectionTimeout: 60_000, // without a byte in either direction: nobody reads the answer
    forceCloseConnections: "idle",
    return503OnClosing: false, // what is asked before the connection ends is answered as ever
    routerOptions: { maxParamLength: 200 },
    ajv: { customOptions: { coerceTypes: false } },
    rewriteUrl: ({ url = "/" }) => routedTarget(url),
    clientErrorHandler: (error, socket) => answerUnreadable(error, socket, secure),
    http: { requireHostHeader: false }, // wire.ts does it, with an answer that helps
  } satisfies FastifyHttpOptions<Server>;
}

/** Answers what never becomes a request in Fastify's sense, so that it too gets a status and our headers. */
export function answerOddRequests(server: Server, { secure }: { secure: boolean }): void {
  server.on("connect", (_request, socket) => answerByHand(socket, secure, noTunnels));
  // Whatever is expected beside "100-continue" may be ignored (RFC 9110 §10.1.1).
  server.on("checkExpectation", (request, response) => server.emit("request", request, response));
}

type Answer = { status: string; text: string };

const noTunnels = { status: "405 Method Not Allowed", text: "This is not a proxy." };
const notHttp = { status: "400 Bad Request", text: "The request is not HTTP that can be read." };
const unreadable: Record<string, Answer> = {
  HPE_HEADER_OVERFLOW: {
    status: "431 Request Header Fields Too Large",
    text: "The request's headers are too large.",
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: "408 Request Timeout",
    text: "The request did not arrive in time.",
  },
};

/** Requests that Node's parser refuses. */
function answerUnreadable(error: Error & { code?: string }, socket: Duplex, secure: boolean) {
  if (error.code === "ECONNRESET" || !socket.writable) socket.destroy();
  else answerByHand(socket, secure, unreadable[error.code ?? ""] ?? notHttp);
}

function answerByHand(socket: Duplex, secure: boolean, { status, text }: Answer) {
  const headers = {
    ...securityHeaders({ secure }),
    "content-type": "text/plain; charset=utf-8",
    "content-length": String(Buffer.byteLength(text)),
    connection: "close",
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.on("error", () => {}); // lost before it was answered
  socket.end([`HTTP/1.1 ${status}`, ...lines, "", text].join("\r\n"));
  // In stages (RFC 9112 §9.6): closed at once with something unread, the answer could be lost on its way.
  socket.resume();
  const end = setTimeout(() => socket.destroy(), lingering);
  socket.on("close", () => clearTimeout(end));
}
