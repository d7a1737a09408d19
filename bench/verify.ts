/** `npm run bench:verify`: what the gate costs. GET /api/v2/me with a token, beside servers that only send its bytes. */
import { urls } from "../src/urls.ts";
import { createDatabases, type Kind } from "./support/databases.ts";
import { startGenerator } from "./support/generator.ts";
import { measureServer, requestFor, type ServerResult } from "./support/measure-server.ts";
import { benchOnEach, type BenchOptions } from "./support/options.ts";
import { measureInTurns, median, medianRatio } from "./support/rounds.ts";
import { bytesOf, startBareServer, startTollgate, type Server } from "./support/servers.ts";
import { printTable, show } from "./support/table.ts";
import { addPeopleWithTokens } from "./support/tokens.ts";

const tokenCounts = [1_000, 100_000, 1_000_000];
const connectionCounts = [1, 32];
/** As many different tokens are presented, at random. */
const presented = 20_000;

export async function main(argv: readonly string[]): Promise<void> {
  await benchOnEach(argv, benchOn);
}

async function benchOn(kind: Kind, { rounds, seconds }: BenchOptions) {
  await using stack = new AsyncDisposableStack();
  const databases = stack.use(await createDatabases(kind));
  const generator = stack.use(startGenerator());
  const targets = new Map<string, { server: Server; requests: string[] }>();
  for (const count of tokenCounts) {
    const { url, db } = await databases.open();
    await addPeopleWithTokens(db, count);
    const server = stack.use(await startTollgate(url));
    targets.set(`Tollgate, ${show(count)} tokens`, { server, requests: requestsOf(count) });
  }
  const [first] = targets.values();
  if (!first) return;
  const bytes = await bytesOf(first.server, requestFor(1, urls.me));
  for (const bare of ["Fastify", "node:http"] as const) {
    const server = stack.use(await startBareServer(bare, bytes));
    targets.set(bare, { server, requests: first.requests });
  }

  for (const connections of connectionCounts) {
    const candidates = new Map(
      [...targets]
        .toReversed()
        .map(([name, { server, requests }]) => [
          name,
          () => measureServer(generator, server, { requests, connections, seconds }),
        ]),
    );
    const results = await measureInTurns(candidates, rounds);
    print(`${kind}, ${connections === 1 ? "1 connection" : `${connections} connections`}`, results);
  }
}

function print(title: string, results: Map<string, ServerResult[]>) {
  const of = (name: string, key: keyof ServerResult) =>
    (results.get(name) ?? []).map((one) => one[key]);
  printTable(
    title,
    [...results.keys()].map((name) => ({
      "": name,
      "answers/s": show(median(of(name, "perSecond"))),
      "÷ Fastify": show(medianRatio(of(name, "perSecond"), of("Fastify", "perSecond"))),
      "÷ node:http": show(medianRatio(of(name, "perSecond"), of("node:http", "perSecond"))),
      "p50 (ms)": show(median(of(name, "p50"))),
      "p99 (ms)": show(median(of(name, "p99"))),
      "p99 ÷ Fastify": show(medianRatio(of(name, "p99"), of("Fastify", "p99"))),
      "processor (µs)": show(median(of(name, "processor"))),
    })),
  );
}

function requestsOf(tokens: number): string[] {
  return Array.from(
    { length: Math.min(presented, tokens) },
    () => requestFor(1 + Math.floor(Math.random() * tokens), urls.me).text,
  );
}
