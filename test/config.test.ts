/** The environment becomes a configuration, or one message that lists everything wrong with it. */
import assert from "node:assert/strict";
import { availableParallelism } from "node:os";
import { describe, it } from "node:test";
import { inspect } from "node:util";
import { ConfigError, isLoopback, readConfig, type Environment } from "../src/config.ts";

const key = "a secret key of at least 32 characters";
const read = (environment: Environment = {}) => readConfig(environment, () => key);

/** The lines of the message, without its heading. */
function mistakesIn(environment: Environment, loadSecretKey: (path: string) => string = () => key) {
  try {
    readConfig(environment, loadSecretKey);
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    const [heading, ...lines] = error.message.split("\n");
    assert.match(heading ?? "", /mistakes/);
    return lines.map((line) => line.replace(/^ {2}- /, ""));
  }
  return [];
}

describe("without any setting", () => {
  it("Tollgate serves this machine alone, from a file beside it", () => {
    const { settings, ...config } = read();
    assert.deepEqual(config, {
      databaseUrl: "sqlite:./data/tollgate.sqlite3",
      secretKeyFile: "./data/secret-key",
      host: "127.0.0.1",
      port: 3000,
      workers: 1,
      publicUrl: undefined,
      apiPublicUrl: undefined,
      trustedProxies: [],
      logLevel: "info",
      applicationName: "DMPRoadmap",
      organisationName: undefined,
      helpdeskEmail: "help@example.org",
      documentationUrls: {
        v0: "https://github.com/DMPRoadmap/roadmap/wiki/API-V0-Documentation",
        v1: "https://github.com/DMPRoadmap/roadmap/wiki/API-v1-Documentation",
        v2: "/api/v2/docs",
      },
      maxPageSize: 100,
      realm: "Doorkeeper",
      acceptTokenInQuery: false,
      railsSessions: undefined,
      railsUrl: undefined,
    });
    const { eventKey, attemptKey, ...choices } = settings;
    assert.deepEqual(choices, {
      internalApplicationName: "Internal v2 API Client",
      tokenPrefixes: ["dmp_"],
      tokenScopes: "read",
      tokensPerHour: 30,
      passwordPepper: "",
    });
    assert.ok(!eventKey.equals(attemptKey), "each purpose has a key of its own");
  });

  it("an empty or blank variable counts as not set", () => {
    const names = [
      "DATABASE_URL",
      "HOST",
      "PORT",
      "WORKERS",
      "PUBLIC_URL",
      "API_PUBLIC_URL",
      "TRUSTED_PROXIES",
      "LOG_LEVEL",
      "APPLICATION_NAME",
      "ORGANISATION_NAME",
      "HELPDESK_EMAIL",
      "API_MAX_PAGE_SIZE",
      "BEARER_REALM",
      "ACCEPT_TOKEN_IN_QUERY",
      "INTERNAL_OAUTH_APP_NAME",
      "TOKEN_PREFIXES",
      "TOKEN_SCOPES",
      "TOKENS_PER_HOUR",
      "SECRET_KEY_FILE",
      "RAILS_SECRET_KEY_BASE",
      "RAILS_SESSION_COOKIE",
      "RAILS_URL",
    ];
    for (const empty of ["", "  "]) {
      const environment = Object.fromEntries(names.map((name) => [name, empty]));
      assert.deepEqual(comparable(read(environment)), comparable(read()));
    }
  });

  it("variables of other programs do not matter", () => {
    assert.deepEqual(
      comparable(read({ PATH: "/bin", NODE_ENV: "production" })),
      comparable(read()),
    );
  });
});

