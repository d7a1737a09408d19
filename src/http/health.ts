/** For whoever watches the process: is it alive, and can it do its work? */
import { setTimeout } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import type { Log } from "../deps.ts";
import { urls } from "../urls.ts";

const guard = { config: { guard: "open" } } as const;
/** A database that answers no sooner, in milliseconds, is not ready. */
const patience = 2_000;

/** `readDatabase`: resolves if the database can be read. */
export function addHealthRoutes(
  app: FastifyInstance,
  { log, readDatabase }: { log: Log; readDatabase: () => Promise<unknown> },
): void {
  let closing = false;
  app.addHook("preClose", async () => {
    closing = true;
  });
  app.get(urls.liveness, guard, async () => ({ status: "ok" }));
  app.get(urls.readiness, guard, async (_request, reply) => {
    const problem = closing ? "shutting down" : await findProblem(readDatabase);
    if (!problem) return { status: "ok" };
    log.warn({ problem }, "not ready");
    return await reply.code(503).header("retry-after", "5").send({ status: "unavailable" });
  });
}

async function findProblem(readDatabase: () => Promise<unknown>): Promise<string | undefined> {
  const answer = readDatabase()
    .then(() => undefined)
    .catch(String);
  const timeout = setTimeout(patience, "the database does not answer", { ref: false });
  return await Promise.race([answer, timeout]);
}
