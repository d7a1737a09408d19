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
    const path = request.url.split("?", 1)[0] ?? "";
    const route = [...methods].find(([url]) => isAddressOf(url, path));
    reply.header("cache-control", "no-store"); // also where a file of ours is missing
    if (!route || route[1].has(request.method)) throw new AppError("not_found");
    reply.header("allow", [...route[1]].join(", "));
    throw new AppError("method_not_allowed");
  });
}

/** Whether the path is one that a route such as `/users/:id/refresh_token` means. */
function isAddressOf(url: string, path: string): boolean {
  const wanted = url.split("/");
  const parts = path.split("/");
  return (
    wanted.length === parts.length &&
    wanted.every((part, index) => part === parts[index] || (part.startsWith(":") && parts[index]))
  );
}