describe("each setting", () => {
  it("is read from its variable", () => {
    const { settings, ...config } = read({
      DATABASE_URL: "postgres://tollgate@db.example.org/roadmap",
      HOST: "0.0.0.0",
      PORT: "8080",
      WORKERS: "4",
      PUBLIC_URL: "https://dmp.example.org",
      TRUSTED_PROXIES: "10.0.0.0/8, ::1 192.0.2.1",
      LOG_LEVEL: "debug",
      APPLICATION_NAME: " DMP Assistant ",
      HELPDESK_EMAIL: "assistant@example.org",
      API_V2_DOCUMENTATION_URL: "https://dmp.example.org/help/api",
      API_MAX_PAGE_SIZE: "50",
      API_PUBLIC_URL: "https://api.example.org/",
      ORGANISATION_NAME: " Example Consortium ",
      BEARER_REALM: "DMP Assistant",
      ACCEPT_TOKEN_IN_QUERY: "true",
      INTERNAL_OAUTH_APP_NAME: "Personal tokens",
      TOKEN_PREFIXES: "new_ old_,older_",
      TOKEN_SCOPES: "read  v2_read",
      TOKENS_PER_HOUR: "5",
      PASSWORD_PEPPER: " salt and pepper ",
      SECRET_KEY: key,
      SECRET_KEY_FILE: "/run/secrets/tollgate",
      RAILS_URL: "https://dmp.example.org/assistant",
    });
    assert.deepEqual(config, {
      databaseUrl: "postgres://tollgate@db.example.org/roadmap",
      secretKeyFile: undefined, // not needed
      host: "0.0.0.0",
      port: 8080,
      workers: 4,
      publicUrl: new URL("https://dmp.example.org"),
      apiPublicUrl: new URL("https://api.example.org"),
      trustedProxies: ["10.0.0.0/8", "::1", "192.0.2.1"],
      logLevel: "debug",
      applicationName: "DMP Assistant",
      organisationName: "Example Consortium",
      helpdeskEmail: "assistant@example.org",
      documentationUrls: {
        v0: "https://github.com/DMPRoadmap/roadmap/wiki/API-V0-Documentation",
        v1: "https://github.com/DMPRoadmap/roadmap/wiki/API-v1-Documentation",
        v2: "https://dmp.example.org/help/api",
      },
      maxPageSize: 50,
      realm: "DMP Assistant",
      acceptTokenInQuery: true,
      railsSessions: undefined,
      railsUrl: "https://dmp.example.org/assistant",
    });
    const { eventKey: _, attemptKey: __, ...choices } = settings;
    assert.deepEqual(choices, {
      internalApplicationName: "Personal tokens",
      tokenPrefixes: ["new_", "old_", "older_"],
      tokenScopes: "read v2_read",
      tokensPerHour: 5,
      passwordPepper: " salt and pepper ", // Devise's is used to the letter
    });
  });

  /** Texts that are right, and texts that are wrong with what the message must say. */
  const rules: Record<string, { right: string[]; wrong: string[]; message: RegExp }> = {
    DATABASE_URL: {
      right: [
        "sqlite:./data/x.sqlite3",
        "sqlite:/var/lib/tollgate/x.sqlite3",
        "postgres://localhost/roadmap",
        "postgresql://user:password@[::1]:5433/roadmap?sslmode=require",
        "postgres:///roadmap?host=/run/postgresql",
      ],
      wrong: [
        "sqlite:",
        "sqlite::memory:",
        "./data/x.sqlite3",
        "postgres:roadmap",
        "postgres://[broken/roadmap",
        "https://example.org",
        "sqlserver://localhost/roadmap",
      ],
      message: /^DATABASE_URL must be .*postgres:\/\/.*sqlite:/,
    },
    PORT: {
      right: ["0", "1", "65535"],
      wrong: ["65536", "-1", "3000a", "3e3", "0x10", "80.5", "99999999999", "http"],
      message: /^PORT must be a whole number from 0 to 65535$/,
    },
    WORKERS: {
      right: ["1", "2", "64", "auto"],
      wrong: ["0", "65", "-1", "1.5", "two", "Auto", "auto 2"],
      message: /^WORKERS must be auto or a whole number from 1 to 64$/,
    },
    API_PUBLIC_URL: {
      right: ["https://dmp.example.org"],
      wrong: ["https://dmp.example.org/api", "dmp.example.org"],
      message: /^API_PUBLIC_URL must be an address .*without a path$/,
    },
    PUBLIC_URL: {
      right: [
        "https://dmp.example.org",
        "https://dmp.example.org/",
        "http://dmp.example.org:8080",
        "HTTPS://DMP.example.ORG:443",
      ],
      wrong: [
        "dmp.example.org",
        "https://",
        "https://dmp.example.org/tollgate",
        "https://dmp.example.org?x=1",
        "https://dmp.example.org#x",
        "https://user:password@dmp.example.org",
        "ftp://dmp.example.org",
        "javascript:alert(1)",
      ],
      message:
        /^PUBLIC_URL must be an address such as https:\/\/dmp\.example\.org, without a path$/,
    },
    TRUSTED_PROXIES: {
      right: ["127.0.0.1", "10.0.0.0/8", "::1", "2001:db8::/32", "10.0.0.1,10.0.0.2 10.0.0.3"],
      wrong: [
        "proxy.example.org",
        "10.0.0.0/33",
        "10.0.0.0/",
        "2001:db8::/129",
        "10.0.0.0/8/9",
        "10.0.0",
        "*",
      ],
      message: /^TRUSTED_PROXIES: .* is neither an address nor a network such as 10\.0\.0\.0\/8$/,
    },
    LOG_LEVEL: {
      right: ["debug", "info", "warn", "error"],
      wrong: ["verbose", "INFO", "trace"],
      message: /^LOG_LEVEL must be one of info, debug, warn, error$/,
    },
    HELPDESK_EMAIL: {
      right: ["help@example.org", "dmp+help@sub.example.org"],
      wrong: ["help", "help@", "@example.org", "help me@example.org", 'a"b@example.org', "<a@b>"],
      message: /^HELPDESK_EMAIL must be an e-mail address$/,
    },
    API_MAX_PAGE_SIZE: {
      right: ["1", "1000"],
      wrong: ["0", "-1", "1.5", "many", "1001"],
      message: /^API_MAX_PAGE_SIZE must be a whole number from 1 to 1000$/,
    },
    BEARER_REALM: {
      right: ["Doorkeeper", "DMP Assistant (test)"],
      wrong: ['a "quoted" realm', "back\\slash", "réalme", "two\nlines"],
      message: /^BEARER_REALM must be printable ASCII/,
    },
    ACCEPT_TOKEN_IN_QUERY: {
      right: ["true", "false"],
      wrong: ["yes", "1", "TRUE", "on"],
      message: /^ACCEPT_TOKEN_IN_QUERY must be one of false, true$/,
    },
    TOKEN_PREFIXES: {
      right: ["dmp_", "a_", "new_ old_", "Abcdefghijklmn1_"],
      wrong: ["dmp", "_", "1a_", "d-m_", "dm_p_", "é_", "abcdefghijklmnop_"],
      message: /^TOKEN_PREFIXES: .* must be 1 to 15 letters and digits and an underscore$/,
    },
    TOKEN_SCOPES: {
      right: ["read", "v2_read", "read v2_read"],
      wrong: ['"read"', "ré", "back\\slash"],
      message: /^TOKEN_SCOPES must be scopes separated by spaces$/,
    },
    TOKENS_PER_HOUR: {
      right: ["1", "1000000"],
      wrong: ["0", "-1", "1.5", "many", "1000001"],
      message: /^TOKENS_PER_HOUR must be a whole number from 1 to 1000000$/,
    },
    SECRET_KEY: {
      right: ["x".repeat(32), key],
      wrong: ["x", "x".repeat(31)],
      message: /^SECRET_KEY must have at least 32 random characters$/,
    },
    RAILS_SECRET_KEY_BASE: {
      right: ["x".repeat(30), "0123456789abcdef".repeat(8)],
      wrong: ["x", "x".repeat(29)],
      message: /^RAILS_SECRET_KEY_BASE must have at least 30 characters: .* secret_key_base$/,
    },
    RAILS_SESSION_COOKIE: {
      right: ["_dmp_roadmap_session", "_session-2", "a.b"],
      wrong: ["two words", "a=b", "a;b", "é", "x".repeat(101)],
      message: /^RAILS_SESSION_COOKIE must be a cookie's name$/,
    },
    RAILS_URL: {
      right: ["https://dmp.example.org", "http://localhost:3001/dmp"],
      wrong: ["dmp.example.org", "javascript:alert(1)", "/"],
      message: /^RAILS_URL must be an address that begins with https:\/\/$/,
    },
  };
  for (const [name, { right, wrong, message }] of Object.entries(rules)) {
    for (const text of right) {
      it(`${name} may be ${JSON.stringify(text)}`, () => {
        assert.deepEqual(mistakesIn({ [name]: text }), []);
      });
    }
    for (const text of wrong) {
      it(`${name} may not be ${JSON.stringify(text)}`, () => {
        const mistakes = mistakesIn({ [name]: text });
        assert.equal(mistakes.length, 1, mistakes.join("\n"));
        assert.match(mistakes[0] ?? "", message);
      });
    }
  }

  it("WORKERS=auto means as many as there are processors", () => {
    assert.equal(read({ WORKERS: "auto" }).workers, Math.min(availableParallelism(), 64));
  });

  it("may not name MySQL, which the message says in so many words", () => {
    for (const url of [
      "mysql://localhost/roadmap",
      "mysql2://root@localhost/roadmap",
      "MySQL://x/y",
    ]) {
      assert.deepEqual(mistakesIn({ DATABASE_URL: url }), [
        "DATABASE_URL names MySQL, which Tollgate cannot use: only PostgreSQL and SQLite",
      ]);
    }
  });

  it("with a password in it is not repeated by the message", () => {
    for (const url of ["mysql://root:hunter2@localhost/x", "postgres//root:hunter2@localhost/x"]) {
      assert.doesNotMatch(mistakesIn({ DATABASE_URL: url }).join("\n"), /hunter2/);
    }
    assert.doesNotMatch(mistakesIn({ SECRET_KEY: "hunter2" }).join("\n"), /hunter2/);
    assert.doesNotMatch(mistakesIn({ RAILS_SECRET_KEY_BASE: "hunter2" }).join("\n"), /hunter2/);
    assert.doesNotMatch(
      mistakesIn({ PUBLIC_URL: "https://me:hunter2@example.org" }).join("\n"),
      /hunter2/,
    );
  });
});

