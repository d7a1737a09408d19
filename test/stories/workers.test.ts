/** WORKERS=2: whichever process ends, and however, the service goes on, or ends as a whole after what is open. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { Agent, get, type IncomingMessage } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { urls } from "../../src/urls.ts";
import { Connection } from "../support/client.ts";
import { runTollgate, serveTollgate, type Run, type Serving } from "../support/command-line.ts";
import { eventually } from "../support/eventually.ts";
import { sendHalfAForm } from "../support/half-a-form.ts";
import { isOpen } from "../support/is-open.ts";
import { within } from "../support/within.ts";

const wholePage = /<\/html>\s*$/;

/** Lets SIGUSR2 end a process as a mistake of ours would. */
const breakable = withCode(`process.on("SIGUSR2", () => { throw new Error("oops"); })`);

/** Sends Ctrl-C to all of the group as soon as there is a second worker. */
const stopsAsItBegins = withCode(`
  import cluster from "node:cluster";
  if (cluster.worker?.id === 2) process.kill(0, "SIGINT");`);

/** Neither the third nor the fourth process can be started: the one as where there are too many, the other as without memory. */
const startsTooMany = withCode(`
  import cluster from "node:cluster";
  const { fork } = cluster;
  let count = 0;
  cluster.fork = () => {
    count += 1;
    if (count === 4) throw new Error("no memory");
    cluster.settings.cwd = count === 3 ? "/nowhere" : undefined;
    return fork();
  };`);

/** For NODE_OPTIONS: runs this in each process before all else. */
function withCode(code: string): string {
  return `--import=data:text/javascript,${encodeURIComponent(code.trim())}`;
}

describe("one of two workers", { concurrency: 2 }, () => {
  it("that is killed is replaced, and whoever is at the other does not notice", async (t) => {
    await using serving = await serveTogether(t);
    const other = connectTo(serving, t);
    const living = await workerThatAnswers(serving, other);
    const dying = listening(serving).find((pid) => pid !== living) ?? 0;

    process.kill(dying, "SIGKILL");
    await eventually("it is replaced", async () => {
      assert.equal(await within(5, ask(other)), 200);
      assert.equal(await within(5, ask(connectTo(serving, t))), 200, "newcomers are served too");
      return listening(serving).length === 3;
    });
    assert.equal(other.timesOpened, 1);
    const [death] = deaths(serving);
    assert.partialDeepStrictEqual(death, { level: "error", worker: dying, signal: "SIGKILL" });
    const newest = listening(serving)[2];
    await eventually("the new one serves", async () => {
      return (await workerThatAnswers(serving, connectTo(serving, t))) === newest;
    });
    assert.equal(await serving.stop("SIGTERM"), 0);
  });

  it("that fails by a mistake is replaced, and later each time it fails again at once", async (t) => {
    await using serving = await serveTogether(t, { NODE_OPTIONS: breakable });
    for (let count = 1; count <= 3; count += 1) {
      process.kill(listening(serving).at(-1) ?? 0, "SIGUSR2");
      await eventually("it is replaced", async () => listening(serving).length === 2 + count);
    }
    assert.deepEqual(
      deaths(serving).map(({ exitCode, delay }) => [exitCode, delay]),
      [1, 2, 4].map((times) => [1, 250 * times]),
    );
    assert.match(serving.output(), /Error: oops/);
  });

  it("is replaced as soon as a process can be started again", async (t) => {
    await using serving = await serveTogether(t, { NODE_OPTIONS: startsTooMany });
    process.kill(listening(serving).at(-1) ?? 0, "SIGKILL");
    await eventually("it is replaced", async () => listening(serving).length === 3);
    const [, second, third] = deaths(serving).map(({ problem }) => problem);
    assert.match(second ?? "", /ENOENT/);
    assert.equal(third, "no memory");
    assert.equal(await serving.stop("SIGTERM"), 0);
  });

  it("that is told to stop alone answers what it has begun, and is replaced", async (t) => {
    await using serving = await serveTogether(t);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 }); // both requests over one connection
    t.after(() => agent.destroy());
    const stopping = await workerAtTheEndOf(agent, serving);
    const form = await sendHalfAForm(serving.address, agent);
    process.kill(stopping, "SIGTERM");
    await eventually("it stops", async () => lines(serving, "stopping").length === 1);
    assert.match(await form.sendTheRest(), wholePage);
    await eventually("it is replaced", async () => listening(serving).length === 3);
    assert.partialDeepStrictEqual(deaths(serving), [{ worker: stopping, exitCode: 0 }]);
    const answered = lines(serving, "request").filter(({ worker }) => worker === stopping);
    assert.equal(answered.length, 2);
    assert.equal(await serving.stop("SIGTERM"), 0);
  });
});

