/** The log: one JSON object a line, or lines for people where a person watches a terminal. */
import { pino, type DestinationStream } from "pino";

/** Secrets never reach the log; should a careless line hold one of these names, its value is left out. */
const redacted = ["authorization", "cookie", "password", "secret", "token"];

/** The message of the line that each request gets. */
export const requestLine = "request";

export async function createLog({ level, to }: { level: string; to: "stdout" | "stderr" }) {
  const destination = process[to].fd;
  return pino(
    {
      level,
      base: null,
      timestamp: createTimestamp(),
      formatters: { level: (label) => ({ level: label }) },
      redact: redacted.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
    },
    process[to].isTTY
      ? await forPeople(destination)
      : turnByTurn(pino.destination({ dest: destination, sync: true })),
  );
}

/** Its text is made once a millisecond, in which many lines may fall. */
function createTimestamp(): () => string {
  let [latest, text] = [Number.NaN, ""];
  return () => {
    const now = Date.now();
    if (now !== latest) [latest, text] = [now, `,"time":"${new Date(now).toISOString()}"`];
    return text;
  };
}

/** How many characters are written at once: none of a request's line has more than two bytes, and a pipe keeps 4096 together. */
const untorn = 2048;

/**
 * Lines of requests are written together, at the end of their turn of the event loop: one call of the system for all
 * that a pipe takes as a whole, though other processes write into it too (PIPE_BUF, pipe(7)). Any other line is written
 * at once, with those before it: an event is in the log before its press is answered.
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
      if (lines.length + line.length > untorn) writeAll();
      if (lines === "") setImmediate(writeAll);
      lines += line;
      if (this.lastMsg !== requestLine) writeAll();
    },
  };
}

async function forPeople(destination: number) {
  const { default: pretty } = await import("pino-pretty");
  return pretty({ destination, sync: true, colorize: true, ignore: "reqId" });
}
