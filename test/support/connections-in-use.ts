/** Watches PostgreSQL from outside: which of Tollgate's connections are at work, and which of them wait. */
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

/** Runs `work` and returns with its result the most connections that were seen at work at one moment. */
export async function countConnectionsInUse<Result>(
  databaseUrl: string,
  work: () => Promise<Result>,
): Promise<{ result: Result; most: number }> {
  const watcher = new pg.Client({ connectionString: databaseUrl });
  await watcher.connect();
  let most = 0;
  const done = new AbortController();
  const watching = (async () => {
    while (!done.signal.aborted) {
      most = Math.max(most, await count(watcher, "state <> 'idle'"));
      await sleep(20);
    }
  })();
  try {
    return { result: await work(), most };
  } finally {
    done.abort();
    await watching;
    await watcher.end();
  }
}

/** How many of Tollgate's connections wait for a lock that somebody holds. */
export async function countWaiting(watcher: pg.Client): Promise<number> {
  return await count(watcher, "wait_event_type = 'Lock'");
}

/** How many connections Tollgate has, at work or not. */
export async function countConnections(watcher: pg.Client): Promise<number> {
  return await count(watcher, "true");
}

async function count(watcher: pg.Client, condition: string): Promise<number> {
  const { rows } = await watcher.query<{ count: number }>(
    `select count(*)::integer as count from pg_stat_activity
     where application_name = 'tollgate' and datname = current_database() and ${condition}`,
  );
  return rows[0]?.count ?? 0;
}
