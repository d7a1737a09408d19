/** The log: one JSON object a line, or lines for people where a person watches a terminal. */
import { pino, type DestinationStream } from "pino";

/** Secrets never reach the log; should a careless line hold one of these names, its value is left out. */
const redacted = ["authorization", "cookie", "password", "secret", "token"];

/** The message of the line that each request gets. */
export const requestLine = "request";

export async function createLog(options: {
  level: string;
  human: boolean;
  to: "stdout" | "stderr";
}) {
  const destination = options.to === "stdout" ? 1 : 2;
  return pino(
    {
      level: options.level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      redact: redacted.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
    },
    options.human
      ? await forPeople(destination)
      : turnByTurn(pino.destination({ dest: destination, sync: true })),
  );
}

/**
 * Lines of requests are written together, at the end of their turn of the event loop: one call of the system for all.
 * Any other line is written at once, with those before it: an event is in the log before its press is answered.
 */
function turnByTurn(destination: DestinationStream) {
  let lines = "";
  const writeAll = () => {
    if (lines !== "") destination.write(lines);
    lines = "";
  };
  process.on("exit", writeAll);
  return {
    [pino.symbols.needsMetadataGsym]: true,
    lastMsg: "", // pino keeps it up to date
    write(line: string) {
      lines += line;
      if (this.lastMsg !== requestLine) writeAll();
      else if (lines === line) setImmediate(writeAll);
    },
  };
}

async function forPeople(destination: number) {
  const { default: pretty } = await import("pino-pretty");
  return pretty({ destination, sync: true, colorize: true, ignore: "reqId" });
}
