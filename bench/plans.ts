/** `npm run bench:plans`: a page of a hundred full plans, beside a server that has the same bytes ready. */
import { sql } from "kysely";
import type { Database } from "../src/db/schema.ts";
import { urls } from "../src/urls.ts";
import { addRichPlan, addUniversity } from "../test/support/rich-plan.ts";
import { createDatabases, type Kind } from "./support/databases.ts";
import { startGenerator } from "./support/generator.ts";
import { addOthersPlans } from "./support/many-plans.ts";
import { measureServer, requestFor, type ServerResult } from "./support/measure-server.ts";
import { benchOnEach, type BenchOptions } from "./support/options.ts";
import { measureInTurns, median, medianRatio } from "./support/rounds.ts";
import { bytesOf, startBareServer, startTollgate, type Server } from "./support/servers.ts";
import { printTable, show } from "./support/table.ts";
import { addPeopleWithTokens } from "./support/tokens.ts";

const people = 1_000;
const othersPlans = [10_000, 1_000_000];
const plansOfOne = 100;
/** Person 1, whose plans are asked for. */
const reader = 1;
const connections = 4;

export async function main(argv: readonly string[]): Promise<void> {
  await benchOnEach(argv, benchOn);
}

async function benchOn(kind: Kind, { rounds, seconds }: BenchOptions) {
  await using stack = new AsyncDisposableStack();
  const databases = stack.use(await createDatabases(kind));
  const generator = stack.use(startGenerator());
  const targets = new Map<string, { server: Server; path: string }>();
  for (const others of othersPlans) {
    const { url, db } = await databases.open();
    await addPeopleWithTokens(db, people);
    await addOthersPlans(db, others, people);
    await addPlansOf(db, reader);
    const server = stack.use(await startTollgate(url));
    const pages = others === othersPlans[0] ? [1, 10, plansOfOne] : [plansOfOne];
    for (const page of pages) {
      const path = `${urls.plans}?per_page=${page}`;
      const plans = page === 1 ? "1 plan" : `${page} plans`;
      targets.set(`${plans} beside ${show(others)}`, { server, path });
    }
    const path = `${urls.plans}?per_page=${plansOfOne}&complete=true`;
    targets.set(`${plansOfOne} plans with answers beside ${show(others)}`, { server, path });
  }
  for (const [name, { server, path }] of new Map(targets)) {
    const bytes = await bytesOf(server, requestFor(reader, path));
    targets.set(`${name}: bytes`, {
      server: stack.use(await startBareServer("Fastify", bytes)),
      path,
    });
  }
  const candidates = new Map(
    [...targets].map(([name, { server, path }]) => [
      name,
      () =>
        measureServer(generator, server, {
          requests: [requestFor(reader, path).text],
          connections,
          seconds,
        }),
    ]),
  );
  print(`${kind}, ${connections} connections`, await measureInTurns(candidates, rounds));
}

/** A hundred times everything that a plan can have. */
async function addPlansOf(db: Database, id: number) {
  await db.transaction().execute(async (transaction) => {
    const org = await addUniversity(transaction);
    for (let plan = 0; plan < plansOfOne; plan += 1) await addRichPlan(transaction, { id }, org);
  });
  await sql`analyze`.execute(db);
}

function print(title: string, results: Map<string, ServerResult[]>) {
  const of = (name: string, key: keyof ServerResult) =>
    (results.get(name) ?? []).map((one) => one[key]);
  const names = [...results.keys()].filter((name) => !name.endsWith(": bytes"));
  printTable(
    title,
    names.map((name) => ({
      "": name,
      "pages/s": show(median(of(name, "perSecond"))),
      "÷ Fastify": show(medianRatio(of(name, "perSecond"), of(`${name}: bytes`, "perSecond"))),
      "p50 (ms)": show(median(of(name, "p50"))),
      "p99 (ms)": show(median(of(name, "p99"))),
      "processor (ms)": show(median(of(name, "processor")) / 1_000),
    })),
  );
}
