/** Real Rails and Tollgate at work on the same person at the same moment: neither waits for the other. */
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { sql } from "kysely";
import pg from "pg";
import { rotate } from "../../src/access-tokens/rotate.ts";
import { shareNeighbours } from "../support/beside-doorkeeper.ts";
import { countWaiting } from "../support/connections-in-use.ts";
import { onPostgres } from "../support/databases.ts";
import { withoutDoorkeeper } from "../support/doorkeeper.ts";
import { eventually } from "../support/eventually.ts";

const application = "Internal v2 API Client";

describe("beside Rails at work", { skip: withoutDoorkeeper }, () => {
  onPostgres((open) => {
    const shared = shareNeighbours(open, "Doorkeeper");
    before(async () => {
      await shared().atRails((doorkeeper) => doorkeeper.makeNotes());
    });

    it("a rotation under way keeps nothing of Rails waiting that refers to its owner", async (t) => {
      const { database, people, atTollgate, atRails } = shared();
      const operator = new pg.Client({ connectionString: database.url });
      await operator.connect();
      t.after(() => operator.end());
      await operator.query("begin; lock table tollgate_event_chains in exclusive mode");
      const press = atTollgate(({ deps }) => rotate(deps, people.ben.id));
      await eventually("the rotation holds Ben's row and waits", () => countWaiting(operator));

      const { secret } = await atRails(async (doorkeeper) => {
        await doorkeeper.addNote(people.ben.id);
        return await doorkeeper.makeToken({ application, user: people.ben.id });
      });
      await operator.query("commit");
      const token = await press;
      for (const each of [secret, token.secret.reveal()]) {
        assert.equal(await atRails((doorkeeper) => doorkeeper.use(each)), true);
      }
    });

    it("a transaction of Rails that refers to the owner keeps no rotation waiting", async () => {
      const { people, atTollgate, atRails } = shared();
      await atRails(async (doorkeeper) => {
        await doorkeeper.beginTransaction();
        await doorkeeper.addNote(people.ada.id);
      });
      const token = await atTollgate(async ({ deps }) => {
        const { rows } = await sql`select user_id from notes`.execute(deps.db);
        assert.deepEqual(rows, [{ user_id: people.ben.id }], "Rails has committed already");
        return await rotate(deps, people.ada.id);
      });
      await atRails((doorkeeper) => doorkeeper.commitTransaction());
      assert.equal(await atRails((doorkeeper) => doorkeeper.use(token.secret.reveal())), true);
    });
  });
});
