/** Debian's real Rails in a process of its own: ActionPack's cookie store and Devise, as in test/support/rails/sessions.rb. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { projectFolder } from "../../src/project-folder.ts";
import { secretKeyBase } from "./rails-cookies.ts";

const program = 'require "action_dispatch"; require "devise"; print ActiveSupport.version';
const found = spawnSync("ruby", ["-ractive_support", "-e", program], { encoding: "utf8" });

/** Why tests that need Rails are skipped, or false. */
export const withoutRails =
  found.status === 0 ? false : "no ActiveSupport: Ruby, ruby-actionpack or ruby-devise is missing";

export type RailsRequest = {
  do: "sign in" | "sign out" | "open a page" | "look around" | "set a cookie";
  user?: { id: number; encrypted_password: string | null; active: boolean | null };
  /** The `Cookie` header. */
  cookie?: string | undefined;
  secret?: string;
  digest?: "SHA1" | "SHA256" | "SHA512";
  serializer?: "json" | "hybrid" | "marshal";
  /** Whether cookies name their purpose, as Rails' defaults since 6.0 have it. */
  metadata?: boolean;
  /** Seconds after which the cookie is over. */
  expire_after?: number;
  name?: string;
  value?: unknown;
};

export type RailsAnswer = { cookies: Record<string, string>; signed_in: boolean };

export class Rails implements AsyncDisposable {
  readonly #process = spawn("ruby", [join(projectFolder, "test/support/rails/sessions.rb")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  readonly #lines = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();

  /** One request after the other. */
  async ask(request: RailsRequest): Promise<RailsAnswer> {
    const usual = { secret: secretKeyBase, digest: "SHA1", serializer: "json", metadata: true };
    this.#process.stdin.write(`${JSON.stringify({ ...usual, ...request })}\n`);
    const { value, done } = await this.#lines.next();
    if (done) throw new Error("Rails has ended");
    return JSON.parse(value);
  }

  async [Symbol.asyncDispose]() {
    this.#process.stdin.end();
    if (this.#process.exitCode === null) await once(this.#process, "exit");
  }
}
