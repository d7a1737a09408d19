/** What a person can do from a terminal: `tollgate COMMAND`. */
import { constants } from "node:os";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { parseArgs, type ParseArgsConfig } from "node:util";
import { randomBytes } from "node:crypto";
import {
  findPlainTokens,
  hashPlainTokens,
  type Double,
} from "./access-tokens/hash-plain-tokens.ts";
import { revoke } from "./access-tokens/revoke.ts";
import { importPlans } from "./cli/import-plans.ts";
import { createProgressBar } from "./cli/progress-bar.ts";
import { visible } from "./cli/visible.ts";
import { ensureInternalApplication } from "./applications/internal-application.ts";
import { ConfigError, isLoopback, readConfig, type Config } from "./config.ts";
import { describeDatabase, isPostgres } from "./db/database.ts";
import { describeMigrations } from "./db/describe-migrations.ts";
import {
  CommitOutcomeUnknownError,
  isDatabaseRefusal,
  isDatabaseUnavailable,
} from "./db/failures.ts";
import { findPendingMigrations, isRailsDatabase, migrate } from "./db/migrate.ts";
import type { Deps } from "./deps.ts";
import { examine } from "./doctor/examine.ts";
import { AppError } from "./errors.ts";
import { parseId } from "./http/query.ts";
import { createLog } from "./log.ts";
import { createDeps, requireUnderstood, serve, StartError } from "./main.ts";
import { planAnswer } from "./plan-answer.ts";
import { checkPlans } from "./plans/check-plans.ts";
import { loadPlans } from "./plans/load-plans.ts";
import { loadSecretKey } from "./secret-key-file.ts";
import { enGb } from "./texts/en-gb.ts";
import { typePassword } from "./type-password.ts";
import { localUrl, planUrlsAt } from "./urls.ts";
import { addUser } from "./users/add-user.ts";
import { findUserByEmail, normaliseEmail, type FoundUser } from "./users/find-user.ts";
import { longestPassword } from "./users/password.ts";
import { findPermNames } from "./users/permissions.ts";
import { setPassword } from "./users/set-password.ts";
import { isActive } from "./users/user.ts";

const usage = `Usage: tollgate COMMAND

  serve [--demo]             serve the page and the API; --demo adds people and plans to try it with
  doctor                     say what the database is, and what Tollgate lacks there
  migrate [--print-sql]      bring the database's tables up to date; --print-sql prints the SQL of it instead, for an
                             administrator to run
  ensure-internal-app        make the OAuth application that owns the tokens, if it is missing
  add-user --email ADDRESS [--firstname NAME] [--surname NAME] [--perm NAME]…
                             make an account; its password is read from standard input
  set-password --email ADDRESS [--revoke-token]
                             change an account's password, read from standard input; --revoke-token ends its API token,
                             which otherwise lives on
  hash-plain-tokens [--apply]
                             count the tokens stored in clear, from before Doorkeeper hashed them; --apply hashes them
  plans --check              list the plans that lack what the RDA DMP Common Standard requires
  import-plan FILE… --owner ADDRESS [--dry-run] [--json] [--attached]
                             import plans from files of the RDA DMP Common Standard (docs/import.md)
  export-plan ID…            write plans as the API answers them, one a line

Settings are environment variables, or lines of a file .env here; .env.example lists them all.
`;

/** What the person can put right; its message is all there is to say. */
class UsageError extends Error {}

/** Resolves to the exit code. `argv`: what stands behind the program's name. */
export async function main(argv: string[]): Promise<number> {
  const [name = "help", ...rest] = argv;
  process.umask(0o077); // files made here hold what nobody else on the machine may read
  process.stdout.off("error", endUnread).on("error", endUnread);
  try {
    if (/^(help|--help|-h)$/.test(name)) {
      process.stdout.write(usage);
      return 0;
    }
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!command) throw new UsageError(`There is no command ${name}.\n\n${usage}`);
    await command(rest);
    return 0;
  } catch (error) {
    process.stderr.write(`${visible(explain(error))}\n`);
    return 1;
  }
}

