/** Debian's real Rails in a process of its own: ActionPack's cookie store and Devise, as in test/support/rails/sessions.rb. */
import { secretKeyBase } from "./rails-cookies.ts";
import { hasRuby, RubyProcess } from "./ruby.ts";

/** Why tests that need Rails are skipped, or false. */
export const withoutRails = hasRuby(["active_support", "action_dispatch", "devise"])
  ? false
  : "no ActiveSupport: Ruby, ruby-actionpack or ruby-devise is missing";

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
  readonly #ruby = new RubyProcess("sessions.rb");

  async ask(request: RailsRequest): Promise<RailsAnswer> {
    const usual = { secret: secretKeyBase, digest: "SHA1", serializer: "json", metadata: true };
    return await this.#ruby.ask({ ...usual, ...request });
  }

  async [Symbol.asyncDispose]() {
    await this.#ruby[Symbol.asyncDispose]();
  }
}
