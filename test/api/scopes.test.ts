/** Which scopes open the read routes: one of the two names, matched whole, in any order. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { openSqlite } from "../support/databases.ts";
import { shareWorld } from "../support/shared-world.ts";
import { askMe, insertDoorkeeperToken } from "../support/tokens.ts";

const opening = ["read", "v2_read", "write read", "  read  write ", "v2_write  v2_read"];
const closing = [
  null,
  "",
  " ",
  "readwrite",
  "read_dmps",
  "READ",
  "v2_write",
  "write",
  "re ad",
  "read,write",
];

describe("the scopes", () => {
  const world = shareWorld(openSqlite);

  for (const scopes of opening) {
    it(`${JSON.stringify(scopes)} open the API`, async () => {
      const secret = await insertDoorkeeperToken(world(), { scopes });
      assert.equal((await askMe(world(), secret)).statusCode, 200);
    });
  }

  for (const scopes of closing) {
    it(`${JSON.stringify(scopes)} do not: 403 says which scope is needed`, async () => {
      const secret = await insertDoorkeeperToken(world(), { scopes });
      const answer = await askMe(world(), secret);
      assert.equal(answer.statusCode, 403);
      assert.equal(
        answer.headers["www-authenticate"],
        'Bearer realm="Doorkeeper", error="insufficient_scope", ' +
          'error_description="Access to this resource requires scope _read_.", scope="read"',
      );
      const { details, errors, code, message } = answer.json();
      assert.equal(details.error_code, "insufficient_scope");
      assert.match(errors[0], /requires scope "read"/);
      assert.deepEqual([code, message], [403, "Forbidden"]);
    });
  }

  it("tell nothing of a token that is refused anyway", async () => {
    const revoked_at = world().clock.now();
    const secret = await insertDoorkeeperToken(world(), { scopes: "write", revoked_at });
    assert.equal((await askMe(world(), secret)).statusCode, 401);
  });
});