const commands: Record<string, (argv: string[]) => Promise<void>> = {
  async serve(argv) {
    const { demo = false } = parse(argv, { demo: { type: "boolean" } });
    const config = configFromEnvironment();
    const hosts = [config.host, config.publicUrl?.hostname ?? config.host];
    if (demo && !hosts.every(isLoopback)) {
      throw new UsageError(
        `--demo serves this machine alone: its people's password is known. HOST is ${hosts[0]}` +
          (config.publicUrl ? `, PUBLIC_URL is ${config.publicUrl.origin}.` : "."),
      );
    }
    const human = process.stdout.isTTY;
    await serve(config, await createLog({ level: config.logLevel, human, to: "stdout" }), { demo });
  },

  async doctor(argv) {
    parse(argv, {});
    await withDeps(async (deps, database) => {
      print(`${database}:`);
      const findings = await examine(deps);
      for (const { level, text: words } of findings) print(`${level}: ${words}`);
      const problems = findings.filter(({ level }) => level === "problem").length;
      if (problems > 0) throw new UsageError(`To be mended before Tollgate can work: ${problems}.`);
    });
  },

  async migrate(argv) {
    const { "print-sql": printSql } = parse(argv, { "print-sql": { type: "boolean" } });
    await withDeps(async (deps, database) => {
      const { pending } = await requireUnderstood(deps);
      if (printSql) {
        if (!isPostgres(deps.db)) throw new UsageError("--print-sql is for PostgreSQL.");
        process.stdout.write(await describeMigrations(deps.db, deps.now()));
        return;
      }
      const done = pending.length > 0 ? await migrate(deps.db) : [];
      print(
        done.length > 0 ? `Migrated ${database}: ${done.join(", ")}` : `${database} is up to date.`,
      );
    });
  },

  async "ensure-internal-app"(argv) {
    parse(argv, {});
    await withMigratedDeps(async (deps) => {
      const { id, uid } = await ensureInternalApplication(deps);
      print(`Internal OAuth app ready (id=${id}, uid=${uid})`);
    });
  },

  async "add-user"(argv) {
    const {
      email,
      perm: perms = [],
      ...names
    } = parse(argv, {
      email: { type: "string" },
      firstname: { type: "string" },
      surname: { type: "string" },
      perm: { type: "string", multiple: true },
    });
    const address = requireEmail(email);
    await withMigratedDeps(async (deps) => {
      await requirePerms(deps, perms);
      const password = await readPassword();
      const id = await addUser(deps, { email: address, password, perms, ...names });
      if (id === undefined) throw new UsageError(`${address} has an account already.`);
      print(`Added ${address} (id=${id})`);
    });
  },

  async "set-password"(argv) {
    const { email, "revoke-token": revokeToken } = parse(argv, {
      email: { type: "string" },
      "revoke-token": { type: "boolean" },
    });
    const address = requireEmail(email);
    await withMigratedDeps(async (deps) => {
      const id = await setPassword(deps, address, await readPassword());
      if (id === undefined) throw new UsageError(`Nobody has the address ${address}.`);
      print(
        `The password of ${address} was changed. Sessions that began with the old one are over.`,
      );
      if (!revokeToken) {
        print("The account's API token, if it has one, lives on: --revoke-token would end it.");
        return;
      }
      const revoked = await revoke(deps, id, { evenIfDeactivated: true });
      print(revoked.length > 0 ? "Its API token was revoked." : "It had no live API token.");
    });
  },

  async "hash-plain-tokens"(argv) {
    const { apply = false } = parse(argv, { apply: { type: "boolean" } });
    await withMigratedDeps(async (deps) => {
      const found = await (apply ? hashPlainTokens(deps) : findPlainTokens(deps));
      const { live, expired, revoked, refresh_tokens, newest, doubles } = found;
      if (!newest) {
        print("No token is stored in clear.");
        return;
      }
      print(`Stored in clear:
  access tokens: ${live + expired + revoked} (${live} live, ${expired} expired, ${revoked} revoked)
  refresh tokens: ${refresh_tokens}
  the newest was made at ${newest.toISOString()}`);
      if (doubles.length > 0) throw new UsageError(explainDoubles(doubles));
      print(apply ? "All were hashed. The live ones open the API again." : dryRun);
    });
  },

  async plans(argv) {
    const { check } = parse(argv, { check: { type: "boolean" } });
    if (!check) throw new UsageError("Say what to do with the plans: --check.");
    await withMigratedDeps(async (deps) => {
      let complete = 0;
      let incomplete = 0;
      for await (const { id, title, shortcomings } of checkPlans(deps.db)) {
        if (shortcomings.length === 0) complete++;
        else incomplete++;
        for (const { code, pointer } of shortcomings) {
          const reason = enGb.plans.shortcomings[code];
          print(`plan ${id} ${JSON.stringify(title ?? "")}: ${pointer}: ${reason}`);
        }
      }
      const standard = "what the RDA DMP Common Standard 1.0 requires";
      if (incomplete > 0) {
        const all = complete + incomplete;
        throw new UsageError(`${incomplete} of ${all} plans lack some of ${standard}.`);
      }
      print(`All plans (${complete}) have ${standard}.`);
    });
  },

  async "import-plan"(argv) {
    const { values, positionals: files } = parseArgs({
      args: argv,
      options: {
        owner: { type: "string" },
        "dry-run": { type: "boolean" },
        json: { type: "boolean" },
        attached: { type: "boolean" },
      },
      allowPositionals: true,
    });
    if (files.length === 0) throw new UsageError("Say which files to import.");
    if (!values.owner) throw new UsageError("Say whose the plans become: --owner ADDRESS.");
    const address = values.owner;
    await withMigratedDeps(async (deps, config) => {
      if ((await isRailsDatabase(deps.db)) && !values.attached) throw new UsageError(pastRails);
      const owner = await requireOwner(deps, address);
      const { refused, replacing } = await importPlans(deps.db, files, {
        owner,
        planUrl: planUrlsAt(apiBaseUrlOf(config)),
        dryRun: values["dry-run"] ?? false,
        json: values.json ?? false,
        print,
        progress: createProgressBar(process.stderr, files.length),
      });
      if (replacing > 0) {
        process.stderr.write(
          `${replacing} files had the dmp_id of an earlier one and replaced it.\n`,
        );
      }
      if (refused > 0) {
        throw new UsageError(`${refused} of ${files.length} files were not imported.`);
      }
    });
  },

  async "export-plan"(argv) {
    const { positionals } = parseArgs({ args: argv, allowPositionals: true });
    const ids = positionals.map(requireId);
    if (ids.length === 0) throw new UsageError("Say which plans to export, by their ids.");
    await withMigratedDeps(async (deps, config) => {
      const missing: number[] = [];
      for (const id of ids) {
        const [plan] = await loadPlans(deps.db, [id], { withAnswers: true });
        if (plan) {
          const answer = await planAnswer(plan, {
            ...deps,
            config,
            apiBaseUrl: () => apiBaseUrlOf(config),
          });
          print(JSON.stringify(answer));
        } else missing.push(id);
      }
      if (missing.length > 0) throw new UsageError(`There is no plan ${missing.join(", ")}.`);
    });
  },
};

