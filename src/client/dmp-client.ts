/**
 * Reads the v2 API with a personal access token, in Node and in browsers.
 *
 * The token goes to the service's own origin and nowhere else: never into an address, an error, or along with a redirect.
 */
import type { Dmp, DmpTemplate, Me, PlansPage, TemplatesPage } from "./answers.ts";
import { DmpError, toDmpError, unreadableAnswer, type ClientErrorCode } from "./dmp-error.ts";

export { DmpError };
export type * from "./answers.ts";

export type DmpClientOptions = {
  /** Where the service is, such as `https://dmp.example.org`, without a path. */
  baseUrl: string | URL;
  /** Without one, only `heartbeat` is answered. */
  token?: string | undefined;
  /** How often a request is sent again after 429 or 503; 3 unless given. */
  retries?: number;
  /** A longer pause than this, in seconds, is not waited for; 60 unless given. */
  longestWait?: number;
};

export type RequestOptions = {
  /** Ends the request, and the pause before another try; what it says is then thrown. */
  signal?: AbortSignal | undefined;
};

export type PlanOptions = RequestOptions & {
  /** With the questions that are answered, and their answers. */
  complete?: boolean;
};

export type PageOptions = RequestOptions & {
  /** How many items are fetched at once; as many as the service gives unless given. */
  per_page?: number;
};

/** The items one by one, fetched page by page as they are needed; or the pages, with what the envelope says. */
export type Listing<Item, Page> = AsyncIterable<Item> & { pages: () => AsyncIterable<Page> };

/** Every method throws a DmpError for whatever is not the answer, and the signal's reason when it was told to end. */
export class DmpClient {
  readonly #origin: string;
  readonly #token: string | undefined;
  readonly #retries: number;
  readonly #longestWait: number;

  /** @throws TypeError for an address or a token that cannot be one; the message does not repeat it */
  constructor({ baseUrl, token, retries = 3, longestWait = 60 }: DmpClientOptions) {
    this.#origin = originOf(baseUrl);
    if (token !== undefined && !/^[\w.~+/-]+=*$/.test(token)) {
      throw new TypeError("The token has characters that no token has (RFC 6750 §2.1)");
    }
    this.#token = token;
    this.#retries = retries;
    this.#longestWait = longestWait;
  }

  /** Resolves if the service is there. */
  async heartbeat(options?: RequestOptions): Promise<void> {
    await this.#get("/api/v2/heartbeat", options);
  }

  async me(options?: RequestOptions): Promise<Me> {
    return await this.#get<Me>("/api/v2/me", options);
  }

  /** In the order of their ids. */
  plans(options: PlanOptions & PageOptions = {}): Listing<Dmp, PlansPage> {
    const path = withQuery("/api/v2/plans", options);
    return this.#list(path, (page: PlansPage) => page.items.map(({ dmp }) => dmp), options);
  }

  async plan(id: number, options: PlanOptions = {}): Promise<Dmp> {
    const path = withQuery(`/api/v2/plans/${idText(id)}`, options);
    const { items } = await this.#get<PlansPage>(path, options);
    return only(items).dmp;
  }

  /** In the order of their titles. */
  templates(options: PageOptions = {}): Listing<DmpTemplate, TemplatesPage> {
    const path = withQuery("/api/v2/templates", options);
    const itemsOf = (page: TemplatesPage) => page.items.map(({ dmp_template }) => dmp_template);
    return this.#list(path, itemsOf, options);
  }

  async template(id: number, options?: RequestOptions): Promise<DmpTemplate> {
    const path = `/api/v2/templates/${idText(id)}`;
    const { items } = await this.#get<TemplatesPage>(path, options);
    return only(items).dmp_template;
  }

  /** What any address of the service answers. `path`: with its query, such as an envelope's `next`. */
  async get(path: string, options?: RequestOptions): Promise<unknown> {
    return await this.#get(path, options);
  }

