/** The line of docs/operations.md keeps Tollgate's tables out of Rails' schema dump, by Debian's real ActiveRecord. */
import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { promisify } from "node:util";
import { migrate } from "../../src/db/migrate.ts";
import { projectFolder } from "../support/project-folder.ts";
import { onPostgres } from "../support/databases.ts";
import { makeDmproadmap } from "../support/dmproadmap-database.ts";

const program = 'require "active_record"; require "pg"';
const hasActiveRecord = spawnSync("ruby", ["-e", program]).status === 0;
const skip = hasActiveRecord
  ? false
  : "no ActiveRecord: Ruby, ruby-activerecord or ruby-pg is missing";

const operations = readFileSync(join(projectFolder, "docs/operations.md"), "utf8");
const [, initializer = ""] = /^```ruby\n(.*SchemaDumper.*?)^```$/ms.exec(operations) ?? [];

describe("Rails' schema dump", { skip }, () => {
  onPostgres((open) => {
    it("has none of Tollgate's tables with the documented line, and all of Rails'", async (t: TestContext) => {
      const { db, url, remove } = await open({ migrated: false });
      t.after(remove);
      await makeDmproadmap(db);
      const before = await dumpSchema(url, "");
      await migrate(db);
      assert.match(await dumpSchema(url, ""), /create_table "tollgate_/);

      assert.notEqual(initializer, "");
      const after = await dumpSchema(url, initializer);
      assert.doesNotMatch(after.replaceAll("tollgate_live_access_tokens", ""), /tollgate/);
      assert.deepEqual(
        tablesIn(after).filter((name) => !name.startsWith("oauth_")),
        tablesIn(before),
      );
    });
  });
});

async function dumpSchema(url: string, ruby: string): Promise<string> {
  const script = join(projectFolder, "test/support/rails/schema-dump.rb");
  const { stdout } = await promisify(execFile)("ruby", [script, url, ruby]);
  return stdout;
}

function tablesIn(schema: string): string[] {
  return [...schema.matchAll(/create_table "(\w+)"/g)].map(([, name = ""]) => name);
}
