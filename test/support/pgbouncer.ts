/** Debian's PgBouncer before the tests' PostgreSQL: each transaction may get another connection to the database. */
import { spawnSync } from "node:child_process";
import { chown, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import pg from "pg";
import { endServer, path, spawnServer } from "./debian-server.ts";
import { eventually } from "./eventually.ts";
import { freePort } from "./free-port.ts";
import { unprivilegedUser } from "./postgres-server.ts";

const version = spawnSync("pgbouncer", ["--version"], { env: { PATH: path }, encoding: "utf8" });

/** Why tests that need PgBouncer are skipped, or false. */
export const withoutPgbouncer = version.status === 0 ? false : "no pgbouncer";

const [major = 0, minor = 0] = (/\d+\.\d+/.exec(version.stdout ?? "")?.[0] ?? "")
  .split(".")
  .map(Number);
const knowsPreparedStatements = major > 1 || minor >= 21;

export type Pgbouncer = AsyncDisposable & {
  /** The address that leads to the same database through it. */
  url: (databaseUrl: string) => string;
};

/** `serverUrl`: of any database of the server. `prepared`: how many prepared statements it keeps, if it knows of them. */
export async function startPgbouncer(
  serverUrl: string,
  { prepared = 100 } = {},
): Promise<Pgbouncer> {
  const { hostname, port: serverPort, username } = new URL(serverUrl);
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), "tollgate-pgbouncer-"));
  const settings = join(folder, "pgbouncer.ini");
  await writeFile(
    settings,
    `[databases]
     * = host=${hostname} port=${serverPort} user=${username}
     [pgbouncer]
     listen_addr = 127.0.0.1
     listen_port = ${port}
     unix_socket_dir =
     auth_type = any
     pool_mode = transaction
     max_client_conn = 200
     ignore_startup_parameters = statement_timeout, idle_in_transaction_session_timeout
     ${knowsPreparedStatements ? `max_prepared_statements = ${prepared}` : ""}`.replaceAll(
      /^ +/gm,
      "",
    ),
  );
  const owner = unprivilegedUser(); // it refuses to run as root
  if (owner) for (const file of [folder, settings]) await chown(file, owner.uid, owner.gid);

  const shell = spawnServer(["pgbouncer", settings], owner);
  const log = text(shell.stderr);
  const url = (databaseUrl: string) => {
    const through = new URL(databaseUrl);
    through.port = String(port);
    return through.href;
  };
  await eventually("PgBouncer answers", async () => {
    if (shell.exitCode !== null) throw new Error(await log);
    return await answers(url(serverUrl));
  });
  return {
    url,
    [Symbol.asyncDispose]: async () => await endServer(shell, folder),
  };
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client(url);
  const isConnected = await client.connect().then(
    () => true,
    () => false,
  );
  await client.end();
  return isConnected;
}
