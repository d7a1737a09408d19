/** Turns environment variables into a Config, or into one message that lists everything wrong with them. */
import { createSecretKey, hkdfSync, pbkdf2Sync, type KeyObject } from "node:crypto";
import { isIP, isIPv4, isIPv6 } from "node:net";
import { availableParallelism } from "node:os";
import type { Settings } from "./deps.ts";
import { isScopeToken } from "./access-tokens/scopes.ts";
import { OperatorError } from "./operator-error.ts";
import { urls } from "./urls.ts";

export type Config = {
  databaseUrl: string;
  /** Where the secret key was read from; undefined: from the environment. */
  secretKeyFile: string | undefined;
  host: string;
  port: number;
  /** How many processes serve; 1: the one that reads this, alone. */
  workers: number;
  /** Where people and clients reach the service; undefined: on this machine only. */
  publicUrl: URL | undefined;
  /** Where programs reach the API, if it is not there. */
  apiPublicUrl: URL | undefined;
  /** Addresses or networks of reverse proxies whose X-Forwarded-For is believed. */
  trustedProxies: string[];
  logLevel: "debug" | "info" | "warn" | "error";
  /** The name in the envelope of API answers and in the page's header. */
  applicationName: string;
  /** Whose service it is, for readers whose own organisation is not known. */
  organisationName: string | undefined;
  helpdeskEmail: string;
  /** Where the APIs are documented for those who use them: web addresses; v2 may be a path of our own. */
  documentationUrls: { v0: string; v1: string; v2: string };
  /** How many items a page of the API holds at most, and unless asked for fewer. */
  maxPageSize: number;
  /** The realm of `WWW-Authenticate`. */
  realm: string;
  /** Whether `?access_token=` is read where no Authorization header is sent. */
  acceptTokenInQuery: boolean;
  /** Rails' session cookie, which signs people in here as well; undefined: it is not read. */
  railsSessions: RailsSessions | undefined;
  /** Where people reach the Rails application, to sign in and out there. */
  railsUrl: string | undefined;
  settings: Settings;
};

export type RailsSessions = {
  /** The cookie's name. */
  name: string;
  /** The keys that Rails may have sealed it with. */
  keys: readonly KeyObject[];
  /** Makes the secret that forms of a Rails session are bound to. */
  formKey: KeyObject;
};

/** Where DMPRoadmap documents its APIs. */
const wiki = "https://github.com/DMPRoadmap/roadmap/wiki";

export type Environment = Record<string, string | undefined>;

/** Thrown with a message that lists every mistake, one a line. */
export class ConfigError extends OperatorError {
  override name = "ConfigError";

  constructor(mistakes: readonly string[]) {
    super(`The configuration has mistakes:\n${mistakes.map((text) => `  - ${text}`).join("\n")}`);
  }
}

/**
 * `loadSecretKey`: gives the secret key of a file when `SECRET_KEY` is not set; called with the file's path.
 * Throws ConfigError.
 */