const pastRails =
  "This is DMPRoadmap's database. An import writes into its tables past Rails: none of Rails' checks and callbacks run," +
  " nobody gets an e-mail, no DMP ID is registered, and funders, hosts and licences that are new become part of its" +
  " lists. If you want that all the same, give --attached.";

async function requireOwner({ db }: Deps, address: string): Promise<FoundUser> {
  const user = await findUserByEmail(db, normaliseEmail(address));
  if (!user) throw new UsageError(`Nobody has the address ${address}.`);
  if (!isActive(user)) throw new UsageError(`The account of ${address} is deactivated.`);
  return user;
}

function requireId(word: string): number {
  const id = parseId(word);
  if (id === undefined) throw new UsageError(`A plan's id is a number, not ${word}.`);
  return id;
}

function apiBaseUrlOf({ apiPublicUrl, publicUrl, host, port }: Config): string {
  return (apiPublicUrl ?? publicUrl)?.origin ?? localUrl(host, port);
}

function parse<Options extends NonNullable<ParseArgsConfig["options"]>>(
  args: string[],
  options: Options,
) {
  return parseArgs({ args, options, strict: true, allowPositionals: false }).values;
}

const dryRun = `Nothing was changed. With --apply each is replaced by its digest, and the live ones open the API again.
There is no way back. Before you do it, see that Rails hashes tokens (Doorkeeper's hash_token_secrets): if it made the
newest of these just now, it does not, and would no longer know them.`;

