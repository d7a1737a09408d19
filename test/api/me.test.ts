/** `GET /api/v2/me`: whose token it is, flat and not in the envelope, and nothing more about him. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { urls } from "../../src/urls.ts";
import { onEachDatabase } from "../support/databases.ts";
import { shareWorld } from "../support/shared-world.ts";
import { askMe, insertDoorkeeperToken } from "../support/tokens.ts";
import { addNewcomer } from "../support/visitors.ts";

describe("GET /api/v2/me", () => {
  onEachDatabase((open) => {
    const world = shareWorld(open);

    it("tells names, e-mail address, organisation and language, key by key in their order", async () => {
      const resource_owner_id = world().people.ada.id;
      const answer = await askMe(
        world(),
        await insertDoorkeeperToken(world(), { resource_owner_id }),
      );
      assert.equal(
        answer.body,
        '{"firstname":"Ada","surname":"Example","email":"ada@example.org",' +
          '"organisation":"Example University","language":"English (GB)"}',
      );
      assert.equal(answer.headers["content-type"], "application/json; charset=utf-8");
      assert.equal(answer.headers["cache-control"], "no-store");
      assert.equal(answer.headers["etag"], undefined);
    });

    it("says null for what a person has not", async () => {
      const nothing = { firstname: null, surname: null, org_id: null, language_id: null };
      const person = await addNewcomer(world(), nothing);
      const secret = await insertDoorkeeperToken(world(), { resource_owner_id: person.id });
      const { email, ...rest } = (await askMe(world(), secret)).json();
      assert.equal(email, person.email);
      assert.deepEqual(rest, {
        firstname: null,
        surname: null,
        organisation: null,
        language: null,
      });
    });

    it("tells of the token's owner only, whoever is asked for", async () => {
      const authorization = `Bearer ${await insertDoorkeeperToken(world())}`;
      const { ada } = world().people;
      for (const query of [
        `user_id=${ada.id}`,
        `id=${ada.id}`,
        `resource_owner_id=${ada.id}`,
        `email=${ada.email}`,
      ]) {
        const url = `${urls.me}?${query}`;
        const answer = await world().app.inject({ url, headers: { authorization } });
        assert.equal(answer.json().email, "ben@example.org");
      }
    });

    it("is answered afresh: a changed name is there at once", async () => {
      const person = await addNewcomer(world());
      const secret = await insertDoorkeeperToken(world(), { resource_owner_id: person.id });
      await askMe(world(), secret);
      const { db } = world().deps;
      const firstname = "Zoë 木";
      await db.updateTable("users").set({ firstname }).where("id", "=", person.id).execute();
      const answer = await askMe(world(), secret);
      assert.equal(answer.json().firstname, firstname);
      assert.equal(Number(answer.headers["content-length"]), Buffer.byteLength(answer.body));
    });
  });
});
