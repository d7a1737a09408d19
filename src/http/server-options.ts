/** How the HTTP server reads requests: limits, timeouts, numbers, and what it answers to what it cannot read. */
import { randomUUID } from "node:crypto";
import type { Socket } from "node:net";
import { LogController, type FastifyBaseLogger, type FastifyServerOptions } from "fastify";
import type { Config } from "../config.ts";
import { withoutJsonSuffix } from "./formats.ts";
import { securityHeaders } from "./security-headers.ts";

/** The largest body that is read, in bytes. */
export const bodyLimit = 64 * 1024;

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
    forceCloseConnections: "idle",
    return503OnClosing: false, // what is asked before the connection ends is answered as ever
    routerOptions: { maxParamLength: 200 },
    ajv: { customOptions: { coerceTypes: false } },
    rewriteUrl: ({ url = "/" }) => withoutJsonSuffix(url),
    clientErrorHandler: (error, socket) => answerUnreadable(error, socket, secure),
  } satisfies FastifyServerOptions;
}

/** Requests that Node's parser refuses never become requests: the answer is written by hand, in plain text. */
function answerUnreadable(error: Error & { code?: string }, socket: Socket, secure: boolean) {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, text] = unreadable[error.code ?? ""] ?? [
    "400 Bad Request",
    "The request is not HTTP that can be read.",
  ];
  const headers = {
    ...securityHeaders({ secure }),
    "content-type": "text/plain; charset=utf-8",
    "content-length": String(Buffer.byteLength(text)),
    connection: "close",
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.end([`HTTP/1.1 ${status}`, ...lines, "", text].join("\r\n"));
}

const unreadable: Record<string, [status: string, text: string]> = {
  HPE_HEADER_OVERFLOW: [
    "431 Request Header Fields Too Large",
    "The request's headers are too large.",
  ],
  ERR_HTTP_REQUEST_TIMEOUT: ["408 Request Timeout", "The request did not arrive in time."],
};