describe("a server that others can reach", () => {
  it("must be told its public address", () => {
    for (const HOST of ["0.0.0.0", "::", "192.0.2.1", "dmp.example.org"]) {
      const [mistake, ...others] = mistakesIn({ HOST });
      assert.match(mistake ?? "", /^PUBLIC_URL is needed when HOST .* is not this machine alone$/);
      assert.deepEqual(others, []);
      assert.deepEqual(mistakesIn({ HOST, PUBLIC_URL: "https://dmp.example.org" }), []);
    }
  });

  it("need not where only this machine reaches it", () => {
    for (const HOST of ["127.0.0.1", "127.8.9.1", "::1", "localhost"]) {
      assert.deepEqual(mistakesIn({ HOST }), []);
    }
  });

  it("is told from one that only this machine reaches", () => {
    for (const host of ["127.0.0.1", "127.255.0.1", "::1", "localhost"]) {
      assert.equal(isLoopback(host), true, host);
    }
    const others = [
      "0.0.0.0",
      "::",
      "127.0.0.1.example.org",
      "127.example.org",
      "localhost.example.org",
      "::2",
      "126.0.0.1",
      "",
    ];
    for (const host of others) assert.equal(isLoopback(host), false, host);
  });
});

describe("mistakes", () => {
  it("are listed all at once", () => {
    const mistakes = mistakesIn({
      DATABASE_URL: "mysql://localhost/roadmap",
      HOST: "0.0.0.0",
      PORT: "http",
      TRUSTED_PROXIES: "one two",
      LOG_LEVEL: "loud",
      HELPDESK_EMAIL: "nobody",
      BEARER_REALM: '"',
      ACCEPT_TOKEN_IN_QUERY: "maybe",
      TOKEN_PREFIXES: "dmp",
      TOKEN_SCOPES: '"',
      TOKENS_PER_HOUR: "0",
      SECRET_KEY: "short",
    });
    const named = mistakes.map((line) => /^[A-Z_]+/.exec(line)?.[0] ?? "").toSorted();
    assert.deepEqual(named, [
      "ACCEPT_TOKEN_IN_QUERY",
      "BEARER_REALM",
      "DATABASE_URL",
      "HELPDESK_EMAIL",
      "LOG_LEVEL",
      "PORT",
      "PUBLIC_URL",
      "SECRET_KEY",
      "TOKENS_PER_HOUR",
      "TOKEN_PREFIXES",
      "TOKEN_SCOPES",
      "TRUSTED_PROXIES",
      "TRUSTED_PROXIES",
    ]);
  });

  it("are one message, one line each", () => {
    assert.throws(() => read({ PORT: "x", LOG_LEVEL: "y" }), {
      name: "ConfigError",
      message: /^The configuration has mistakes:\n {2}- PORT [^\n]+\n {2}- LOG_LEVEL [^\n]+$/,
    });
  });
});

