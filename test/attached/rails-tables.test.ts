/** Tables as years of Rails have left them, and Rails deleting rows while Tollgate works. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { sql } from "kysely";
import { ensureInternalApplication } from "../../src/applications/internal-application.ts";
import { urls } from "../../src/urls.ts";
import { attachService, type AttachedService } from "../support/attached-service.ts";
import { Connection, errorCodeOf, me, rotate, secretOf, signIn } from "../support/client.ts";
import { onPostgres } from "../support/databases.ts";
import { useEverything } from "../support/use-everything.ts";

describe("beside Rails", () => {
  onPostgres((open) => {
    it("works with ids of 32 and 64 bits, columns and tables that it does not know, no foreign keys", async () => {
      const wide = ["roles.user_id", "users_perms.user_id", "answers.user_id", "plans.org_id"];
      await using service = await attachService(open, {
        foreignKeys: false,
        oauth: true,
        types: {
          ...Object.fromEntries(wide.map((column) => [column, "bigint"])),
          "users.id": "bigint primary key",
          "orgs.id": "bigint primary key",
          "oauth_access_tokens.id": "integer primary key",
          "oauth_access_tokens.resource_owner_id": "integer",
          "oauth_access_tokens.application_id": "integer not null",
        },
      });
      const { db } = service.deps;
      await sql`alter table users add column shoe_size integer not null default 42`.execute(db);
      await sql`alter table oauth_access_tokens add column note text not null default ''`.execute(
        db,
      );
      await sql`create table guidance_groups (id integer primary key)`.execute(db);
      await useEverything(service.server.url);
    });

    describe("that deletes and changes rows", () => {
      const stack = new AsyncDisposableStack();
      let service: AttachedService;
      let connection: Connection;
      before(async () => {
        service = stack.use(await attachService(open));
        connection = stack.adopt(new Connection(service.server.url), (opened) => opened.close());
      });
      after(() => stack.disposeAsync());

      /** Signed in, with a token that works. */
      async function enter(firstname: string, id: number) {
        const email = `${firstname.toLowerCase()}@example.org`;
        const person = await signIn(connection, { firstname, email, id });
        const secret = secretOf(await rotate(connection, person)) ?? "";
        assert.equal((await me(connection, secret)).status, 200);
        return { person, secret };
      }

      it("refuses the token, the session and the press of somebody who is gone", async () => {
        const { person, secret } = await enter("Ben", 2);
        const { db } = service.deps;
        for (const table of ["answers", "roles"]) {
          await sql`delete from ${sql.table(table)} where user_id = 2`.execute(db);
        }
        await sql`delete from users where email = 'ben@example.org'`.execute(db);
        assert.equal((await me(connection, secret)).status, 401);
        assert.equal((await rotate(connection, person)).status, 401);
        const page = await connection.send(urls.profile, {
          headers: { ...person.headers, accept: "text/html" },
        });
        assert.match(page.headers.location ?? "", /^\/users\/sign_in/);
      });

      it("refuses somebody whose active is NULL, as Rails reads it", async () => {
        const { person, secret } = await enter("Fay", 3);
        await sql`update users set active = null where email = 'fay@example.org'`.execute(
          service.deps.db,
        );
        const refused = await me(connection, secret);
        assert.equal(refused.status, 401);
        assert.match(refused.body, /deactivated/);
        assert.equal((await rotate(connection, person)).status, 401);
      });

      it("refuses tokens whose application is gone, says so to people, and goes on when it is made again", async () => {
        const { person, secret } = await enter("Dev", 4);
        const { db } = service.deps;
        await sql`delete from oauth_access_tokens`.execute(db); // Doorkeeper deletes them with it
        await sql`delete from oauth_applications`.execute(db);
        assert.equal((await me(connection, secret)).status, 401);
        const refused = await rotate(connection, person);
        assert.equal(refused.status, 503);
        assert.equal(errorCodeOf(refused), "application_missing");
        const page = await connection.send(urls.profile, {
          headers: { ...person.headers, accept: "text/html" },
        });
        assert.match(page.body, /currently unavailable/);

        await ensureInternalApplication(service.deps);
        const renewed = secretOf(await rotate(connection, person)) ?? "";
        assert.equal((await me(connection, renewed)).status, 200);
      });
    });
  });
});
