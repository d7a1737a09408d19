/** The people that `tollgate serve --demo` adds: all of them to an empty database, nobody to any other. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { addDemoPeople } from "../../src/demo.ts";
import { onEachDatabase } from "../support/databases.ts";
import { dump } from "../support/dump.ts";
import { createWorld } from "../support/world.ts";

describe("demo people", () => {
  onEachDatabase((open) => {
    it("are not added to a database that has users", async () => {
      await using world = await createWorld(open);
      const { db } = world.deps;
      await db.deleteFrom("users").where("email", "=", "ada@example.org").execute();
      const before = await dump(db);
      assert.equal(await addDemoPeople(world.deps), false);
      assert.deepEqual(await dump(db), before);
    });

    it("are added once by processes that start at the same time", async () => {
      await using world = await createWorld(open);
      const { db } = world.deps;
      for (const table of ["users_perms", "users"] as const) await db.deleteFrom(table).execute();
      const results = await Promise.all([1, 2].map(() => addDemoPeople(world.deps)));
      assert.deepEqual(results, [true, true]);
      assert.equal((await db.selectFrom("users").select("id").execute()).length, 5);
    });
  });
});