describe("Rails' secret", () => {
  const RAILS_SECRET_KEY_BASE = "a secret_key_base that is only for tests";

  it("gives the keys of its cookies, and one of our own for forms", () => {
    const { railsSessions } = read({ RAILS_SECRET_KEY_BASE });
    assert.equal(railsSessions?.name, "_dmp_roadmap_session");
    const keys = [...railsSessions.keys, railsSessions.formKey];
    assert.equal(new Set(keys.map((each) => each.export().toString("hex"))).size, 3);
    const renamed = read({ RAILS_SECRET_KEY_BASE, RAILS_SESSION_COOKIE: "_session" });
    assert.equal(renamed.railsSessions?.name, "_session");
  });

  it("is itself no part of the configuration", () => {
    const printed = inspect(read({ RAILS_SECRET_KEY_BASE }), { depth: 9 });
    assert.ok(!printed.includes(RAILS_SECRET_KEY_BASE));
  });
});

describe("the secret key", () => {
  it("is read from its file when it is not set", () => {
    const paths: string[] = [];
    const load = (path: string) => {
      paths.push(path);
      return key;
    };
    readConfig({}, load);
    readConfig({ SECRET_KEY_FILE: "/run/secrets/tollgate" }, load);
    assert.deepEqual(paths, ["./data/secret-key", "/run/secrets/tollgate"]);
  });

  it("is not looked for in a file when it is set", () => {
    readConfig({ SECRET_KEY: key }, () => assert.fail("the file was read"));
  });

  it("of a file that cannot be read is one mistake, with the reason", () => {
    const mistakes = mistakesIn({}, () => {
      throw new Error("EACCES: permission denied");
    });
    assert.deepEqual(mistakes, ["SECRET_KEY_FILE: EACCES: permission denied"]);
  });

  it("of a file that is too short is a mistake that names the file", () => {
    for (const short of ["", "short"]) {
      const mistakes = mistakesIn({ SECRET_KEY_FILE: "/run/secrets/tollgate" }, () => short);
      assert.equal(mistakes.length, 1);
      assert.match(mistakes[0] ?? "", /SECRET_KEY_FILE.*32/);
    }
  });

  it("is the same for every process that is given it, and another for another", () => {
    const keyOf = (SECRET_KEY: string) => read({ SECRET_KEY }).settings.eventKey;
    assert.ok(keyOf(key).equals(keyOf(key)));
    assert.ok(!keyOf(key).equals(keyOf(`${key}.`)));
  });
});

/** A configuration whose keys can be compared. */
function comparable({
  settings: { eventKey, attemptKey, ...settings },
  ...config
}: ReturnType<typeof read>) {
  return { config, settings, keys: [eventKey.export(), attemptKey.export()] };
}
