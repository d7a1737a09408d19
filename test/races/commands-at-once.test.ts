/** Two processes that prepare the same database at the same moment: both succeed, and nothing is there twice. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import pg from "pg";
import { findPendingMigrations } from "../../src/db/migrate.ts";
import { countWaiting } from "../support/connections-in-use.ts";
import { onEachDatabase } from "../support/databases.ts";
import { eventually } from "../support/eventually.ts";
import { runTogether } from "../support/server-process.ts";
import { times } from "../support/torture.ts";

describe("two processes at once", () => {
  onEachDatabase((open) => {
    it("migrate an empty database, and then make one internal application", async () => {
      for (let round = 0; round < times({ normally: 1, torture: 50 }); round += 1) {
        const { db, url, remove } = await open({ migrated: false });
        try {
          const migrated = await runTogether([["migrate"], ["migrate"]], url);
          for (const { exitCode, output } of migrated) assert.equal(exitCode, 0, output);
          const busy = migrated.filter(({ output }) => output.includes("001-dmproadmap-tables"));
          assert.equal(busy.length, 1, "one did it, and the other had nothing to do");
          assert.deepEqual(await findPendingMigrations(db), []);

          const command = ["ensure-internal-app"];
          const ensured = await atTheSameMoment(url, () => runTogether([command, command], url));
          for (const { exitCode, output } of ensured) assert.equal(exitCode, 0, output);
          const applications = await db.selectFrom("oauth_applications").selectAll().execute();
          assert.equal(applications.length, 1);
          const [{ id, uid } = { id: 0, uid: "" }] = applications;
          for (const { output } of ensured) {
            assert.equal(output, `Internal OAuth app ready (id=${id}, uid=${uid})\n`);
          }
        } finally {
          await remove();
        }
      }
    });
  });
});

/** On PostgreSQL both processes are held before they look, and let go together. */
async function atTheSameMoment<Result>(url: string, run: () => Promise<Result>): Promise<Result> {
  if (url.startsWith("sqlite:")) return await run();
  const [holder, watcher] = [new pg.Client(url), new pg.Client(url)];
  await Promise.all([holder.connect(), watcher.connect()]);
  try {
    await holder.query("begin; lock table oauth_applications in access exclusive mode");
    const running = run();
    await eventually("both wait", async () => (await countWaiting(watcher)) === 2);
    await holder.query("commit");
    return await running;
  } finally {
    await Promise.all([holder.end(), watcher.end()]);
  }
}
