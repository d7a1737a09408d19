/** Tokens stored in clear from before Doorkeeper hashed them: refused, counted, and hashed all at once. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { describe, it } from "node:test";
import { sql } from "kysely";
import { findPlainTokens, hashPlainTokens } from "../../src/access-tokens/hash-plain-tokens.ts";
import { rotate } from "../../src/access-tokens/rotate.ts";
import { onEachDatabase } from "../support/databases.ts";
import { sha256, askMe, insertDoorkeeperToken, internalApplicationId } from "../support/tokens.ts";
import { createWorld, type World } from "../support/world.ts";

const none = { live: 0, expired: 0, revoked: 0, refresh_tokens: 0, newest: undefined, doubles: [] };

describe("tokens in clear", () => {
  onEachDatabase((open) => {
    it("are refused until they are hashed, then open what they opened before", async () => {
      await using world = await createWorld(open);
      const secret = await insertPlain(world);
      assert.equal((await askMe(world, secret)).statusCode, 401);
      assert.equal((await findPlainTokens(world.deps)).live, 1);
      assert.equal((await askMe(world, secret)).statusCode, 401, "counting hashed them");

      await hashPlainTokens(world.deps);
      assert.equal((await askMe(world, secret)).statusCode, 200);
      assert.equal((await askMe(world, sha256(secret))).statusCode, 401);
      assert.deepEqual(await findPlainTokens(world.deps), none);
    });

    it("are counted by what they are; the dry run counts the same as the real one", async () => {
      await using world = await createWorld(open);
      const now = world.clock.now();
      const longAgo = new Date(now.getTime() - 3_600_000);
      for (const columns of [
        {},
        { expires_in: 1, created_at: longAgo },
        { expires_in: 3_600, created_at: longAgo },
        { expires_in: 3_601, created_at: longAgo },
        { revoked_at: longAgo },
        { revoked_at: longAgo, expires_in: 1, created_at: longAgo, refresh_token: "in clear" },
      ]) {
        await insertPlain(world, columns);
      }
      const expected = { ...none, live: 2, expired: 2, revoked: 2, refresh_tokens: 1, newest: now };
      assert.deepEqual(await findPlainTokens(world.deps), expected);
      assert.deepEqual(await hashPlainTokens(world.deps), expected);
      assert.deepEqual(await hashPlainTokens(world.deps), none);
    });

    it("are whatever is not 64 lowercase hex digits, and digests stay as they are", async () => {
      await using world = await createWorld(open);
      const digest = sha256("some secret");
      await rotate(world.deps, world.people.ben.id);
      await insertDoorkeeperToken(world, { token: digest });
      const plain = [
        randomBytes(32).toString("base64url"),
        randomBytes(16).toString("hex"),
        sha256("another").toUpperCase(),
        `${digest}\n`,
        `${digest.slice(1)}é`,
        `${digest.slice(1)}g`,
        "a.json.web token",
        "x".repeat(300),
      ];
      for (const token of plain) await insertDoorkeeperToken(world, { token });
      const before = await tokensIn(world);
      assert.equal((await hashPlainTokens(world.deps)).live, plain.length);
      const expected = before.map((token) => (plain.includes(token) ? sha256(token) : token));
      assert.deepEqual(await tokensIn(world), expected);
    });

    it("may be refresh tokens and their predecessors, also of rows whose token is hashed", async () => {
      await using world = await createWorld(open);
      const first = await insertPlain(world, { refresh_token: "the first" });
      await insertDoorkeeperToken(world, {
        refresh_token: sha256("the second"),
        previous_refresh_token: "the first",
      });
      await insertDoorkeeperToken(world, { refresh_token: "" });
      assert.equal((await hashPlainTokens(world.deps)).refresh_tokens, 2);
      const rows = await world.deps.db
        .selectFrom("oauth_access_tokens")
        .select(["refresh_token", "previous_refresh_token"])
        .orderBy("id")
        .execute();
      assert.deepEqual(
        rows.map((row) => Object.values(row)),
        [
          [sha256("the first"), ""],
          [sha256("the second"), sha256("the first")],
          ["", ""],
        ],
      );
      assert.equal((await askMe(world, first)).statusCode, 200);
    });

    it("keep all else of their rows", async () => {
      await using world = await createWorld(open);
      await insertPlain(world, {
        expires_in: 7_200,
        scopes: "read write",
        revoked_at: new Date(0),
      });
      await insertPlain(world, { resource_owner_id: null, scopes: null });
      const rows = world.deps.db.selectFrom("oauth_access_tokens").selectAll().orderBy("id");
      const before = await rows.execute();
      await hashPlainTokens(world.deps);
      const expected = before.map((row) => Object.assign(row, { token: sha256(row.token) }));
      assert.deepEqual(await rows.execute(), expected);
    });

    it("are hashed in tables without refresh tokens too", async () => {
      await using world = await createWorld(open);
      const { db } = world.deps;
      await sql`drop index index_oauth_access_tokens_on_refresh_token`.execute(db);
      await sql`alter table oauth_access_tokens drop column refresh_token`.execute(db);
      await sql`alter table oauth_access_tokens drop column previous_refresh_token`.execute(db);
      const secret = await insertPlain(world);
      assert.equal((await hashPlainTokens(world.deps)).live, 1);
      assert.equal((await askMe(world, secret)).statusCode, 200);
    });

    for (const column of ["token", "refresh_token"] as const) {
      it(`stay as they are, all of them, where another row has the digest (${column})`, async () => {
        await using world = await createWorld(open);
        await insertPlain(world);
        await insertDoorkeeperToken(world, { [column]: sha256("the same") });
        await insertPlain(world, { [column]: "the same" });
        const before = await tokensIn(world);
        const [, hashed_id, plain_id] = await idsIn(world);
        const doubles = [{ column, plain_id, hashed_id }];
        assert.deepEqual((await findPlainTokens(world.deps)).doubles, doubles);
        assert.deepEqual((await hashPlainTokens(world.deps)).doubles, doubles);
        assert.deepEqual(await tokensIn(world), before);
      });
    }

    it("are hashed all together or not at all", async () => {
      await using world = await createWorld(open);
      await insertMany(world, 1_500);
      const before = await tokensIn(world);
      // The last one of the second batch cannot be written.
      await forbidWriting(world, before.at(-1) ?? "");
      await assert.rejects(hashPlainTokens(world.deps), /not this one/);
      assert.deepEqual(await tokensIn(world), before);
    });

    it("are hashed once when two do it at the same time, thousands of them", async () => {
      await using world = await createWorld(open);
      await insertMany(world, 2_500);
      const before = await tokensIn(world);
      const counts = await Promise.all([hashPlainTokens(world.deps), hashPlainTokens(world.deps)]);
      assert.deepEqual(new Set(counts.map(({ live }) => live)), new Set([0, 2_500]));
      assert.deepEqual(await tokensIn(world), before.map(sha256));
    });
  });
});

/** As Doorkeeper stored tokens before: the secret itself. */
async function insertPlain(
  world: World,
  columns: Parameters<typeof insertDoorkeeperToken>[1] = {},
): Promise<string> {
  const secret = randomBytes(32).toString("base64url");
  await insertDoorkeeperToken(world, { token: secret, ...columns });
  return secret;
}

