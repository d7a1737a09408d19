/** What a person can do from a terminal: `tollgate COMMAND`. Each command is a file, loaded when it is named. */
import { constants } from "node:os";
import { visible } from "./cli/visible.ts";
import { OperatorError } from "./operator-error.ts";

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

/** `argv`: what stands behind the command's name. */
type Command = { run: (argv: string[]) => Promise<void> };

/** By their names. */
export const commands: Record<string, () => Promise<Command>> = {
  serve: async () => await import("./cli/serve.ts"),
  doctor: async () => await import("./cli/doctor.ts"),
  migrate: async () => await import("./cli/migrate.ts"),
  "ensure-internal-app": async () => await import("./cli/ensure-internal-app.ts"),
  "add-user": async () => await import("./cli/add-user.ts"),
  "set-password": async () => await import("./cli/set-password.ts"),
  "hash-plain-tokens": async () => await import("./cli/hash-plain-tokens.ts"),
  plans: async () => await import("./cli/plans.ts"),
  "import-plan": async () => await import("./cli/import-plan.ts"),
  "export-plan": async () => await import("./cli/export-plan.ts"),
};

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
    const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!load) throw new OperatorError(`There is no command ${name}.\n\n${usage}`);
    const command = await load();
    await command.run(rest);
    return 0;
  } catch (error) {
    const { explain } = await import("./explain.ts");
    process.stderr.write(`${visible(explain(error))}\n`);
    return 1;
  }
}

/** Whoever read what is printed has gone, as behind `| head`: ends as other programs do then. */
function endUnread(error: NodeJS.ErrnoException) {
  if (error.code === "EPIPE") process.exit(128 + constants.signals.SIGPIPE);
  throw error;
}
