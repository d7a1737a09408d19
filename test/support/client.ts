/** Programs and people that talk to running servers, each over one connection that stays open. */
import assert from "node:assert/strict";
import { Agent, type IncomingHttpHeaders, request } from "node:http";
import { text } from "node:stream/consumers";
import { urls } from "../../src/urls.ts";
import { password, type Person } from "./people.ts";

export type Answer = {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
  /** Moments of this process's one monotonic clock: just before the request was sent, and when the answer was complete. */
  start: number;
  end: number;
};

type Headers = Record<string, string>;
type Request = { method?: string; headers?: Headers; body?: string };

export class Connection {
  readonly #url: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #sockets = new Set<unknown>();

  constructor(url: string) {
    this.#url = url;
  }

  /** How often it had to be made: once, if all requests went over the same one. */
  get timesOpened(): number {
    return this.#sockets.size;
  }

  /** Rejects when the connection is lost before the whole answer came. */
  async send(path: string, { method = "GET", headers = {}, body }: Request = {}): Promise<Answer> {
    const start = performance.now();
    const outgoing = request(this.#url + path, { method, headers, agent: this.#agent });
    outgoing.on("socket", (socket) => this.#sockets.add(socket)).end(body);
    return await new Promise((resolve, reject) => {
      outgoing.on("error", reject).on("response", (incoming) => {
        const { statusCode: status = 0, headers: answered } = incoming;
        text(incoming)
          .then((content) => ({
            status,
            headers: answered,
            body: content,
            start,
            end: performance.now(),
          }))
          .then(resolve, reject);
      });
    });
  }

  close() {
    this.#agent.destroy();
  }
}

/** A connection, or several that take turns. */
export type Sender = Pick<Connection, "send">;

/** What a signed-in person's browser adds to each request. Any server of the same database takes it. */
export type SignedIn = Person & { headers: Headers };

export async function signIn(connection: Sender, person: Person): Promise<SignedIn> {
  const visitor = await openPage(connection, urls.signIn, {});
  const answer = await connection.send(urls.signIn, {
    method: "POST",
    headers: { ...visitor, "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({
      "user[email]": person.email,
      "user[password]": password,
    }).toString(),
  });
  assert.equal(answer.status, 303, `${person.firstname} signs in: ${answer.body}`);
  const headers = await openPage(connection, urls.profile, { cookie: cookieOf(answer) });
  return { ...person, headers };
}

/** The cookie and the anti-forgery token with which the page's form would be sent. */
async function openPage(connection: Sender, path: string, headers: Headers): Promise<Headers> {
  const page = await connection.send(path, { headers: { ...headers, accept: "text/html" } });
  const token = hiddenField(page.body, "authenticity_token");
  return { cookie: cookieOf(page), ...headers, "x-csrf-token": token };
}

function cookieOf({ headers }: Answer): string {
  return headers["set-cookie"]?.[0]?.split(";", 1)[0] ?? "";
}

export function hiddenField(page: string, name: string): string {
  return new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? "";
}

/** Presses "Regenerate token", and wants the answer as JSON. */
export async function rotate(connection: Sender, { headers }: SignedIn): Promise<Answer> {
  return await connection.send(urls.internalUserAccessToken, {
    method: "POST",
    headers: { ...headers, accept: "application/json" },
  });
}

/** Presses "Revoke token", and wants the answer as JSON. */
export async function revoke(connection: Sender, { headers }: SignedIn): Promise<Answer> {
  return await connection.send(urls.internalUserAccessToken, {
    method: "DELETE",
    headers: { ...headers, accept: "application/json" },
  });
}

/** Uses a token. */
export async function me(connection: Sender, secret: string): Promise<Answer> {
  return await connection.send(urls.me, {
    headers: { authorization: `Bearer ${secret}`, "x-forwarded-for": randomAddress() },
  });
}

function randomAddress(): string {
  const part = () => Math.floor(Math.random() * 256);
  return `10.${part()}.${part()}.${part()}`;
}

/** The secret that an answer to "Regenerate token" shows. */
export function secretOf({ body }: Answer): string | undefined {
  return /"token":"(\w+)"/.exec(body)?.[1];
}

/** Our code for what was refused. */
export function errorCodeOf({ body }: Answer): string | undefined {
  return /"error_code":"(\w+)"/.exec(body)?.[1];
}
