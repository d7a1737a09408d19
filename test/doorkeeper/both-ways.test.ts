/** Tokens of Tollgate at Debian's real Doorkeeper, and of Doorkeeper at Tollgate's API: both say the same of each. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { revoke } from "../../src/access-tokens/revoke.ts";
import { rotate } from "../../src/access-tokens/rotate.ts";
import { shareNeighbours, type Neighbours } from "../support/beside-doorkeeper.ts";
import { onEachDatabase } from "../support/databases.ts";
import { type DoorkeeperRecord, withoutDoorkeeper } from "../support/doorkeeper.ts";
import { useTimeZone } from "../support/time-zones.ts";
import { askMe } from "../support/tokens.ts";

const application = "Internal v2 API Client";
const expired = "The access token expired";
const revoked = "The access token was revoked";
const ownerGone = "User account has been deactivated.";

describe("beside Doorkeeper", { skip: withoutDoorkeeper }, () => {
  useTimeZone("Asia/Kolkata"); // Rails' process is in Los Angeles

  onEachDatabase((open, kind) => {
    const makers = ["Tollgate", "Doorkeeper"] as const;
    for (const tablesOf of kind === "SQLite" ? ["Tollgate" as const] : makers) {
      describe(`in tables that ${tablesOf} made`, () => {
        const shared = shareNeighbours(open, tablesOf);

        it("a token that Tollgate made is Doorkeeper's: owner, application, scopes", async () => {
          const { people, atTollgate, atRails } = shared();
          const token = await atTollgate(async ({ deps }) => await rotate(deps, people.ben.id));
          const found = await atRails((doorkeeper) => doorkeeper.find(token.secret.reveal()));
          assert.deepEqual(found, {
            id: token.id,
            owner: people.ben.id,
            application,
            scopes: ["read"],
            accessible: true,
            acceptable: true,
            revoked: false,
          });
          assert.equal(await atRails((doorkeeper) => doorkeeper.use(token.secret.reveal())), true);
        });

        it("a token that Doorkeeper made opens the API, until the next one is made there", async () => {
          const { people, atTollgate, atRails } = shared();
          const press = { application, user: people.ada.id };
          const former = await atRails((doorkeeper) => doorkeeper.rotate(press));
          assert.equal(await ask(shared(), former), "ada@example.org");
          const secret = await atRails((doorkeeper) => doorkeeper.rotate(press));
          assert.equal(await ask(shared(), secret), "ada@example.org");
          assert.equal(await ask(shared(), former), revoked);
          await atTollgate(async ({ deps }) => await rotate(deps, people.ada.id));
          assert.equal(await atRails((doorkeeper) => doorkeeper.use(secret)), false);
        });

        it("a token of another application of Rails opens the API too", async () => {
          const { people, atRails } = shared();
          const { secret } = await atRails(async (doorkeeper) => {
            const { name } = await doorkeeper.makeApplication("notebook");
            return await doorkeeper.makeToken({ application: name, user: people.fay.id });
          });
          assert.equal(await ask(shared(), secret), "fay@example.org");
        });

        it("a token that an application got for itself is nobody's here, good as it may be there", async () => {
          const { atRails } = shared();
          const { secret } = await atRails((doorkeeper) => doorkeeper.makeToken({ application }));
          assert.equal(await atRails((doorkeeper) => doorkeeper.use(secret)), true);
          assert.equal(await ask(shared(), secret), ownerGone);
        });

        for (const maker of makers) {
          it(`a token of ${maker} that Tollgate revokes is refused there at once`, async () => {
            const { people, atTollgate, atRails } = shared();
            const secret = await make(shared(), maker, people.ben.id);
            assert.equal(await atRails((doorkeeper) => doorkeeper.use(secret)), true);
            await atTollgate(async ({ deps }) => await revoke(deps, people.ben.id));
            const found = await atRails((doorkeeper) => doorkeeper.find(secret));
            assert.equal(found?.accessible, false);
            assert.equal(found.revoked, true);
          });

          it(`a token of ${maker} that Doorkeeper revokes is refused here at once`, async () => {
            const { people, atRails } = shared();
            const secret = await make(shared(), maker, people.ben.id);
            assert.equal(await ask(shared(), secret), "ben@example.org");
            await atRails((doorkeeper) => doorkeeper.revoke(secret));
            assert.equal(await ask(shared(), secret), revoked);
          });

          it(`a token of ${maker} expires on both sides: there it has that one moment more`, async () => {
            const { people, atRails } = shared();
            const secret = await make(shared(), maker, people.dev.id);
            const start = wholeSecond();
            const expires_in = 7_200;
            await atRails((doorkeeper) =>
              doorkeeper.giveLifetime(secret, { expires_in, at: start }),
            );
            for (const [seconds, here, there] of [
              [-1, "dev@example.org", true],
              [0, expired, true],
              [1, expired, false],
            ] as const) {
              const at = new Date(start.getTime() + (expires_in + seconds) * 1000);
              assert.equal(await ask(shared(), secret, at), here, `${seconds} s, Tollgate`);
              const found = await atRails((doorkeeper) => doorkeeper.find(secret, { at }));
              assert.equal(found?.accessible, there, `${seconds} s, Doorkeeper`);
            }
          });
        }

        it("every row is the same to both: moments in UTC, booleans, and nothing that Doorkeeper finds wrong", async () => {
          const { people, atTollgate, atRails } = shared();
          const started = Date.now();
          const { applications, tokens } = await atTollgate(async ({ deps }) => {
            for (const { id } of [people.ben, people.ben, people.ada]) await rotate(deps, id);
            await revoke(deps, people.ada.id);
            const rows = (table: "oauth_applications" | "oauth_access_tokens") =>
              deps.db.selectFrom(table).selectAll().orderBy("id").execute();
            return {
              applications: await rows("oauth_applications"),
              tokens: await rows("oauth_access_tokens"),
            };
          });
          const records = await atRails((doorkeeper) => doorkeeper.records());
          assert.deepEqual(records, {
            oauth_applications: applications.map(asRecord),
            oauth_access_grants: [],
            oauth_access_tokens: tokens.map(asRecord),
          });
          const made = tokens.slice(-3);
          assert.deepEqual(
            made.map(({ revoked_at }) => revoked_at !== null),
            [true, false, true],
          );
          for (const { created_at } of [...applications, ...made]) {
            assert.ok(Math.abs(created_at.getTime() - started) < 5 * 60_000, String(created_at));
          }
        });
      });
    }
  });
});

/** A row as the model's record is told: moments as Ruby's `Time`, and nothing that is wrong with it. */
function asRecord(row: object): DoorkeeperRecord {
  const columns = Object.entries(row).map(([name, value]) => [
    name,
    value instanceof Date ? { moment: value.toISOString(), zone: "UTC" } : value,
  ]);
  return { ...Object.fromEntries(columns), errors: [] };
}

async function make(
  { atTollgate, atRails }: Neighbours,
  maker: "Tollgate" | "Doorkeeper",
  user: number,
): Promise<string> {
  if (maker === "Doorkeeper") {
    return await atRails((doorkeeper) => doorkeeper.rotate({ application, user }));
  }
  return await atTollgate(async ({ deps }) => (await rotate(deps, user)).secret.reveal());
}

/** The e-mail address that the API answers to the token, or why it refuses it. */
async function ask({ atTollgate }: Neighbours, secret: string, at = new Date()): Promise<string> {
  return await atTollgate(async (world) => {
    world.clock.set(at);
    const answer = await askMe(world, secret);
    return answer.statusCode === 200 ? answer.json().email : answer.json().errors[0];
  });
}

function wholeSecond(): Date {
  return new Date(Math.floor(Date.now() / 1000) * 1000);
}
