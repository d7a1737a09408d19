/** What an operator types, on both databases, and what he reads then. */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it, type TestContext } from "node:test";
import { describeDatabase } from "../../src/db/database.ts";
import { findPendingMigrations } from "../../src/db/migrate.ts";
import type { OauthAccessTokenRow } from "../../src/db/schema.ts";
import { isPassword } from "../../src/users/password.ts";
import {
  commandNames,
  runTollgate,
  runTollgateUnread,
  typeToTollgate,
  type Outcome,
} from "../support/command-line.ts";
import { onEachDatabase, type OpenTestDatabase, type TestDatabase } from "../support/databases.ts";
import { addPlans } from "../support/plans.ts";
import { sha256 } from "../support/tokens.ts";

const password = "let-me-through-please";
const secretKey = "a secret key that is only for tests";

describe("tollgate", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "tollgate-cli-"));
  });
  after(async () => await rm(folder, { recursive: true }));

  onEachDatabase((open, kind) => {
    const run = async (database: TestDatabase, argv: string[], input?: string) =>
      await runTollgate(argv, {
        folder,
        environment: { DATABASE_URL: database.url, SECRET_KEY: secretKey },
        ...(input !== undefined && { input }),
      });

    describe("on an empty database", () => {
      it("migrate makes the tables, and says so; the second time there is nothing to do", async (t) => {
        const database = await openFor(t, open, { migrated: false });
        const name = describeDatabase(database.url);
        const first = await run(database, ["migrate"]);
        const migrations =
          "001-dmproadmap-tables, 002-oauth-tables, 003-tollgate-tables, 004-plans-tables, 005-imported-plans, 006-no-age-of-forms";
        assertSucceeded(first, `Migrated ${name}: ${migrations}\n`);
        assert.deepEqual(await findPendingMigrations(database.db), []);
        assertSucceeded(await run(database, ["migrate"]), `${name} is up to date.\n`);
      });

      it("doctor says what it is, a finding a line", async (t) => {
        const database = await openFor(t, open, { migrated: false });
        const { exitCode, stdout, stderr } = await run(database, ["doctor"]);
        const [heading, ...lines] = stdout.trimEnd().split("\n");
        assert.equal(heading, `${describeDatabase(database.url)}:`);
        assert.equal(lines[0], "ok: The database is empty.");
        for (const line of lines) assert.match(line, /^(ok|hint): [A-Z].*[.;]$/);
        assert.equal(stderr, "");
        assert.equal(exitCode, 0);
      });
    });

    describe("on a migrated database", () => {
      let database: TestDatabase;
      before(async () => {
        database = await open();
      });
      after(async () => await database.remove());

      it("ensure-internal-app makes the application, prints id and uid, and never its secret", async () => {
        const first = await run(database, ["ensure-internal-app"]);
        const [row, ...others] = await database.db
          .selectFrom("oauth_applications")
          .selectAll()
          .execute();
        assert.deepEqual(others, []);
        assert.ok(row);
        const line = `Internal OAuth app ready (id=${row.id}, uid=${row.uid})\n`;
        assertSucceeded(first, line);
        assert.ok(!first.stdout.includes(row.secret));
      });

      it("add-user makes an account with the password from standard input", async () => {
        const names = ["--firstname", "Nia", "--surname", "Newcomer"];
        const perms = ["--perm", "use_api", "--perm", "grant_permissions"];
        const argv = ["add-user", "--email", "Nia@Example.org", ...names, ...perms];
        const outcome = await run(database, argv, `${password}\nanother line\n`);
        const row = await database.db
          .selectFrom("users")
          .selectAll()
          .where("email", "=", "nia@example.org")
          .executeTakeFirstOrThrow();
        assert.equal(outcome.exitCode, 0, outcome.stderr);
        assert.match(
          outcome.stdout,
          new RegExp(`^Added Nia@Example\\.org \\(id=${row.id}\\)$`, "mi"),
        );
        assert.doesNotMatch(outcome.stdout + outcome.stderr, /let-me-through/);
        assert.equal(`${row.firstname} ${row.surname}`, "Nia Newcomer");
        assert.equal(await isPassword(password, row.encrypted_password, ""), true);
        assert.deepEqual(await permsOf(database, row.id), ["grant_permissions", "use_api"]);
      });

      it("set-password changes the password, and says whose", async () => {
        const email = "ned@example.org";
        const now = new Date();
        await database.db
          .insertInto("users")
          .values({ email, created_at: now, updated_at: now })
          .execute();
        const argv = ["set-password", "--email", email];
        const changed = await run(database, argv, "another-password-for-ned\r\n");
        assert.equal(changed.exitCode, 0, changed.stderr);
        assert.match(changed.stdout, /^The password of ned@example\.org was changed\./);
        const row = await database.db
          .selectFrom("users")
          .select("encrypted_password")
          .where("email", "=", email)
          .executeTakeFirst();
        assert.equal(
          await isPassword("another-password-for-ned", row?.encrypted_password, ""),
          true,
        );
      });

      it("set-password --revoke-token ends the API token too, also that of a deactivated account", async () => {
        const { db } = database;
        for (const active of [true, false]) {
          const email = `active-${active}@example.org`;
          const now = new Date();
          const user = await db
            .insertInto("users")
            .values({ email, active, created_at: now, updated_at: now })
            .returning("id")
            .executeTakeFirstOrThrow();
          const application = await db
            .selectFrom("oauth_applications")
            .select("id")
            .executeTakeFirstOrThrow();
          await db
            .insertInto("oauth_access_tokens")
            .values({
              application_id: application.id,
              resource_owner_id: user.id,
              token: sha256(email),
              created_at: now,
            })
            .execute();
          const live = async () =>
            await db
              .selectFrom("oauth_access_tokens")
              .select("id")
              .where("resource_owner_id", "=", user.id)
              .where("revoked_at", "is", null)
              .execute();
          const argv = ["set-password", "--email", email];
          assert.match((await run(database, argv, password)).stdout, /API token.* lives on/);
          assert.equal((await live()).length, 1);
          const ended = await run(database, [...argv, "--revoke-token"], password);
          assert.match(ended.stdout, /was changed\..*\nIts API token was revoked\.\n$/);
          assert.match(ended.stderr, /"seal":"[0-9a-f]{64}".*access token revoked/);
          assert.deepEqual(await live(), []);
          const again = await run(database, [...argv, "--revoke-token"], password);
          assert.match(again.stdout, /It had no live API token\.\n$/);
        }
      });

      if (kind === "PostgreSQL") return; // the rest does not depend on the database

      it("add-user refuses a password of 14 characters, however many bytes they have", async () => {
        const argv = ["add-user", "--email", "short@example.org"];
        const outcome = await run(database, argv, "🔑".repeat(14));
        assertFailed(outcome, /The password must have at least 15 characters/);
        const users = database.db.selectFrom("users").select("id");
        assert.deepEqual(await users.where("email", "=", "short@example.org").execute(), []);
      });

      it("set-password refuses a password of which bcrypt would not read the end", async () => {
        const argv = ["set-password", "--email", "nia@example.org"];
        const outcome = await run(database, argv, "é".repeat(37));
        assertFailed(outcome, /The password must have at most 72 bytes/);
        assert.equal((await run(database, argv, "é".repeat(36))).exitCode, 0);
      });

      it("set-password asks twice at a terminal, and shows nothing of what is typed", async () => {
        const argv = ["set-password", "--email", "nia@example.org"];
        const environment = { DATABASE_URL: database.url, SECRET_KEY: secretKey };
        const type = async (...lines: string[]) =>
          await typeToTollgate(argv, { folder, environment }, lines);
        const changed = await type("typed-by-an-operator", "typed-by-an-operator");
        assert.match(
          changed.screen,
          /^New password: \r\nThe same again: \r\nThe password of .* was/,
        );
        assert.equal(changed.exitCode, 0);
        const differing = await type("typed-by-an-operator", "typed-by-somebody-else");
        assert.match(differing.screen, /The two passwords differ\./);
        assert.equal(differing.exitCode, 1);
        assert.equal((await type("\u0003")).exitCode, 1);
        assert.doesNotMatch(changed.screen + differing.screen, /typed/);
        const { encrypted_password } = await database.db
          .selectFrom("users")
          .select("encrypted_password")
          .where("email", "=", "nia@example.org")
          .executeTakeFirstOrThrow();
        assert.equal(await isPassword("typed-by-an-operator", encrypted_password, ""), true);
      });

      it("add-user says that somebody has the address already", async () => {
        const argv = ["add-user", "--email", "NIA@example.org"];
        assertFailed(
          await run(database, argv, password),
          /NIA@example\.org has an account already/,
        );
      });

      it("add-user says which permissions there are, before it asks for a password", async () => {
        const now = new Date();
        const other = { name: "feed_the_cat", created_at: now, updated_at: now };
        await database.db.insertInto("perms").values(other).execute();
        const argv = ["add-user", "--email", "nyx@example.org"];
        const perms = ["--perm", "feed_the_cat", "--perm", "use_apis"];
        assertFailed(
          await run(database, [...argv, ...perms], "short"),
          /^There is no permission use_apis\. There are add_organisations, .*feed_the_cat, .*use_api\.$/m,
        );
        const users = database.db.selectFrom("users").select("id");
        assert.deepEqual(await users.where("email", "=", "nyx@example.org").execute(), []);
        const outcome = await run(database, [...argv, ...perms.slice(0, 2)], password);
        assert.equal(outcome.exitCode, 0, outcome.stderr);
      });

      it("set-password says that nobody has the address", async () => {
        const argv = ["set-password", "--email", "nobody@example.org"];
        assertFailed(
          await run(database, argv, password),
          /Nobody has the address nobody@example\.org/,
        );
      });
    });

    describe("hash-plain-tokens", () => {
      const counted = [
        "Stored in clear:",
        "  access tokens: 3 (1 live, 1 expired, 1 revoked)",
        "  refresh tokens: 1",
        "  the newest was made at 2026-02-03T04:05:06.789Z",
      ].join("\n");

      it("counts and changes nothing, hashes when told to, and is done then", async (t) => {
        const database = await openFor(t, open);
        await addTokens(database, [
          { token: "one", refresh_token: "other" },
          { token: "two", expires_in: 60 },
          { token: "three", revoked_at: new Date(0) },
          { token: sha256("four") },
        ]);
        const dry = await run(database, ["hash-plain-tokens"]);
        assert.equal(dry.exitCode, 0, dry.stderr);
        assert.ok(
          dry.stdout.startsWith(`${counted}\nNothing was changed. With --apply `),
          dry.stdout,
        );
        assert.match(dry.stdout, /hash_token_secrets/);
        assert.deepEqual(await tokensIn(database), ["one", "two", "three", sha256("four")]);

        const applied = await run(database, ["hash-plain-tokens", "--apply"]);
        assertSucceeded(
          applied,
          `${counted}\nAll were hashed. The live ones open the API again.\n`,
        );
        assert.deepEqual(await tokensIn(database), ["one", "two", "three", "four"].map(sha256));
        for (const argv of [["hash-plain-tokens"], ["hash-plain-tokens", "--apply"]]) {
          assertSucceeded(await run(database, argv), "No token is stored in clear.\n");
        }
      });

      it("names the rows of which only one can have the digest, and no secret", async (t) => {
        const database = await openFor(t, open);
        await addTokens(database, [
          { token: "not told" },
          { token: sha256("not told") },
          { token: "another" },
        ]);
        for (const argv of [["hash-plain-tokens"], ["hash-plain-tokens", "--apply"]]) {
          const { exitCode, stdout, stderr } = await run(database, argv);
          assert.match(stderr, /^ {2}id 1 has in clear the token whose digest id 2 has$/m);
          assert.match(stderr, /^Nothing was changed/);
          assert.doesNotMatch(stdout + stderr, /not told|All were hashed|^\s+at /m);
          assert.equal(exitCode, 1);
        }
        const unchanged = ["not told", sha256("not told"), "another"];
        assert.deepEqual(await tokensIn(database), unchanged);
      });
    });

    describe("plans --check", () => {
      it("is content with a database without plans, and wants to be told what to do", async (t) => {
        const database = await openFor(t, open);
        const standard = "what the RDA DMP Common Standard 1.0 requires";
        assertSucceeded(
          await run(database, ["plans", "--check"]),
          `All plans (0) have ${standard}.\n`,
        );
        assertFailed(await run(database, ["plans"]), /^Say what to do with the plans: --check\.$/m);
      });

      it("names each plan that lacks something, the place and the reason, beyond the first hundred too", async (t) => {
        const database = await openFor(t, open);
        const plans = await addPlans(database.db, 101, {
          start_date: new Date("2026-01-01"),
          end_date: null,
        });
        const { exitCode, stdout, stderr } = await run(database, ["plans", "--check"]);
        const last = `plan ${plans[100]?.id} "Plan 101": dmp.project[0].end: The project has no end date.`;
        assert.ok(stdout.split("\n").includes(last), stdout);
        assert.doesNotMatch(stdout, /start date/);
        assert.match(stderr, /^101 of 101 plans lack some of what the RDA DMP Common Standard/);
        assert.equal(exitCode, 1);
      });

      it("shows what would command a terminal, or turn the order of its text", async (t) => {
        const database = await openFor(t, open);
        const title = "Être \u{1F9CA} \u001b[2J \u009b2J\u007f\u2028\u202eesrever\u2066\u200f\r\n.";
        await addPlans(database.db, 1, { title });
        const { stdout } = await run(database, ["plans", "--check"]);
        const shown = String.raw`"Être 🧊 \u001b[2J \u009b2J\u007f\u2028\u202eesrever\u2066\u200f\r\n."`;
        assert.ok(stdout.includes(shown), stdout);
        assert.doesNotMatch(stdout, /[^\P{C}\n]|\p{Zl}/u);
      });

      it("ends without a fuss, and not as a success, when nobody reads on", async (t) => {
        const database = await openFor(t, open);
        await addPlans(database.db, 101);
        const environment = { DATABASE_URL: database.url, SECRET_KEY: secretKey };
        const outcome = await runTollgateUnread(["plans", "--check"], { folder, environment });
        assert.equal(outcome.exitCode, 141);
        assert.doesNotMatch(outcome.stderr, /EPIPE|^ +at /m);
      });
    });
  });

  it("helps who asks for it", async () => {
    const { exitCode, stdout, stderr } = await runTollgate(["--help"], { folder });
    assert.equal(exitCode, 0);
    assert.equal(stderr, "");
    for (const command of commandNames) {
      assert.match(stdout, new RegExp(`^ {2}${command}\\b`, "m"));
    }
  });
});

