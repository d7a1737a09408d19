/** `npm run bench:start`: how soon Tollgate answers once it is started, and its memory at rest. */
import { setTimeout as sleep } from "node:timers/promises";
import { createDatabases, type Kind } from "./support/databases.ts";
import { readOptions } from "./support/options.ts";
import { measureInTurns, median } from "./support/rounds.ts";
import { residentBytes, startBareServer, startTollgate, type Server } from "./support/servers.ts";
import { printTable, show } from "./support/table.ts";

type Result = { milliseconds: number; megabytes: number };

export async function main(argv: readonly string[]): Promise<void> {
  const { rounds, on } = readOptions(argv);
  await using stack = new AsyncDisposableStack();
  const bytes = { path: "/", headers: {}, body: "" };
  const candidates = new Map([
    ["Fastify alone", () => measure(() => startBareServer("Fastify", bytes))],
  ]);
  for (const kind of on) {
    const url = await preparedDatabase(kind, stack);
    candidates.set(`Tollgate on ${kind}`, () => measure(() => startTollgate(url)));
  }
  const results = await measureInTurns(candidates, rounds);
  printTable(
    "From start to first answer, and memory two seconds later",
    [...results].map(([name, all]) => ({
      "": name,
      "start (ms)": show(median(all.map(({ milliseconds }) => milliseconds))),
      "memory (MB)": show(median(all.map(({ megabytes }) => megabytes))),
    })),
  );
}

/** One that was served before: migrations run only once. */
async function preparedDatabase(kind: Kind, stack: AsyncDisposableStack): Promise<string> {
  const databases = stack.use(await createDatabases(kind));
  const { url } = await databases.open();
  await (await startTollgate(url))[Symbol.asyncDispose]();
  return url;
}

async function measure(start: () => Promise<Server>): Promise<Result> {
  const before = performance.now();
  await using server = await start();
  const milliseconds = performance.now() - before;
  await sleep(2_000);
  return { milliseconds, megabytes: residentBytes(server.pid) / 1_000_000 };
}
