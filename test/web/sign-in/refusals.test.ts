/** Whoever may not sign in learns nothing: every refusal has the same status, text and headers, and takes as long. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { urls } from "../../../src/urls.ts";
import { hashPassword, preparePasswords } from "../../../src/users/password.ts";
import { Browser } from "../../support/browser.ts";
import { onEachDatabase, openSqlite } from "../../support/databases.ts";
import { password, type Person } from "../../support/people.ts";
import { shareWorld } from "../../support/shared-world.ts";
import { addNewcomer } from "../../support/visitors.ts";
import { createWorld, type World } from "../../support/world.ts";

type Tried = { who: Pick<Person, "email">; secret: string };

async function refusedOnes(world: World): Promise<Record<string, Tried>> {
  const { ben, eve, ivy } = world.people;
  const encrypted_password = await hashPassword(password, "");
  const add = async (columns: Parameters<typeof addNewcomer>[1]) =>
    await addNewcomer(world, { encrypted_password, ...columns });
  return {
    "a wrong password": { who: ben, secret: "not my password" },
    "an unknown account": { who: { email: "nobody@example.org" }, secret: password },
    "a deactivated account": { who: eve, secret: password },
    "an account whose activity nobody stated": {
      who: await add({ active: null }),
      secret: password,
    },
    "a pending invitation": { who: ivy, secret: password },
    "an account without password": {
      who: await add({ encrypted_password: null }),
      secret: password,
    },
    "an account with an empty password": { who: await add({ encrypted_password: "" }), secret: "" },
  };
}

describe("a refused sign-in", () => {
  onEachDatabase((open) => {
    const world = shareWorld(open);

    it("looks the same, whatever its reason, but for what was typed", async () => {
      const answers = new Map<string, unknown>();
      for (const [what, { who, secret }] of Object.entries(await refusedOnes(world()))) {
        const browser = new Browser(world().app);
        const answer = await browser.signIn(who, secret);
        const { "x-request-id": requestId, date, ...headers } = answer.headers;
        assert.ok(requestId && date);
        assert.equal(answer.cookies.length, 0, what);
        const body = answer.body
          .replaceAll(browser.authenticityToken, "TOKEN")
          .replaceAll(who.email, "EMAIL");
        delete headers["content-length"];
        answers.set(what, { status: answer.statusCode, headers, body });
      }
      const [first, ...others] = answers.values();
      for (const other of others) assert.deepEqual(other, first);
      assert.equal(Object(first).status, 422);
      assert.match(Object(first).body, /role="alert"[^>]*>Invalid email or password\./);
      const sessions = await world().deps.db.selectFrom("tollgate_sessions").selectAll().execute();
      assert.deepEqual(sessions, []);
    });
  });

  describe("measured", () => {
    const world = shareWorld(openSqlite);

    it("takes about as long when there is no password to compare", async () => {
      await preparePasswords();
      const { "a wrong password": wrong, ...others } = await refusedOnes(world());
      assert.ok(wrong);
      const usual = await quickest(world(), wrong);
      for (const [what, tried] of Object.entries(others)) {
        const time = await quickest(world(), tried);
        assert.ok(time > usual / 3, `${what}: ${time} ms, a wrong password: ${usual} ms`);
      }
    });

    it("takes about as long when the stored hash is none of bcrypt's", async () => {
      await preparePasswords();
      const { "a wrong password": wrong } = await refusedOnes(world());
      assert.ok(wrong);
      const usual = await quickest(world(), wrong);
      for (const encrypted_password of ["$2a$10$broken", "*", "x".repeat(60)]) {
        const who = await addNewcomer(world(), { encrypted_password });
        const time = await quickest(world(), { who, secret: password });
        assert.ok(time > usual / 3, `${encrypted_password}: ${time} ms, otherwise ${usual} ms`);
      }
    });
  });

  it("shows the typed address again, as text, and never the password", async () => {
    const email = `"><script>alert(1)</script>@example.org`;
    await using world = await createWorld(openSqlite);
    const browser = new Browser(world.app);
    await browser.signIn({ email }, "hunter2-hunter2");
    assert.match(browser.page, /value="&quot;>?(&gt;)?&lt;script/);
    assert.doesNotMatch(browser.page, /<script(?! type="module" src="\/assets\/)|hunter2/);
  });
});

/** The shortest of a few tries, in milliseconds: noise only ever adds. */
async function quickest(world: World, { who, secret }: Tried): Promise<number> {
  world.clock.advance({ hours: 25 }); // earlier failures are forgotten, and delay nobody
  const times = [];
  for (let round = 0; round < 3; round += 1) {
    const browser = new Browser(world.app);
    await browser.get(urls.signIn);
    const start = performance.now();
    const form = { "user[email]": who.email, "user[password]": secret };
    const answer = await browser.post(urls.signIn, form);
    times.push(performance.now() - start);
    assert.equal(answer.statusCode, 422);
  }
  return Math.min(...times);
}
