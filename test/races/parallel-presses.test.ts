/** Many presses at once, on every server of a service: at most one token lives, and no limit is stepped over. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { urls } from "../../src/urls.ts";
import {
  type Answer,
  type Connection,
  errorCodeOf,
  hiddenField,
  me,
  revoke,
  rotate,
  secretOf,
  signIn,
} from "../support/client.ts";
import { countConnectionsInUse } from "../support/connections-in-use.ts";
import { onEachService, type RunningService } from "../support/running-service.ts";
import { eventKey } from "../support/server-process.ts";
import { findFaults } from "../support/token-audit.ts";
import { times } from "../support/torture.ts";

const parallel = 32;

describe("the button", () => {
  onEachService((create, kind) => {
    let service: RunningService;
    before(async () => {
      service = await create();
    });
    after(() => service[Symbol.asyncDispose]());

    it("pressed 32 times at once leaves Ada at most one live token, and so does revoking among it", async (test) => {
      const ada = await signIn(service.connect(), service.people.ada);
      const connections = Array.from({ length: parallel }, service.connect);

      async function pressTogether() {
        for (let round = 0; round < times({ normally: 4, torture: 400 }); round += 1) {
          const answers = await Promise.all(
            connections.map((connection, index) =>
              (index + round) % 4 === 0 ? revoke(connection, ada) : rotate(connection, ada),
            ),
          );
          const secrets = answers.map(secretOf).filter((secret) => secret !== undefined);
          const accepted = await findAccepted(connections.slice(0, 4), secrets);
          assert.ok(accepted.size <= 1, `round ${round}: ${accepted.size} tokens are accepted`);
          assert.deepEqual(await findFaults(service.database.db, eventKey), []);
          assertAnswered(answers);
        }
      }
      if (kind === "SQLite") return await pressTogether();

      const { most } = await countConnectionsInUse(service.database.url, pressTogether);
      test.diagnostic(`${most} connections to PostgreSQL were seen in use together`);
      assert.ok(most >= 8, `only ${most} connections were seen in use together`);
    });

    it("pressed after an answer leaves Ben the later token, and ends the former on every server", async () => {
      const ben = await signIn(service.connect(), service.people.ben);
      const connections = Array.from({ length: 4 }, service.connect);

      let former: string | undefined;
      for (let round = 0; round < times({ normally: 10, torture: 2_000 }); round += 1) {
        for (const connection of connections) {
          const secret = secretOf(await rotate(connection, ben)) ?? "";
          const known = former === undefined ? [secret] : [former, secret];
          assert.deepEqual(await findAccepted(connections, known), new Set([secret]));
          former = secret;
        }
      }
    });

    it("on one form, pressed 8 times at once, makes Fay one token, and one page shows it", async () => {
      const fay = await signIn(service.connect(), service.people.fay);
      const page = await service.connect().send(urls.profile, { headers: fay.headers });
      const form = {
        method: "POST",
        headers: {
          ...fay.headers,
          accept: "text/html",
          "content-type": "application/x-www-form-urlencoded",
        },
        body: new URLSearchParams({ form_id: hiddenField(page.body, "form_id") }).toString(),
      };

      const connections = Array.from({ length: 8 }, service.connect);
      const answers = await Promise.all(
        connections.map((connection) => connection.send(urls.internalUserAccessToken, form)),
      );
      const statuses = Map.groupBy(answers, ({ status }) => status);
      assert.equal(statuses.get(200)?.length, 1);
      assert.equal(statuses.get(422)?.length, 7);
      const shown = answers.filter(({ body }) => body.includes('id="api-token-val"'));
      assert.equal(shown.length, 1);
      assert.equal(await countTokens(service, fay.id), 1);
    });
  });
});

describe("TOKENS_PER_HOUR", () => {
  onEachService((create) => {
    it("is not exceeded by 32 presses at once", async () => {
      const environment = { TOKENS_PER_HOUR: "5" };
      await using service = await create({ environment });
      const ben = await signIn(service.connect(), service.people.ben);
      const connections = Array.from({ length: parallel }, service.connect);

      const answers = await Promise.all(connections.map((connection) => rotate(connection, ben)));
      const made = answers.filter(({ status }) => status === 200);
      const refused = answers.filter(({ status }) => status === 429);
      assert.equal(made.length, 5);
      assert.equal(refused.length, parallel - 5);
      assert.equal(await countTokens(service, ben.id), 5);
      for (const { headers } of refused) {
        assert.ok(Number(headers["retry-after"]) > 3_000, "come back in about an hour");
      }
    });
  });
});

/** On a busy machine some may wait too long for the others; they are told so. Anything else is wrong. */
function assertAnswered(answers: readonly Answer[]) {
  const done = answers.filter(({ status }) => status === 200);
  assert.ok(done.length > 0, "some presses are done");
  for (const answer of answers) {
    if (answer.status !== 200) assert.equal(errorCodeOf(answer), "database_unavailable");
  }
}

/** Which of the secrets open the API, on any of the connections; each connection is asked for each secret. */
async function findAccepted(
  connections: readonly Connection[],
  secrets: readonly string[],
): Promise<Set<string>> {
  const accepted = new Set<string>();
  await Promise.all(
    connections.flatMap((connection) =>
      secrets.map(async (secret) => {
        const { status, body } = await me(connection, secret);
        if (status === 200) accepted.add(secret);
        else assert.equal(status, 401, body);
      }),
    ),
  );
  return accepted;
}

async function countTokens({ database: { db } }: RunningService, ownerId: number) {
  const tokens = await db
    .selectFrom("oauth_access_tokens")
    .select("id")
    .where("resource_owner_id", "=", ownerId)
    .execute();
  return tokens.length;
}