function explainDoubles(doubles: readonly Double[]): string {
  const lines = doubles.map(
    ({ column, plain_id, hashed_id }) =>
      `  id ${plain_id} has in clear the ${column} whose digest id ${hashed_id} has`,
  );
  return `Nothing was changed: in oauth_access_tokens\n${lines.join("\n")}
Only one row can have a digest, and a secret in clear opens nothing: take it out (delete its row, or set its
refresh_token to NULL), then try again.`;
}

function configFromEnvironment(): Config {
  return readConfig(process.env, (path) => loadSecretKey(path, randomBytes));
}

async function withDeps(
  work: (deps: Deps, database: string, config: Config) => Promise<void>,
): Promise<void> {
  const config = configFromEnvironment();
  const log = await createLog({ level: "info", human: process.stderr.isTTY, to: "stderr" });
  const deps = createDeps(config, log);
  try {
    await work(deps, describeDatabase(config.databaseUrl), config);
  } finally {
    await deps.db.destroy();
  }
}

async function withMigratedDeps(
  work: (deps: Deps, config: Config) => Promise<void>,
): Promise<void> {
  await withDeps(async (deps, database, config) => {
    const pending = await findPendingMigrations(deps.db);
    if (pending.length > 0) {
      throw new UsageError(`${database} is not prepared yet: run \`tollgate migrate\` first.`);
    }
    await work(deps, config);
  });
}

function requireEmail(email: string | undefined): string {
  if (email && /^[^\s@]+@[^\s@]+$/.test(email) && email.length <= 80) return email;
  throw new UsageError("--email must be an e-mail address of at most 80 characters.");
}

async function requirePerms({ db }: Deps, perms: readonly string[]) {
  const known = await findPermNames(db);
  const unknown = perms.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new UsageError(`There is no permission ${unknown}. There are ${known.join(", ")}.`);
}

const shortestPassword = 15;

/** What is typed, or the first line of standard input. Not an argument: everybody on the machine can read those. */
async function readPassword(): Promise<string> {
  const password = process.stdin.isTTY ? await typePassword() : await firstLineOf(process.stdin);
  if (password === undefined) throw new UsageError("The two passwords differ.");
  if (Array.from(password).length < shortestPassword || password.includes("\0")) {
    throw new UsageError(`The password must have at least ${shortestPassword} characters.`);
  }
  if (Buffer.byteLength(password) > longestPassword) {
    throw new UsageError(
      `The password must have at most ${longestPassword} bytes: bcrypt reads no more.`,
    );
  }
  return password;
}

async function firstLineOf(input: Readable): Promise<string> {
  const [line = ""] = (await text(input)).split(/\r?\n/);
  return line;
}

function print(line: string) {
  process.stdout.write(`${visible(line)}\n`);
}

/** Whoever read what is printed has gone, as behind `| head`: ends as other programs do then. */
function endUnread(error: NodeJS.ErrnoException) {
  if (error.code === "EPIPE") process.exit(128 + constants.signals.SIGPIPE);
  throw error;
}

/** One message for what a person can put right; everything for what is a bug. */
function explain(error: unknown): string {
  if (error instanceof ConfigError || error instanceof StartError || error instanceof UsageError) {
    return error.message;
  }
  if (!(error instanceof Error)) return String(error);
  if ("code" in error && String(error.code).startsWith("ERR_PARSE_ARGS")) return error.message;
  if (error instanceof CommitOutcomeUnknownError) {
    return "The database did not say whether the change was made. Look, and make it again if it was not.";
  }
  if (error instanceof AppError) {
    const { title, help } = enGb.errors[error.code];
    return `${title} ${help}`;
  }
  if (isDatabaseUnavailable(error) || isDatabaseRefusal(error)) {
    return `The database cannot be used: ${error.message}`;
  }
  if ("syscall" in error) return error.message; // a file or folder that cannot be used
  return error.stack ?? error.message;
}
