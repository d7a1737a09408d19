/** Debian's real Ruby libraries in a process of their own, which answers each line of JSON with another. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { projectFolder } from "./project-folder.ts";

/** Whether Ruby is there and has these libraries. */
export function hasRuby(libraries: readonly string[]): boolean {
  const program = libraries.map((name) => `require "${name}"`).join("; ");
  return spawnSync("ruby", ["-e", program]).status === 0;
}

export class RubyProcess implements AsyncDisposable {
  readonly #process;
  readonly #lines;

  /** `script`: a file in test/support/rails/. `environment`: what differs from this process's own. */
  constructor(script: string, environment: Record<string, string> = {}) {
    this.#process = spawn("ruby", [join(projectFolder, "test/support/rails", script)], {
      stdio: ["pipe", "pipe", "inherit"],
      env: { ...process.env, ...environment },
    });
    this.#lines = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }

  /** One request after the other. */
  async ask<Answer>(request: object): Promise<Answer> {
    this.#process.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await this.#lines.next();
    if (done) throw new Error("Ruby has ended");
    return JSON.parse(value);
  }

  async [Symbol.asyncDispose]() {
    this.#process.stdin.end();
    if (this.#process.exitCode === null) await once(this.#process, "exit");
  }
}
