/** The log: one JSON object a line, or lines for people where a person watches a terminal. */
import { pino, type DestinationStream } from "pino";

/** Secrets never reach the log; should a careless line hold one of these names, its value is left out. */
const redacted = ["authorization", "cookie", "password", "secret", "token"];

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
    options.human ? await forPeople(destination) : turnByTurn(pino.destination(destination)),
  );
}

/** The lines of one turn of the event loop are written together, at its end: one call of the system for all. */
function turnByTurn(destination: DestinationStream): DestinationStream {
  let lines = "";
  const writeAll = () => {
    if (lines !== "") destination.write(lines);
    lines = "";
  };
  process.on("exit", writeAll);
  return {
    write(line) {
      if (lines === "") setImmediate(writeAll);
      lines += line;
    },
  };
}

async function forPeople(destination: number) {
  const { default: pretty } = await import("pino-pretty");
  return pretty({ destination, sync: true, colorize: true, ignore: "reqId" });
}
