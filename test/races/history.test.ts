/** Thousands of presses and uses by many clients at every server, recorded and then checked: no dead token ever works. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  type Connection,
  errorCodeOf,
  me,
  revoke,
  rotate,
  secretOf,
  type SignedIn,
  signIn,
} from "../support/client.ts";
import { countConnectionsInUse } from "../support/connections-in-use.ts";
import { findContradictions, type Operation } from "../support/history.ts";
import { onEachService } from "../support/running-service.ts";
import { eventKey } from "../support/server-process.ts";
import { findFaults } from "../support/token-audit.ts";
import { times } from "../support/torture.ts";

const clients = 16;
const operations = times({ normally: 3_000, torture: 150_000 });

describe("a history of thousands of presses and uses", () => {
  onEachService((create, kind) => {
    it("has no use of a token accepted after the answer that ended it, and none refused before", async (test) => {
      await using service = await create();
      const { ada, ben, fay, dev } = service.people;
      const owners = await Promise.all(
        [ada, ben, fay, dev].map(async (person): Promise<Owner> => {
          const signedIn = await signIn(service.connect(), person);
          return { signedIn, secrets: [] };
        }),
      );
      const history: Operation[] = [];
      const unexpected: string[] = [];
      const record = async () => {
        const all = Array.from({ length: clients }, () => service.servers.map(service.connect));
        await Promise.all(
          all.map((connections) => live({ connections, owners, history, unexpected })),
        );
        return all.flat();
      };
      const { result: connections, most } =
        kind === "SQLite"
          ? { result: await record(), most: undefined }
          : await countConnectionsInUse(service.database.url, record);

      const count = (matches: (operation: Operation) => boolean) => history.filter(matches).length;
      const presses = count(({ kind: what }) => what !== "me");
      const accepted = count((operation) => operation.accepted === true);
      const refused = count((operation) => operation.accepted === false);
      test.diagnostic(
        `${presses} presses, ${accepted} uses accepted, ${refused} refused` +
          (most === undefined ? "" : `; ${most} connections to PostgreSQL in use together`),
      );
      assert.deepEqual(findContradictions(history).slice(0, 3), []);
      assert.deepEqual(unexpected.slice(0, 3), []);
      assert.deepEqual(await findFaults(service.database.db, eventKey), []);
      assert.ok(
        Math.min(presses, accepted, refused) > operations / 20,
        "a history that tells much",
      );
      assert.ok(
        connections.every(({ timesOpened }) => timesOpened === 1),
        "all connections stayed open",
      );
      for (const { log } of service.servers) assert.match(log(), /"path":"\/api\/v2\/me"/);
    });
  });
});

type Owner = { signedIn: SignedIn; secrets: string[] };

/** One client, with a connection to each server, who presses and uses at random until enough is recorded. */
async function live({
  connections,
  owners,
  history,
  unexpected,
}: {
  connections: readonly Connection[];
  owners: readonly Owner[];
  history: Operation[];
  /** Answers that are neither a success nor a refusal of the token. */
  unexpected: string[];
}) {
  while (history.length < operations) {
    const owner = pick(owners);
    const connection = pick(connections);
    const recent = owner.secrets.slice(-3);
    const newest = recent.at(-1);
    if (newest === undefined || Math.random() < 0.1) {
      await press(owner, connection);
      if (newest) await use(owner, pick(connections), newest);
    } else {
      await use(owner, connection, Math.random() < 0.5 ? newest : pick(recent));
    }
  }

  async function press({ signedIn, secrets }: Owner, connection: Connection) {
    const kind = Math.random() < 0.8 ? "rotate" : "revoke";
    const answer = await (kind === "rotate" ? rotate : revoke)(connection, signedIn);
    // On a busy machine it may wait too long for the others' presses, and then nothing has changed.
    if (errorCodeOf(answer) === "database_unavailable") return;
    const secret = secretOf(answer);
    // A press that failed may have ended tokens nevertheless: to the rules it is one that was not answered.
    const end = answer.status === 200 ? answer.end : Infinity;
    note(kind, signedIn, connection, { start: answer.start, end }, { secret });
    if (answer.status !== 200) unexpected.push(answer.body);
    if (secret) secrets.push(secret);
  }

  async function use({ signedIn }: Owner, connection: Connection, secret: string) {
    const answer = await me(connection, secret);
    const accepted = answer.status === 200;
    const isExpected = accepted ? answer.body.includes(signedIn.email) : answer.status === 401;
    if (!isExpected) unexpected.push(answer.body);
    note("me", signedIn, connection, answer, { secret, accepted });
  }

  function note(
    kind: Operation["kind"],
    { firstname: user }: SignedIn,
    connection: Connection,
    { start, end }: { start: number; end: number },
    more: Partial<Operation>,
  ) {
    const server = `server ${connections.indexOf(connection) + 1}`;
    history.push({ kind, user, server, start, end, ...more });
  }
}

function pick<Item>(items: readonly Item[]): Item {
  const item = items[Math.floor(Math.random() * items.length)];
  assert.ok(item);
  return item;
}
