/** Debian's real Doorkeeper and ActiveRecord, as test/support/rails/doorkeeper.rb drives them. */
import { hasRuby, RubyProcess } from "./ruby.ts";
import type { TimeZone } from "./time-zones.ts";

/** Why tests that need Doorkeeper are skipped, or false. */
export const withoutDoorkeeper = hasRuby(["active_record", "pg", "sqlite3", "rails", "doorkeeper"])
  ? false
  : "no Doorkeeper: Ruby, ruby-doorkeeper, ruby-activerecord, ruby-pg or ruby-sqlite3 is missing";

/** What Doorkeeper thinks of a secret that it knows. */
export type Found = {
  id: number;
  owner: number | null;
  application: string;
  scopes: string[];
  accessible: boolean;
  acceptable: boolean;
  revoked: boolean;
};

export type Secrets = { secret: string; refresh_secret: string | null };
/** An application of somebody else, with its secret in clear. */
export type Client = { name: string; uid: string; secret: string };
/** The columns of a row, and what its validations say. */
export type DoorkeeperRecord = Record<string, unknown> & { errors: string[] };

/** `at`: the moment at which Rails does it, to the second; now if it is not given. */
type At = { at?: Date };
type NewToken = {
  application: string;
  /** The owner's id; without one it is a token that an application got for itself. */
  user?: number;
  /** Seconds; without them it never expires. */
  expires_in?: number;
  refreshable?: boolean;
  /** `false`: as Doorkeeper stores it without `hash_token_secrets`. */
  hashed?: boolean;
};

export class Doorkeeper implements AsyncDisposable {
  readonly #ruby: RubyProcess;

  constructor(zone: TimeZone) {
    this.#ruby = new RubyProcess("doorkeeper.rb", { TZ: zone });
  }

  /** Opens a database by its URL as Tollgate spells it. Close it before another is opened. */
  async connect(url: string): Promise<void> {
    await this.#do("connect", { url: url.replace(/^sqlite:/, "sqlite3:") });
  }

  async disconnect(): Promise<void> {
    await this.#do("disconnect");
  }

  /** Runs Doorkeeper's own migration. */
  async makeTables(): Promise<void> {
    await this.#do("make_tables");
  }

  async makeApplication(name: string): Promise<Client> {
    return await this.#do("make_application", { name });
  }

  async makeToken(token: NewToken & At): Promise<Secrets> {
    return await this.#do("make_token", token);
  }

  /** As DMPRoadmap's button does; returns the secret. */
  async rotate(owner: { application: string; user: number }): Promise<string> {
    return (await this.#do<Secrets>("rotate", owner)).secret;
  }

  /** `AccessToken.by_token`. */
  async find(secret: string, { at }: At = {}): Promise<Found | null> {
    return await this.#do("find", { secret, at });
  }

  /** Whether Rails' API accepts it. */
  async use(secret: string): Promise<boolean> {
    return await this.#do("use", { secret });
  }

  async revoke(secret: string): Promise<void> {
    await this.#do("revoke", { secret });
  }

  /** What Rails' token endpoint gives for a refresh token, or null. */
  async refresh(request: {
    application: Client;
    refresh_secret: string | null;
    hashed?: boolean;
  }): Promise<Secrets | null> {
    return await this.#do("refresh", request);
  }

  /** Lets a token begin now and end after so many seconds. */
  async giveLifetime(secret: string, { expires_in, at }: At & { expires_in: number }) {
    await this.#do("give_lifetime", { secret, expires_in, at });
  }

  /** Every row of Doorkeeper's tables as its model sees it, with what its validations say. */
  async records(): Promise<Record<string, DoorkeeperRecord[]>> {
    return await this.#do("records");
  }

  /** A table of Rails whose rows refer to users. */
  async makeNotes(): Promise<void> {
    await this.#do("make_notes");
  }

  /** Throws if it has to wait for a lock. */
  async addNote(user: number): Promise<void> {
    await this.#do("add_note", { user });
  }

  async beginTransaction(): Promise<void> {
    await this.#do("begin_transaction");
  }

  async commitTransaction(): Promise<void> {
    await this.#do("commit_transaction");
  }

  async [Symbol.asyncDispose]() {
    await this.#ruby[Symbol.asyncDispose]();
  }

  async #do<Result>(action: string, request: object = {}): Promise<Result> {
    const answer = await this.#ruby.ask<{ result: Result } | { error: string }>({
      do: action,
      ...request,
    });
    if ("error" in answer) throw new Error(`Rails could not ${action}: ${answer.error}`);
    return answer.result;
  }
}
