/** `tollgate serve`: the page and the API, until it is told to stop. */
import { isLoopback } from "../config.ts";
import { createLog } from "../log.ts";
import { serve } from "../main.ts";
import { OperatorError } from "../operator-error.ts";
import { parseOptions } from "./arguments.ts";
import { configFromEnvironment } from "./with-deps.ts";

export async function run(argv: string[]): Promise<void> {
  const { demo = false } = parseOptions(argv, { demo: { type: "boolean" } });
  const config = configFromEnvironment();
  const hosts = [config.host, config.publicUrl?.hostname ?? config.host];
  if (demo && !hosts.every(isLoopback)) {
    throw new OperatorError(
      `--demo serves this machine alone: its people's password is known. HOST is ${hosts[0]}` +
        (config.publicUrl ? `, PUBLIC_URL is ${config.publicUrl.origin}.` : "."),
    );
  }
  await serve(config, await createLog({ level: config.logLevel, to: "stdout" }), { demo });
}
