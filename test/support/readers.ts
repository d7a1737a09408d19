/** Programs that read the API in somebody's name: each has a token, and asks with it. */
import assert from "node:assert/strict";
import type { InjectOptions, LightMyRequestResponse } from "fastify";
import type { NewUserRow } from "../../src/db/schema.ts";
import type { Person } from "./people.ts";
import { insertDoorkeeperToken } from "./tokens.ts";
import { addNewcomer } from "./visitors.ts";
import type { World } from "./world.ts";

export type Reader = Person & {
  authorization: string;
  /** GET, unless `options` say otherwise. */
  ask: (url: string, options?: InjectOptions) => Promise<LightMyRequestResponse>;
  /** The items of a page that must be there, each without its `dmp` or `dmp_template` around it. */
  items: (url: string) => Promise<Item[]>;
};

/** A plan or a template as JSON, of which a test reads what it needs. */
export type Item = { title?: string; [key: string]: unknown };

/** Somebody whom no other test knows, so that nobody else's plans are his; `more`: columns that differ. */
export async function addReader(world: World, more: Partial<NewUserRow> = {}): Promise<Reader> {
  const person = await addNewcomer(world, more);
  const secret = await insertDoorkeeperToken(world, { resource_owner_id: person.id });
  return createReader(world, person, secret);
}

export function createReader({ app }: Pick<World, "app">, person: Person, secret: string): Reader {
  const authorization = `Bearer ${secret}`;
  const ask: Reader["ask"] = async (url, { headers, ...options } = {}) =>
    await app.inject({ url, headers: { authorization, ...headers }, ...options });
  const items: Reader["items"] = async (url) => {
    const answer = await ask(url);
    assert.equal(answer.statusCode, 200, `${url}: ${answer.body}`);
    return answer.json().items.map((item: object) => Object.values(item)[0]);
  };
  return { ...person, authorization, ask, items };
}

/** The answer without what differs from one request to the next though the same was asked. */
export function lasting({ body, headers }: LightMyRequestResponse): string {
  return body
    .replace(/"time":"[^"]*"/, '"time":""')
    .replace(/"source":"[^"]*"/, '"source":""')
    .replaceAll(String(headers["x-request-id"]), "");
}
