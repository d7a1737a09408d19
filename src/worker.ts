/** One of several processes that serve. `workers.ts` starts it, hears where it listens or why it cannot, and ends it. */
import cluster from "node:cluster";
import { once } from "node:events";
import { explain } from "./explain.ts";
import { readConfig, type Environment } from "./config.ts";
import { createDeps } from "./create-deps.ts";
import { createLog } from "./log.ts";
import { readSecretKey } from "./secret-key-file.ts";
import { endWhenTold, startServer } from "./server.ts";
import type { WorkerMessage } from "./workers.ts";

try {
  await serve();
} catch (error) {
  await say({ problem: explain(error) });
  process.exitCode = 1;
} finally {
  process.channel?.unref(); // the last thing that would keep it from ending
}

async function serve() {
  const config = readConfig(await hearEnvironment(), readSecretKey); // whoever started it has made the key
  const log = await createLog({ level: config.logLevel, to: "stdout" });
  const deps = createDeps(config, log.child({ worker: process.pid }));
  try {
    const server = await startServer(deps, config);
    cluster.worker?.on("disconnect", stopAsTold);
    await say({ address: server.address });
    await endWhenTold(server, deps.log);
  } finally {
    await deps.db.destroy();
  }
}

/** As it was when the service began; not in the environment of this process, where others could read secrets. */
async function hearEnvironment(): Promise<Environment> {
  const [environment]: Environment[] = await once(process, "message");
  return environment ?? {};
}

/** Whoever started it has gone. Node would leave at once, with requests unanswered. */
function stopAsTold() {
  if (cluster.worker) cluster.worker.exitedAfterDisconnect = true;
  process.kill(process.pid, "SIGTERM");
}

async function say(message: WorkerMessage): Promise<void> {
  await new Promise((resolve) => process.send?.(message, resolve));
}
