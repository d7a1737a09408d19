/** Measures one server under one load: how fast it answers, and how much of a processor that takes. */
import type { Generator } from "./generator.ts";
import type { Load, Measured } from "./load-generator.ts";
import { processorSeconds, type Server } from "./servers.ts";
import { secretOf } from "./tokens.ts";

/** `processor`: what an answer cost the server's process, in microseconds. */
export type ServerResult = Measured & { processor: number };

export async function measureServer(
  generator: Generator,
  { port, pid }: Server,
  load: Omit<Load, "port">,
): Promise<ServerResult> {
  const before = processorSeconds(pid);
  const measured = await generator.measure({ port, ...load });
  const used = processorSeconds(pid) - before;
  return { ...measured, processor: (used / measured.perSecond / load.seconds) * 1_000_000 };
}

/** GET with the person's token: its headers, and as a whole. */
export function requestFor(person: number, path: string) {
  const authorization = `Bearer ${secretOf(person).reveal()}`;
  const lines = [`GET ${path} HTTP/1.1`, "host: 127.0.0.1", `authorization: ${authorization}`];
  return { path, authorization, text: `${lines.join("\r\n")}\r\n\r\n` };
}
