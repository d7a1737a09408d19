/** The log: one JSON object a line, or lines for people where a person watches a terminal. */
import { pino } from "pino";
import pretty from "pino-pretty";

/** Secrets never reach the log; should a careless line hold one of these names, its value is left out. */
const redacted = ["authorization", "cookie", "password", "secret", "token"];

export function createLog({ level, human }: { level: string; human: boolean }) {
  return pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      redact: redacted.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
    },
    human ? pretty({ sync: true, colorize: true, ignore: "reqId" }) : pino.destination(1),
  );
}
