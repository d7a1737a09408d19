/** A whole service that runs: a fresh database with the cast in it, and server processes before it. */
import { describe } from "node:test";
import { Connection } from "./client.ts";
import {
  onEachDatabase,
  onPostgres,
  openSqlite,
  type OpenTestDatabase,
  type TestDatabase,
} from "./databases.ts";
import { startBalancer, withoutNginx } from "./nginx.ts";
import { addPeople, type People } from "./people.ts";
import { type ServerOptions, type ServerProcess, startServer } from "./server-process.ts";

export type RunningService = AsyncDisposable & {
  database: TestDatabase;
  /** One on SQLite, two on PostgreSQL. */
  servers: ServerProcess[];
  /** How many processes serve: a server may have several. */
  processes: number;
  people: People;
  /** Opens a new connection, to the servers in turn or to the balancer; they are closed with the service. */
  connect: () => Connection;
};

export type CreateService = (options?: ServerOptions) => Promise<RunningService>;

/** Defines the same suite for each way in which several processes may serve one database. */
export function onEachService(
  define: (create: CreateService, kind: TestDatabase["kind"]) => void,
): void {
  onEachDatabase((open, kind) => define((options) => createRunningService(open, options), kind));
  describe("on SQLite, with two workers", () => {
    define(({ environment, ...options } = {}) => {
      const together = { ...options, environment: { ...environment, WORKERS: "2" } };
      return createRunningService(openSqlite, together);
    }, "SQLite");
  });
  describe("behind a balancer", { skip: withoutNginx }, () => {
    onPostgres((open) => {
      define((options) => createRunningService(open, { ...options, balanced: true }), "PostgreSQL");
    });
  });
}

type Arrangement = ServerOptions & {
  /** Whether a balancer stands before the servers. */
  balanced?: boolean;
  /** The address that the servers are given, made of the database's own. */
  databaseUrl?: (url: string) => string;
};

export async function createRunningService(
  open: OpenTestDatabase,
  { balanced = false, databaseUrl = String, ...options }: Arrangement = {},
): Promise<RunningService> {
  await using stack = new AsyncDisposableStack();
  const database = stack.adopt(await open(), ({ remove }) => remove());
  const people = await addPeople(database.db);
  const machines = database.kind === "PostgreSQL" ? 2 : 1;
  const servers = await Promise.all(
    Array.from({ length: machines }, async () =>
      stack.use(await startServer(databaseUrl(database.url), options)),
    ),
  );
  const balancer = balanced
    ? stack.use(await startBalancer(servers.map(({ url }) => url)))
    : undefined;
  const addresses = balancer ? [balancer.url] : servers.map(({ url }) => url);
  const connections: Connection[] = [];
  stack.defer(() => {
    for (const connection of connections) connection.close();
  });
  const owned = stack.move();
  return {
    database,
    servers,
    processes: machines * Number(options.environment?.["WORKERS"] ?? 1),
    people,
    connect() {
      const connection = new Connection(addresses[connections.length % addresses.length] ?? "");
      connections.push(connection);
      return connection;
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** A fresh database with the cast in it, closed again: servers alone have it open, and must recover it after a crash. */
export type InhabitedDatabase = AsyncDisposable &
  Pick<TestDatabase, "kind" | "url"> & { people: People };

export async function createInhabitedDatabase(open: OpenTestDatabase): Promise<InhabitedDatabase> {
  const { kind, url, db, remove } = await open();
  const people = await addPeople(db);
  await db.destroy();
  return { kind, url, people, [Symbol.asyncDispose]: remove };
}
