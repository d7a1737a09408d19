/** What stands behind a command. Mistakes are OperatorErrors, or errors of `parseArgs` that say what is wrong. */
import { parseArgs, type ParseArgsConfig } from "node:util";
import { OperatorError } from "../operator-error.ts";

/** Of a command that takes options alone. */
export function parseOptions<Options extends NonNullable<ParseArgsConfig["options"]>>(
  args: string[],
  options: Options,
) {
  return parseArgs({ args, options, strict: true, allowPositionals: false }).values;
}

export function requireEmail(email: string | undefined): string {
  if (email && /^[^\s@]+@[^\s@]+$/.test(email) && email.length <= 80) return email;
  throw new OperatorError("--email must be an e-mail address of at most 80 characters.");
}
