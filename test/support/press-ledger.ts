/**
 * What one person knows of his tokens after pressing the button again and again, one press after the other: what was
 * answered holds, what was refused changed nothing, and what was never answered is done wholly or not at all.
 */
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "../../src/db/schema.ts";
import {
  type Connection,
  errorCodeOf,
  me,
  revoke,
  rotate,
  secretOf,
  type SignedIn,
} from "./client.ts";
import { eventually } from "./eventually.ts";

export class PressLedger {
  readonly person: SignedIn;
  /** How many presses were answered with success. */
  answered = 0;
  /** How many presses were never answered, and turned out to be done wholly. */
  foundDone = 0;
  /** How many presses were never answered, and turned out not to be done. */
  foundUndone = 0;
  #events = 0;
  #hasLive = false;
  /** Not known of a token whose making was never answered. */
  #liveSecret: string | undefined;
  #dead: string[] = [];
  #unanswered: "rotate" | "revoke" | undefined;

  constructor(person: SignedIn) {
    this.person = person;
  }

  /** Presses once. Returns whether it was answered with success. */
  async press(connection: Connection): Promise<boolean> {
    const kind = Math.random() < 0.8 ? "rotate" : "revoke";
    this.#unanswered = kind;
    const answer = await (kind === "rotate" ? rotate : revoke)(connection, this.person).catch(
      () => undefined,
    );
    if (!answer || errorCodeOf(answer) === "outcome_unknown") return false;
    this.#unanswered = undefined;
    if (answer.status !== 200) {
      assert.equal(errorCodeOf(answer), "database_unavailable", answer.body);
      return false;
    }
    this.answered += 1;
    this.#enter(kind, secretOf(answer));
    return true;
  }

  /** What was done: now the former token is dead, and there is a new one or none. */
  #enter(kind: "rotate" | "revoke", secret: string | undefined) {
    if (kind === "rotate" || this.#hasLive) this.#events += 1;
    if (this.#liveSecret !== undefined) this.#dead.push(this.#liveSecret);
    this.#hasLive = kind === "rotate";
    this.#liveSecret = secret;
  }

  /** Compares with what is there after the crash; afterwards the ledger goes on from that. */
  async verify(connection: Connection, db: Database): Promise<void> {
    const events = await db
      .selectFrom("tollgate_events")
      .select("access_token_id")
      .where("resource_owner_id", "=", this.person.id)
      .orderBy("sequence")
      .execute();
    const who = this.person.firstname;
    const unanswered = this.#unanswered;
    this.#unanswered = undefined;
    if (unanswered && events.length === this.#events + 1) {
      const done = events.at(-1)?.access_token_id === null ? "revoke" : "rotate";
      assert.equal(done, unanswered, `what ${who} pressed last is what was done last`);
      this.#enter(unanswered, undefined);
      this.foundDone += 1;
    } else {
      assert.equal(events.length, this.#events, `events that ${who} was answered`);
      if (unanswered) this.foundUndone += 1;
    }
    for (const secret of this.#dead) {
      const { status } = await me(connection, secret);
      assert.equal(status, 401, `${who}'s token …${secret.slice(-4)}, which was ended`);
    }
    if (this.#liveSecret !== undefined) {
      const { status } = await me(connection, this.#liveSecret);
      assert.equal(status, 200, `${who}'s last token …${this.#liveSecret.slice(-4)}`);
    }
    this.#dead = this.#dead.slice(-3); // the others were seen to be refused; these are asked again next time
  }
}

/** One line for the test's report. */
export function summarise(ledgers: readonly PressLedger[]): string {
  const sum = (count: (ledger: PressLedger) => number) =>
    ledgers.reduce((total, ledger) => total + count(ledger), 0);
  return (
    `${sum(({ answered }) => answered)} presses answered; of those not answered ` +
    `${sum(({ foundDone }) => foundDone)} were done and ${sum(({ foundUndone }) => foundUndone)} not`
  );
}

/** Everybody presses until something goes wrong, which `disaster` brings about at a random moment. */
export async function pressUntilDisaster(
  ledgers: readonly PressLedger[],
  connect: () => Connection,
  disaster: () => Promise<void>,
): Promise<void> {
  let answered = 0;
  const pressing = ledgers.map(async (ledger) => {
    const connection = connect();
    while (await ledger.press(connection)) answered += 1;
    connection.close();
  });
  const strike = async () => {
    const enough = Math.ceil(Math.random() * 40);
    await eventually(`${enough} presses are answered`, async () => answered >= enough);
    await sleep(Math.random() * 20);
    await disaster();
  };
  await Promise.all([...pressing, strike()]);
}