describe("two workers", { concurrency: 2 }, () => {
  for (const signal of ["SIGTERM", "SIGHUP"] as const) {
    it(`end together after their open requests when the first process gets ${signal}`, async (t) => {
      await using serving = await serveTogether(t);
      await stopsAfterOpenRequests(serving, () => process.kill(serving.pid, signal));
      assert.equal(await within(5, serving.end()), 0);
      assertNobodyIsLeft(serving);
    });
  }

  it("end as well, and once, when a terminal sends Ctrl-C to all of them", async (t) => {
    await using serving = await serveTogether(t);
    await stopsAfterOpenRequests(serving, () => process.kill(-serving.pid, "SIGINT"));
    assert.equal(await within(5, serving.end()), 0);
    assertNobodyIsLeft(serving);
    const stopped = lines(serving, "stopping").map(({ worker }) => worker);
    assert.equal(stopped.length, 3);
    assert.deepEqual(new Set(stopped), new Set([...listening(serving), undefined]));
    assert.deepEqual(deaths(serving), []);
  });

  it("end properly when a terminal sends Ctrl-C while they begin", async (t) => {
    const run = await runOf(t, { NODE_OPTIONS: stopsAsItBegins });
    const outcome = await within(30, runTollgate(["serve"], run));
    assert.deepEqual([outcome.exitCode, outcome.stderr], [0, ""]);
  });

  it("answer what is open and end when the first process is killed", async (t) => {
    await using serving = await serveTogether(t);
    await stopsAfterOpenRequests(serving, () => process.kill(serving.pid, "SIGKILL"));
    await eventually("nobody is left", async () =>
      listening(serving).every((pid) => !isAlive(pid)),
    );
  });

  it("of which one is killed while it answers what is open give exit code 1, and say why", async (t) => {
    await using serving = await serveTogether(t);
    const form = await sendHalfAForm(serving.address);
    process.kill(serving.pid, "SIGTERM");
    await eventually("all stop", async () => lines(serving, "stopping").length === 3);
    for (const pid of listening(serving)) if (isAlive(pid)) process.kill(pid, "SIGKILL");
    await assert.rejects(form.sendTheRest());
    assert.equal(await within(5, serving.end()), 1);
    assert.match(serving.output(), /^A worker did not end properly: SIGKILL\.$/m);
  });

  it("do not begin where their port is in use: one message, and nobody is left", async (t) => {
    const other = createServer().listen(0, "127.0.0.1");
    t.after(() => other.close());
    await once(other, "listening");
    const address = other.address();
    const PORT = String(address && typeof address === "object" ? address.port : 0);
    const outcome = await within(30, runTollgate(["serve"], await runOf(t, { PORT })));
    assert.equal(outcome.exitCode, 1);
    assert.equal(outcome.stderr, `Port ${PORT} on 127.0.0.1 is in use. Set PORT to another one.\n`);
    assert.doesNotMatch(outcome.stdout, /another one takes its place/);
  });

  it("do not begin if one ends before it listens", async (t) => {
    const NODE_OPTIONS = withCode(`
      import cluster from "node:cluster";
      if (cluster.worker?.id === 2) process.exit(7);`);
    const outcome = await within(30, runTollgate(["serve"], await runOf(t, { NODE_OPTIONS })));
    assert.equal(outcome.exitCode, 1, outcome.stdout);
    assert.equal(outcome.stderr, "A worker ended before it listened: exit code 7.\n");
  });

  it("welcome once, when both listen", async (t) => {
    await using serving = await serveTogether(t, {}, ["--demo"]);
    await eventually("it says how to go on", async () => /curl -H/.test(serving.output()));
    assert.equal(serving.output().match(/Demo accounts/g)?.length, 1);
    assert.equal(
      serving
        .output()
        .split("Demo accounts")[0]
        ?.match(/listening on/g)?.length,
      2,
    );
  });
});

async function runOf(t: TestContext, environment: Run["environment"] = {}): Promise<Run> {
  const folder = await mkdtemp(join(tmpdir(), "tollgate-workers-"));
  t.after(async () => await rm(folder, { recursive: true }));
  return { folder, environment: { WORKERS: "2", ...environment }, ownGroup: true };
}

/** Resolves when both listen. */
async function serveTogether(
  t: TestContext,
  environment: Run["environment"] = {},
  argv: readonly string[] = [],
): Promise<Serving> {
  const serving = await serveTollgate(argv, await runOf(t, environment));
  await eventually("both listen", async () => lines(serving, "all workers listen").length === 1);
  return serving;
}

async function stopsAfterOpenRequests(serving: Serving, stop: () => void) {
  const forms = [await sendHalfAForm(serving.address), await sendHalfAForm(serving.address)];
  stop();
  await eventually("no more requests are taken", async () => !(await isOpen(serving.address)));
  for (const form of forms) assert.match(await form.sendTheRest(), wholePage);
}

function connectTo({ address }: Serving, t: TestContext): Connection {
  const connection = new Connection(address);
  t.after(() => connection.close());
  return connection;
}

async function ask(connection: Connection): Promise<number> {
  return (await connection.send(urls.signIn)).status;
}

async function workerThatAnswers(serving: Serving, connection: Connection): Promise<number> {
  const { headers } = await connection.send(urls.signIn);
  return await workerOf(serving, headers["x-request-id"]);
}

async function workerAtTheEndOf(agent: Agent, serving: Serving): Promise<number> {
  const [answer]: IncomingMessage[] = await once(
    get(serving.address + urls.signIn, { agent }),
    "response",
  );
  await once(answer?.resume() ?? agent, "end");
  return await workerOf(serving, answer?.headers["x-request-id"]);
}

async function workerOf(serving: Serving, requestId: unknown): Promise<number> {
  const line = await eventually("the request is logged", async () =>
    lines(serving, "request").find(({ reqId }) => reqId === requestId),
  );
  return line.worker ?? 0;
}

type Line = {
  msg: string;
  reqId?: string;
  worker?: number;
  exitCode?: number | null;
  delay?: number;
  problem?: string;
};

function lines(serving: Serving, message: string): Line[] {
  return serving
    .output()
    .split("\n")
    .filter((line) => line.startsWith("{") && line.endsWith("}"))
    .map((line): Line => JSON.parse(line))
    .filter(({ msg }) => msg.startsWith(message));
}

/** The ids of the workers' processes, in the order in which they began to listen. */
function listening(serving: Serving): number[] {
  return lines(serving, "listening on").map(({ worker = 0 }) => worker);
}

function deaths(serving: Serving): Line[] {
  return lines(serving, "a worker ended");
}

function assertNobodyIsLeft(serving: Serving) {
  for (const pid of listening(serving)) assert.ok(!isAlive(pid), `${pid} still runs`);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