async function insertMany(world: World, count: number) {
  const row = {
    application_id: await internalApplicationId(world),
    resource_owner_id: world.people.ben.id,
    created_at: world.clock.now(),
  };
  const rows = Array.from({ length: count }, (_, index) => ({ ...row, token: `plain ${index}` }));
  await world.deps.db.insertInto("oauth_access_tokens").values(rows).execute();
}

async function tokensIn({ deps: { db } }: World): Promise<string[]> {
  const rows = await db.selectFrom("oauth_access_tokens").select("token").orderBy("id").execute();
  return rows.map(({ token }) => token);
}

async function idsIn({ deps: { db } }: World): Promise<number[]> {
  const rows = await db.selectFrom("oauth_access_tokens").select("id").orderBy("id").execute();
  return rows.map(({ id }) => id);
}

/** Lets the database itself refuse to take this token's text out of its row. */
async function forbidWriting({ database: { kind }, deps: { db } }: World, token: string) {
  if (kind === "SQLite") {
    await sql`
      create trigger no_writing before update on oauth_access_tokens when old.token = ${sql.lit(token)}
      begin select raise(abort, 'not this one'); end`.execute(db);
    return;
  }
  await sql`
    create function refuse() returns trigger language plpgsql as $$
    begin raise exception 'not this one'; end $$`.execute(db);
  await sql`
    create trigger no_writing before update on oauth_access_tokens
    for each row when (old.token = ${sql.lit(token)}) execute function refuse()`.execute(db);
}
