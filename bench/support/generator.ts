/** The process that makes the load, as the benches use it. */
import { fork } from "node:child_process";
import { once } from "node:events";
import type { Load, Measured } from "./load-generator.ts";

export type Generator = Disposable & { measure: (load: Load) => Promise<Measured> };

/** `measure` one load after the other. */
export function startGenerator(): Generator {
  const child = fork(new URL("load-generator.js", import.meta.url));
  const ended = once(child, "exit").then(() => {
    throw new Error("The load generator has ended: the server gave no answer to measure");
  });
  ended.catch(() => {});
  return {
    async measure(load) {
      child.send(load);
      const [measured]: Measured[] = await Promise.race([once(child, "message"), ended]);
      if (!measured) throw new Error("The load generator measured nothing");
      return measured;
    },
    [Symbol.dispose]: () => void child.kill(),
  };
}
