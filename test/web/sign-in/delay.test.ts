/** Guessing gets slower with every failure, for known and unknown accounts alike, without locking their owners out. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { LightMyRequestResponse } from "fastify";
import { urls } from "../../../src/urls.ts";
import { Browser } from "../../support/browser.ts";
import { onEachDatabase } from "../../support/databases.ts";
import { dump } from "../../support/dump.ts";
import { password } from "../../support/people.ts";
import { shareWorld } from "../../support/shared-world.ts";
import { addNewcomer } from "../../support/visitors.ts";

describe("guessing passwords", () => {
  onEachDatabase((open) => {
    const world = shareWorld(open);
    let nextNetwork = 0;

    /** An address that nothing was tried from yet. */
    const newAddress = () => `198.51.${(nextNetwork += 1)}.7`;

    async function tryFrom(remoteAddress: string, email: string, secret = "wrong") {
      const browser = new Browser(world().app);
      await browser.get(urls.signIn);
      const form = new URLSearchParams({
        authenticity_token: browser.authenticityToken,
        "user[email]": email,
        "user[password]": secret,
      });
      return await browser.send({
        method: "POST",
        url: urls.signIn,
        remoteAddress,
        headers: { "content-type": "application/x-www-form-urlencoded" },
        payload: form.toString(),
      });
    }

    /** Fails until it is told to wait. Returns how many failures that took, and the refusal. */
    async function failUntilDelayed(address: string, email: string) {
      for (let failures = 0; failures < 40; failures += 1) {
        const answer = await tryFrom(address, email);
        if (answer.statusCode === 429) return { failures, answer };
        assert.equal(answer.statusCode, 422);
      }
      return assert.fail("never delayed");
    }

    const waitOf = (answer: LightMyRequestResponse) => Number(answer.headers["retry-after"]);

    it("makes a person wait after a few failures, says so, and checks nothing meanwhile", async () => {
      const { email } = await addNewcomer(world());
      const address = newAddress();
      const { failures, answer } = await failUntilDelayed(address, email);
      assert.ok(failures >= 3 && failures <= 10, `${failures} free failures`);
      assert.ok(Number.isInteger(waitOf(answer)) && waitOf(answer) >= 1);
      assert.match(answer.body, /Too many attempts\. Please wait \d+ seconds? and try again\./);
      assert.equal((await tryFrom(address, email, password)).statusCode, 429);
      world().clock.advance({ seconds: waitOf(answer) });
      assert.equal((await tryFrom(address, email, password)).statusCode, 303);
      assert.equal((await tryFrom(address, email)).statusCode, 422, "and all is forgotten");
    });

    it("doubles the wait with each further failure, up to a limit", async () => {
      const { email } = await addNewcomer(world());
      const address = newAddress();
      await failUntilDelayed(address, email);
      const waits = [];
      for (let round = 0; round < 14; round += 1) {
        const refused = await tryFrom(address, email);
        assert.equal(refused.statusCode, 429);
        waits.push(waitOf(refused));
        world().clock.advance({ seconds: waitOf(refused) });
        assert.equal((await tryFrom(address, email)).statusCode, 422);
      }
      for (const [index, wait] of waits.entries()) {
        assert.ok(index === 0 || wait >= Number(waits[index - 1]), waits.join(" "));
      }
      assert.ok(Number(waits[5]) >= 8 * Number(waits[0]), waits.join(" "));
      assert.ok(Number(waits.at(-1)) <= 3_600, waits.join(" "));
    });

    it("delays an account that does not exist exactly alike", async () => {
      const known = await failUntilDelayed(newAddress(), (await addNewcomer(world())).email);
      const unknown = await failUntilDelayed(newAddress(), "nobody-at-all@example.org");
      assert.equal(unknown.failures, known.failures);
      assert.equal(waitOf(unknown.answer), waitOf(known.answer));
    });

    it("counts parallel tries one by one: no more slip through than one after the other", async () => {
      const { email } = await addNewcomer(world());
      const address = newAddress();
      const tries = Array.from({ length: 24 }, async () => await tryFrom(address, email));
      const statuses = (await Promise.all(tries)).map(({ statusCode }) => statusCode);
      const { failures } = await failUntilDelayed(newAddress(), (await addNewcomer(world())).email);
      assert.equal(statuses.filter((status) => status === 422).length, failures);
      assert.equal(statuses.filter((status) => status === 429).length, 24 - failures);
    });

    it("does not let a stranger lock Ben out where he has signed in before", async () => {
      const { email } = await addNewcomer(world());
      const home = newAddress();
      assert.equal((await tryFrom(home, email, password)).statusCode, 303);
      for (let stranger = 0; stranger < 12; stranger += 1) {
        const address = newAddress();
        for (let guess = 0; guess < 5; guess += 1) await tryFrom(address, email);
      }
      const stranger = await tryFrom(newAddress(), email);
      assert.equal(stranger.statusCode, 429, "strangers wait, wherever they come from");
      assert.equal((await tryFrom(home, email, password)).statusCode, 303);
    });

    it("does not let Ben's neighbours pay for guesses at Ben, nor Ben for theirs", async () => {
      const [ben, neighbour] = [await addNewcomer(world()), await addNewcomer(world())];
      const office = newAddress();
      await failUntilDelayed(office, ben.email);
      assert.equal((await tryFrom(office, neighbour.email, password)).statusCode, 303);
    });

    it("slows down one address that tries many accounts", async () => {
      const address = newAddress();
      const statuses = [];
      for (let account = 0; account < 50; account += 1) {
        statuses.push((await tryFrom(address, (await addNewcomer(world())).email)).statusCode);
      }
      assert.ok(statuses.includes(429), "sprayed passwords are slowed down");
    });

    it("writes nothing down of a try that it refuses", async () => {
      const address = newAddress();
      const newAccount = async () => (await addNewcomer(world())).email;
      while ((await tryFrom(address, await newAccount())).statusCode !== 429);
      const countRows = async () =>
        (await dump(world().deps.db))["tollgate_sign_in_attempts"]?.length;
      const rows = await countRows();
      assert.equal((await tryFrom(address, await newAccount())).statusCode, 429);
      assert.equal(await countRows(), rows);
    });

    it("takes the addresses of one IPv6 network for one caller", async () => {
      const { email } = await addNewcomer(world());
      const { failures } = await failUntilDelayed("2001:db8:1:2::1", email);
      assert.ok(failures > 0);
      assert.equal((await tryFrom("2001:db8:1:2:ffff::9", email)).statusCode, 429);
      assert.equal((await tryFrom("2001:db8:1:3::1", email, password)).statusCode, 303);
    });

    it("believes no X-Forwarded-For of a stranger", async () => {
      const { email } = await addNewcomer(world());
      const address = newAddress();
      await failUntilDelayed(address, email);
      const browser = new Browser(world().app);
      await browser.get(urls.signIn);
      const answer = await browser.send({
        method: "POST",
        url: urls.signIn,
        remoteAddress: address,
        headers: {
          "content-type": "application/x-www-form-urlencoded",
          "x-forwarded-for": newAddress(),
          "x-real-ip": newAddress(),
          forwarded: `for=${newAddress()}`,
        },
        payload: new URLSearchParams({
          authenticity_token: browser.authenticityToken,
          "user[email]": email,
          "user[password]": password,
        }).toString(),
      });
      assert.equal(answer.statusCode, 429);
    });

    it("keeps no e-mail address and no network address in its table", async () => {
      const { email } = await addNewcomer(world());
      await tryFrom("203.0.113.99", email);
      const rows = await world()
        .deps.db.selectFrom("tollgate_sign_in_attempts")
        .selectAll()
        .execute();
      assert.ok(rows.length > 0);
      assert.doesNotMatch(JSON.stringify(rows), /@|203\.0\.113|\d+\.\d+\.\d+\.\d+/);
    });
  });
});