async function openFor(t: TestContext, open: OpenTestDatabase, options?: { migrated?: boolean }) {
  const database = await open(options);
  t.after(database.remove);
  return database;
}

function assertSucceeded(outcome: Outcome, stdout: string) {
  assert.deepEqual(outcome, { exitCode: 0, stdout, stderr: "" });
}

/** One message for a person, and nothing for a programmer. */
function assertFailed({ exitCode, stdout, stderr }: Outcome, message: RegExp) {
  assert.match(stderr, message);
  assert.doesNotMatch(stderr, /^\s+at /m, "a stack of calls");
  assert.equal(stdout, "");
  assert.equal(exitCode, 1);
}

async function permsOf({ db }: TestDatabase, userId: number): Promise<(string | null)[]> {
  const rows = await db
    .selectFrom("users_perms")
    .innerJoin("perms", "perms.id", "users_perms.perm_id")
    .select("perms.name")
    .where("users_perms.user_id", "=", userId)
    .orderBy("perms.name")
    .execute();
  return rows.map(({ name }) => name);
}

/** All made at the same moment, for one application. */
async function addTokens(
  { db }: TestDatabase,
  tokens: (Partial<OauthAccessTokenRow> & { token: string })[],
) {
  const created_at = new Date("2026-02-03T04:05:06.789Z");
  const { id: application_id } = await db
    .insertInto("oauth_applications")
    .values({ name: "A", uid: "a", secret: "s", created_at, updated_at: created_at })
    .returning("id")
    .executeTakeFirstOrThrow();
  for (const token of tokens) {
    await db
      .insertInto("oauth_access_tokens")
      .values({ application_id, created_at, ...token })
      .execute();
  }
}

async function tokensIn({ db }: TestDatabase): Promise<string[]> {
  const rows = await db.selectFrom("oauth_access_tokens").select("token").orderBy("id").execute();
  return rows.map(({ token }) => token);
}
