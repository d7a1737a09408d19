/** What an operator types, on both databases, and what he reads then. */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it, type TestContext } from "node:test";
import { describeDatabase } from "../../src/db/database.ts";
import { findPendingMigrations } from "../../src/db/migrate.ts";
import { isPassword } from "../../src/users/password.ts";
import { runTollgate, type Outcome } from "../support/command-line.ts";
import { onEachDatabase, type OpenTestDatabase, type TestDatabase } from "../support/databases.ts";
import { addPlans } from "../support/plans.ts";

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
          "001-dmproadmap-tables, 002-oauth-tables, 003-tollgate-tables, 004-plans-tables, 005-imported-plans";
        assertSucceeded(first, `Migrated ${name}: ${migrations}\n`);
        assert.deepEqual(await findPendingMigrations(database.db), []);
        assertSucceeded(await run(database, ["migrate"]), `${name} is up to date.\n`);
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

      if (kind === "PostgreSQL") return; // the rest does not depend on the database

      it("add-user refuses a password of 14 characters, however many bytes they have", async () => {
        const argv = ["add-user", "--email", "short@example.org"];
        const outcome = await run(database, argv, "🔑".repeat(14));
        assertFailed(outcome, /The password must have at least 15 characters/);
        const users = database.db.selectFrom("users").select("id");
        assert.deepEqual(await users.where("email", "=", "short@example.org").execute(), []);
      });

      it("add-user says that somebody has the address already", async () => {
        const argv = ["add-user", "--email", "NIA@example.org"];
        assertFailed(
          await run(database, argv, password),
          /NIA@example\.org has an account already/,
        );
      });

      it("set-password says that nobody has the address", async () => {
        const argv = ["set-password", "--email", "nobody@example.org"];
        assertFailed(
          await run(database, argv, password),
          /Nobody has the address nobody@example\.org/,
        );
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
    });
  });

  it("helps who asks for it", async () => {
    const { exitCode, stdout, stderr } = await runTollgate(["--help"], { folder });
    assert.equal(exitCode, 0);
    assert.equal(stderr, "");
    for (const command of ["serve", "migrate", "ensure-internal-app", "add-user", "set-password"]) {
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
