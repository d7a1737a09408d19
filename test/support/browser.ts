/** A browser as far as the app can tell: it keeps cookies, and fills in the forms that it was shown. */
import assert from "node:assert/strict";
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from "fastify";
import { urls } from "../../src/urls.ts";
import { password, type Person } from "./people.ts";

type Fields = Record<string, string>;

export class Browser {
  readonly #app: FastifyInstance;
  readonly cookies = new Map<string, string>();
  /** The last page that was shown. */
  page = "";

  constructor(app: FastifyInstance) {
    this.#app = app;
  }

  async get(url: string, headers: Fields = {}): Promise<LightMyRequestResponse> {
    return await this.send({ method: "GET", url, headers });
  }

  /** Sends a form as a page's button does, with the anti-forgery token of the page that is shown. */
  async post(url: string, fields: Fields = {}, headers: Fields = {}) {
    const form = { authenticity_token: this.authenticityToken, ...fields };
    return await this.send({
      method: "POST",
      url,
      headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
      payload: new URLSearchParams(form).toString(),
    });
  }

  async signIn(person: Pick<Person, "email">, secret = password): Promise<LightMyRequestResponse> {
    await this.get(urls.signIn);
    return await this.post(urls.signIn, {
      "user[email]": person.email,
      "user[password]": secret,
    });
  }

  async signInAndOpenProfile(person: Pick<Person, "email">): Promise<LightMyRequestResponse> {
    const answer = await this.signIn(person);
    assert.equal(answer.statusCode, 303, "signed in");
    return await this.get(urls.profile);
  }

  /** Presses "Regenerate token" on the page that is shown. */
  async pressRegenerate(headers: Fields = {}): Promise<LightMyRequestResponse> {
    return await this.post(urls.internalUserAccessToken, { form_id: this.formId }, headers);
  }

  /** Presses "Revoke token" on the page that is shown. */
  async pressRevoke(headers: Fields = {}): Promise<LightMyRequestResponse> {
    return await this.post(urls.internalUserAccessToken, { _method: "delete" }, headers);
  }

  get authenticityToken(): string {
    return hiddenField(this.page, "authenticity_token");
  }

  get formId(): string {
    return hiddenField(this.page, "form_id");
  }

  /** The token that the page shows, or undefined. */
  shownSecret(): string | undefined {
    return /<input[^>]*id="api-token-val"[^>]*value="([^"]*)"/.exec(this.page)?.[1];
  }

  async send(options: InjectOptions): Promise<LightMyRequestResponse> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await this.#app.inject({
      ...options,
      headers: {
        accept: "text/html,application/xhtml+xml,*/*;q=0.8",
        ...(cookie && { cookie }),
        ...options.headers,
      },
    });
    for (const { name, value, expires } of answer.cookies) {
      if (expires && expires.getTime() <= 0) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    if (String(answer.headers["content-type"]).startsWith("text/html")) this.page = answer.body;
    return answer;
  }
}

function hiddenField(page: string, name: string): string {
  return new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? "";
}
