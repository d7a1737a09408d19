/** A whole service that runs: a fresh database with the cast in it, and server processes before it. */
import { Connection } from "./client.ts";
import type { OpenTestDatabase, TestDatabase } from "./databases.ts";
import { addPeople, type People } from "./people.ts";
import { type ServerOptions, type ServerProcess, startServer } from "./server-process.ts";

export type RunningService = AsyncDisposable & {
  database: TestDatabase;
  /** One on SQLite, two on PostgreSQL. */
  servers: ServerProcess[];
  people: People;
  /** Opens a new connection, to the servers in turn; they are closed with the service. */
  connect: () => Connection;
};

export async function createRunningService(
  open: OpenTestDatabase,
  options: ServerOptions = {},
): Promise<RunningService> {
  const database = await open();
  const people = await addPeople(database.db);
  const processes = database.kind === "PostgreSQL" ? 2 : 1;
  const servers = await Promise.all(
    Array.from({ length: processes }, () => startServer(database.url, options)),
  );
  const connections: Connection[] = [];
  return {
    database,
    servers,
    people,
    connect() {
      const connection = new Connection(servers[connections.length % servers.length]?.url ?? "");
      connections.push(connection);
      return connection;
    },
    async [Symbol.asyncDispose]() {
      for (const connection of connections) connection.close();
      await Promise.all(servers.map((server) => server.kill()));
      await database.remove();
    },
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