  #list<Item, Page extends { next?: string }>(
    path: string,
    itemsOf: (page: Page) => readonly Item[],
    options: RequestOptions,
  ): Listing<Item, Page> {
    const pages = () => this.#pages<Page>(path, options);
    return {
      pages,
      async *[Symbol.asyncIterator]() {
        for await (const page of pages()) yield* itemsOf(page);
      },
    };
  }

  async *#pages<Page extends { next?: string }>(first: string, options: RequestOptions) {
    let next: string | undefined = first;
    while (next !== undefined) {
      const page: Page = await this.#get<Page>(next, options);
      yield page;
      next = page.next;
    }
  }

  async #get<Answer>(path: string, options: RequestOptions = {}): Promise<Answer> {
    const { response, text } = await this.#succeed(path, options);
    try {
      const answer: Answer = JSON.parse(text);
      return answer;
    } catch {
      throw unreadableAnswer(response.status, requestIdOf(response));
    }
  }

  /** Sends the request until it succeeds, as often as it makes sense. */
  async #succeed(path: string, { signal }: RequestOptions) {
    const url = this.#addressOf(path);
    for (let attempt = 0; ; attempt += 1) {
      const { response, text } = await this.#send(url, signal);
      if (response.ok) return { response, text };
      const pause = pauseAfter(response, attempt);
      if (pause === undefined || attempt >= this.#retries || pause > this.#longestWait) {
        throw toDmpError(response.status, requestIdOf(response), this.#withoutToken(text));
      }
      await sleep(pause, signal);
    }
  }

  /** The service's own, whatever an answer named as `next`: a token is for nobody else. */
  #addressOf(path: string): URL {
    const url = URL.parse(path, this.#origin);
    if (url?.origin === this.#origin) return url;
    throw new DmpError("The address is not one of the service.", {
      error_code: "foreign_address" satisfies ClientErrorCode,
      hint: "The token is sent to the service alone.",
    });
  }

  async #send(url: URL, signal: AbortSignal | undefined) {
    const response = await this.#fetch(url, signal);
    if (response.type === "opaqueredirect" || (response.status >= 300 && response.status < 400)) {
      throw new DmpError("The service wants to send the request elsewhere.", {
        status: response.status || undefined,
        error_code: "redirected" satisfies ClientErrorCode,
        hint: "The token does not follow. Use the address that the service has now, with https.",
        request_id: requestIdOf(response),
      });
    }
    return { response, text: await answered(signal, () => response.text()) };
  }

  async #fetch(url: URL, signal: AbortSignal | undefined): Promise<Response> {
    const headers = {
      accept: "application/json",
      ...(this.#token !== undefined && { authorization: `Bearer ${this.#token}` }),
    };
    return await answered(signal, () =>
      fetch(url, {
        headers,
        signal: signal ?? null,
        redirect: "manual",
        credentials: "omit",
        cache: "no-store",
      }),
    );
  }

  /** Should whoever answered repeat what was sent. */
  #withoutToken(text: string): string {
    return this.#token ? text.replaceAll(this.#token, "[token]") : text;
  }
}

/** Runs a step of a request. Its failure is the signal's reason if that was it, else that no answer came. */
async function answered<Result>(
  signal: AbortSignal | undefined,
  step: () => Promise<Result>,
): Promise<Result> {
  try {
    return await step();
  } catch (cause) {
    signal?.throwIfAborted();
    throw new DmpError(
      "No answer came from the service.",
      {
        error_code: "no_answer" satisfies ClientErrorCode,
        hint: "Check its address and your connection.",
      },
      { cause },
    );
  }
}

function originOf(baseUrl: string | URL): string {
  const url = URL.parse(String(baseUrl));
  const isOrigin = url && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`;
  if (!isOrigin) {
    throw new TypeError("baseUrl must be an address such as https://dmp.example.org, without path");
  }
  return url.origin;
}

function withQuery(path: string, { complete, per_page }: PlanOptions & PageOptions): string {
  const query = new URLSearchParams();
  if (per_page !== undefined) query.set("per_page", String(per_page));
  if (complete) query.set("complete", "true");
  return query.size > 0 ? `${path}?${query.toString()}` : path;
}

function idText(id: number): string {
  if (!Number.isSafeInteger(id) || id < 1) throw new TypeError("An id is a whole number from 1");
  return String(id);
}

function only<Item>([item]: readonly Item[]): Item {
  if (item !== undefined) return item;
  throw unreadableAnswer(200, undefined);
}

function requestIdOf({ headers }: Response): string | undefined {
  return headers.get("x-request-id") ?? undefined;
}

/** In seconds, as `Retry-After` says (RFC 9110 §10.2.3), else longer each time. Undefined: another try makes no sense. */
function pauseAfter({ status, headers }: Response, attempt: number): number | undefined {
  if (status !== 429 && status !== 503) return undefined;
  const text = headers.get("retry-after")?.trim() ?? "";
  if (/^\d+$/.test(text)) return Number(text);
  const seconds = (Date.parse(text) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(seconds, 0) : 2 ** attempt;
}

async function sleep(seconds: number, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  await new Promise<void>((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", wake);
      resolve();
    };
    const timer = setTimeout(wake, seconds * 1000);
    signal?.addEventListener("abort", wake);
  });
  signal?.throwIfAborted();
}
