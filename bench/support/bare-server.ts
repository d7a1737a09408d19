/** A server that does nothing but answer: what a framework, or Node alone, costs for sending the same bytes. */
import { createServer } from "node:http";
import Fastify from "fastify";

export type Bytes = { path: string; headers: Record<string, string>; body: string };
export type BareServer = keyof typeof servers;

const servers = {
  async "node:http"({ headers, body }: Bytes): Promise<number> {
    const all = { ...headers, "content-length": Buffer.byteLength(body) };
    const server = createServer((_request, response) => response.writeHead(200, all).end(body));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    return typeof address === "object" && address ? address.port : 0;
  },

  async Fastify({ path, headers, body }: Bytes): Promise<number> {
    const app = Fastify();
    app.get(path, (_request, reply) => reply.headers(headers).send(body));
    return Number(new URL(await app.listen({ port: 0 })).port);
  },
};

if (import.meta.main) {
  const start = servers[process.argv[2] === "Fastify" ? "Fastify" : "node:http"];
  process.on("disconnect", () => process.exit());
  process.on("message", (bytes: Bytes) => void start(bytes).then((port) => process.send?.(port)));
}
