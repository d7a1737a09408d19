/** A network between Tollgate and PostgreSQL that can lose the connection at the worst moment: around a COMMIT. */
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

export type PostgresProxy = AsyncDisposable & {
  /** The database's address, through here. */
  url: string;
  /** Loses the connection over which the next COMMIT comes: before it reaches PostgreSQL, or before its answer comes back. */
  loseNextCommit: (when: "before it arrives" | "before its answer") => void;
  /** How many COMMITs were sent since the last call of `loseNextCommit`. */
  commitsSent: () => number;
};

export async function startPostgresProxy(databaseUrl: string): Promise<PostgresProxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let trap: "before it arrives" | "before its answer" | undefined;
  let commits = 0;

  const server = createServer((client) => {
    const database = connect(Number(target.port), target.hostname);
    let isLost = false;
    for (const [socket, other] of [
      [client, database],
      [database, client],
    ] as const) {
      sockets.add(socket);
      socket.on("error", () => {}).on("close", () => other.destroy());
    }
    client.on("data", (bytes) => {
      if (isCommit(bytes)) {
        commits += 1;
        isLost = trap !== undefined;
        if (trap === "before it arrives") client.destroy();
        trap = undefined;
      }
      if (!client.destroyed) database.write(bytes);
    });
    database.on("data", (bytes) => {
      if (isLost) client.destroy();
      else client.write(bytes);
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");

  const address = server.address();
  const url = new URL(databaseUrl);
  url.hostname = "127.0.0.1";
  url.port = String(typeof address === "object" ? address?.port : "");
  return {
    url: url.href,
    loseNextCommit(when) {
      trap = when;
      commits = 0;
    },
    commitsSent: () => commits,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

/** The message Query of PostgreSQL's protocol: the letter Q, the length, the statement, a zero byte. */
function isCommit(bytes: Buffer): boolean {
  return /Q[^]{4}commit;?\0/i.test(bytes.toString("latin1"));
}
