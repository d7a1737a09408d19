/** Does, over HTTP, everything that people and programs do with Tollgate, so that every column and right is needed. */
import assert from "node:assert/strict";
import { legacyTokenUrl, planPageUrl, planUrl, urls } from "../../src/urls.ts";
import { Connection, revoke, rotate, secretOf, signIn } from "./client.ts";

/** `serverUrl`: of a server over a database that has the demo's people and plans in it. */
export async function useEverything(serverUrl: string): Promise<void> {
  const connection = new Connection(serverUrl);
  try {
    const ada = { firstname: "Ada", email: "ada@example.org", id: 1 };
    const visitor = await signIn(connection, ada);
    await rotate(connection, visitor);
    const rotated = await rotate(connection, visitor);
    assert.equal(rotated.status, 200, rotated.body);
    const read = async (path: string) => {
      const headers = { authorization: `Bearer ${secretOf(rotated)}` };
      const answer = await connection.send(path, { headers });
      assert.equal(answer.status, 200, `${path}: ${answer.body}`);
      return answer.body;
    };
    assert.match(await read(urls.me), /"email":"ada@example.org"/);
    const { items } = JSON.parse(await read(`${urls.plans}?complete=true`));
    assert.ok(items.length > 1, "plans");
    const [, id = ""] = /"identifier":"[^"]*\/plans\/(\d+)"/.exec(JSON.stringify(items)) ?? [];
    await read(`${planUrl(Number(id))}?complete=true`);
    const templates = JSON.parse(await read(urls.templates));
    await read(`${urls.templates}/${templates.items[0].dmp_template.template_id.identifier}`);

    for (const path of [urls.profile, urls.plansPage, planPageUrl(Number(id))]) {
      const headers = { ...visitor.headers, accept: "text/html" };
      const page = await connection.send(path, { headers });
      assert.equal(page.status, 200, `${path}: ${page.body}`);
    }
    const renewed = await connection.send(legacyTokenUrl(1), {
      method: "POST",
      headers: visitor.headers,
    });
    assert.ok(renewed.status < 400, `the legacy token: ${renewed.status} ${renewed.body}`);
    const revoked = await revoke(connection, visitor);
    assert.equal(revoked.status, 200, revoked.body);
  } finally {
    connection.close();
  }
}