export function readConfig(
  environment: Environment,
  loadSecretKey: (path: string) => string,
): Config {
  const read = new Reader(environment);
  const host = read.text("HOST", "127.0.0.1");
  const publicUrl = read.publicUrl("PUBLIC_URL");
  if (!publicUrl && !isLoopback(host)) {
    read.mistake(`PUBLIC_URL is needed when HOST (${host}) is not this machine alone`);
  }
  const secretKeyFile = environment["SECRET_KEY"]
    ? undefined
    : read.text("SECRET_KEY_FILE", "./data/secret-key");
  const secretKey = read.secretKey("SECRET_KEY", secretKeyFile, loadSecretKey);
  const config: Config = {
    secretKeyFile,
    databaseUrl: read.databaseUrl("DATABASE_URL", "sqlite:./data/tollgate.sqlite3"),
    host,
    port: read.integer("PORT", 3000, { least: 0, most: 65_535 }),
    workers: read.workers("WORKERS", { most: 64 }),
    publicUrl,
    apiPublicUrl: read.publicUrl("API_PUBLIC_URL"),
    trustedProxies: read.proxies("TRUSTED_PROXIES"),
    logLevel: read.oneOf("LOG_LEVEL", ["info", "debug", "warn", "error"]),
    applicationName: read.text("APPLICATION_NAME", "DMPRoadmap"),
    organisationName: read.text("ORGANISATION_NAME", "") || undefined,
    helpdeskEmail: read.matching("HELPDESK_EMAIL", "help@example.org", {
      pattern: /^[^\s@<>"]+@[^\s@<>"]+$/,
      expected: "an e-mail address",
    }),
    documentationUrls: {
      v0: read.webAddress("API_V0_DOCUMENTATION_URL", `${wiki}/API-V0-Documentation`),
      v1: read.webAddress("API_V1_DOCUMENTATION_URL", `${wiki}/API-v1-Documentation`),
      v2: environment["API_V2_DOCUMENTATION_URL"]?.trim()
        ? read.webAddress("API_V2_DOCUMENTATION_URL", "")
        : urls.apiDocs,
    },
    maxPageSize: read.integer("API_MAX_PAGE_SIZE", 100, { least: 1, most: 1000 }),
    realm: read.matching("BEARER_REALM", "Doorkeeper", {
      pattern: /^[ !#-[\]-~]+$/,
      expected: "printable ASCII without quotes and backslashes",
    }),
    acceptTokenInQuery: read.boolean("ACCEPT_TOKEN_IN_QUERY", false),
    railsSessions: railsSessions(
      read.railsSecret("RAILS_SECRET_KEY_BASE"),
      read.matching("RAILS_SESSION_COOKIE", "_dmp_roadmap_session", {
        pattern: /^[\w.-]{1,100}$/,
        expected: "a cookie's name",
      }),
    ),
    railsUrl: environment["RAILS_URL"]?.trim() ? read.webAddress("RAILS_URL", "") : undefined,
    settings: {
      internalApplicationName: read.text("INTERNAL_OAUTH_APP_NAME", "Internal v2 API Client"),
      tokenPrefixes: read.prefixes("TOKEN_PREFIXES", "dmp_"),
      tokenScopes: read.scopes("TOKEN_SCOPES", "read"),
      tokensPerHour: read.integer("TOKENS_PER_HOUR", 30, { least: 1, most: 1_000_000 }),
      passwordPepper: environment["PASSWORD_PEPPER"] ?? "",
      eventKey: deriveKey(secretKey, "tollgate events"),
      attemptKey: deriveKey(secretKey, "tollgate sign-in attempts"),
    },
  };
  read.finish();
  return config;
}

/** Whether only this machine can reach a server that listens there. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIPv4(host) && host.startsWith("127."));
}

/** Reads one variable after the other and remembers what was wrong. An empty variable counts as not set. */
class Reader {
  readonly #environment: Environment;
  readonly #mistakes: string[] = [];

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  mistake(text: string) {
    this.#mistakes.push(text);
  }

  finish() {
    if (this.#mistakes.length > 0) throw new ConfigError(this.#mistakes);
  }

  text(name: string, fallback: string): string {
    return this.#environment[name]?.trim() || fallback;
  }

  matching(
    name: string,
    fallback: string,
    { pattern, expected }: { pattern: RegExp; expected: string },
  ): string {
    const text = this.text(name, fallback);
    if (!pattern.test(text)) this.mistake(`${name} must be ${expected}`);
    return text;
  }

  oneOf<Choice extends string>(name: string, choices: readonly [Choice, ...Choice[]]): Choice {
    const text = this.text(name, choices[0]);
    const choice = choices.find((candidate) => candidate === text);
    if (!choice) this.mistake(`${name} must be one of ${choices.join(", ")}`);
    return choice ?? choices[0];
  }

  boolean(name: string, fallback: boolean): boolean {
    const choices = fallback ? (["true", "false"] as const) : (["false", "true"] as const);
    return this.oneOf(name, choices) === "true";
  }

  integer(
    name: string,
    fallback: number,
    { least, most, or = "" }: { least: number; most: number; or?: string },
  ): number {
    const text = this.text(name, String(fallback));
    const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= least && number <= most) return number;
    this.mistake(`${name} must be ${or}a whole number from ${least} to ${most}`);
    return fallback;
  }

  /** `auto`: one for each processor that this process may use. */
  workers(name: string, { most }: { most: number }): number {
    if (this.text(name, "") === "auto") return Math.min(availableParallelism(), most);
    return this.integer(name, 1, { least: 1, most, or: "auto or " });
  }

  list(name: string, fallback: string): string[] {
    return this.text(name, fallback)
      .split(/[\s,]+/)
      .filter(Boolean);
  }

  databaseUrl(name: string, fallback: string): string {
    const url = this.text(name, fallback);
    if (/^mysql/i.test(url)) {
      this.mistake(`${name} names MySQL, which Tollgate cannot use: only PostgreSQL and SQLite`);
    } else if (
      !/^sqlite:[^:]+$/.test(url) &&
      !(/^postgres(ql)?:\/\//.test(url) && URL.canParse(url))
    ) {
      this.mistake(`${name} must be postgres://… or sqlite:PATH`);
    }
    return url;
  }

  publicUrl(name: string): URL | undefined {
    const text = this.text(name, "");
    if (!text) return undefined;
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (!url || !/^https?:$/.test(url.protocol) || url.href !== `${url.origin}/`) {
      this.mistake(`${name} must be an address such as https://dmp.example.org, without a path`);
      return undefined;
    }
    return url;
  }

  webAddress(name: string, fallback: string): string {
    const text = this.text(name, fallback);
    const isWebAddress = URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
    if (!isWebAddress) this.mistake(`${name} must be an address that begins with https://`);
    return text;
  }

  /** Rails itself asks for 30. */
  railsSecret(name: string): string {
    const secret = this.text(name, "");
    if (secret && secret.length < 30) {
      this.mistake(`${name} must have at least 30 characters: it is Rails' secret_key_base`);
    }
    return secret;
  }

  proxies(name: string): string[] {
    const proxies = this.list(name, "");
    for (const proxy of proxies) {
      const [address = "", bits, ...rest] = proxy.split("/");
      const most = isIPv6(address) ? 128 : 32;
      const isNetwork = bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= most);
      if (!isIP(address) || !isNetwork || rest.length > 0) {
        this.mistake(`${name}: ${proxy} is neither an address nor a network such as 10.0.0.0/8`);
      }
    }
    return proxies;
  }

  prefixes(name: string, fallback: string): [string, ...string[]] {
    const [first = fallback, ...former] = this.list(name, fallback);
    for (const prefix of [first, ...former]) {
      if (!/^[A-Za-z][0-9A-Za-z]{0,14}_$/.test(prefix)) {
        this.mistake(`${name}: ${prefix} must be 1 to 15 letters and digits and an underscore`);
      }
    }
    return [first, ...former];
  }

  scopes(name: string, fallback: string): string {
    const scopes = this.list(name, fallback);
    if (!scopes.every(isScopeToken)) this.mistake(`${name} must be scopes separated by spaces`);
    return scopes.join(" ");
  }

  secretKey(name: string, file: string | undefined, load: (path: string) => string): string {
    try {
      const key = file === undefined ? this.text(name, "") : load(file);
      if (key.length < 32) {
        const origin = file === undefined ? name : `SECRET_KEY_FILE (${file})`;
        this.mistake(`${origin} must have at least 32 random characters`);
      }
      return key;
    } catch (error) {
      this.mistake(`SECRET_KEY_FILE: ${error instanceof Error ? error.message : String(error)}`);
      return "";
    }
  }
}

function deriveKey(secretKey: string, purpose: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync("sha256", secretKey, "", purpose, 32)));
}

/** As Rails derives the keys of its cookies: with SHA-256 where the defaults of 7.0 are loaded, with SHA-1 before. */
function railsSessions(secret: string, name: string): RailsSessions | undefined {
  if (!secret) return undefined;
  const keys = ["sha256", "sha1"].map((digest) =>
    createSecretKey(pbkdf2Sync(secret, "authenticated encrypted cookie", 1000, 32, digest)),
  );
  return { name, keys, formKey: deriveKey(secret, "tollgate forms of Rails sessions") };
}
