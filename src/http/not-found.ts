/** Tells "no such page" (404) from "not with this method" (405), and then which methods there are. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { AppError } from "../errors.ts";

export function addNotFoundHandler(app: FastifyInstance): void {
  const methods = new Map<string, Set<string>>();
  app.addHook("onRoute", ({ url, method }) => {
    const known = methods.get(url) ?? new Set();
    for (const name of [method].flat()) known.add(name);
    methods.set(url, known);
  });
  app.setNotFoundHandler(async (request: FastifyRequest, reply: FastifyReply) => {
    const allowed = methods.get(request.url.split("?", 1)[0] ?? "");
    if (!allowed) throw new AppError("not_found");
    reply.header("allow", [...allowed].join(", "));
    throw new AppError("method_not_allowed");
  });
}
