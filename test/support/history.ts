/**
 * A recorded history of presses and uses, and what in it cannot be true of a service in which each user has at most one
 * live token. It knows nothing but what clients saw, with the moments of one clock.
 */

export type Operation = {
  kind: "rotate" | "revoke" | "me";
  user: string;
  /** The server that was asked. */
  server: string;
  start: number;
  /** When the answer had come; Infinity if none came. */
  end: number;
  /** `rotate`: the secret that was made. `me`: the secret that was used. */
  secret?: string | undefined;
  /** `me`: whether the secret was accepted. */
  accepted?: boolean;
};

/** Describes every contradiction together with the operations that make it. */
export function findContradictions(history: readonly Operation[]): string[] {
  return [...Map.groupBy(history, ({ user }) => user).values()].flatMap(contradictionsOfUser);
}

function contradictionsOfUser(operations: readonly Operation[]): string[] {
  const presses = operations.filter(({ kind }) => kind !== "me");
  const uses = Map.groupBy(
    operations.filter(({ kind }) => kind === "me"),
    ({ secret }) => secret,
  );
  const tokens = presses
    .filter(({ kind, secret }) => kind === "rotate" && secret !== undefined)
    .map((made) => ({ made, uses: uses.get(made.secret) ?? [] }));
  return [
    ...tokens.flatMap((token) => contradictionsOfOne(token, presses)),
    ...contradictionsOfTwo(tokens),
  ];
}

type Token = { made: Operation; uses: Operation[] };

/** A use must be refused once a press that came after the token was answered, and may be refused only for a press. */
function contradictionsOfOne({ made, uses }: Token, presses: readonly Operation[]): string[] {
  const others = presses.filter((press) => press !== made);
  const firstKiller = least(
    others.filter((press) => press.start > made.end),
    (press) => press.end,
  );
  const firstSuspect = least(
    others.filter((press) => press.end > made.start),
    (press) => press.start,
  );
  return uses.flatMap((use) => {
    if (use.accepted && firstKiller && use.start > firstKiller.end) {
      return [tell("accepted though it was dead", [made, firstKiller, use])];
    }
    if (!use.accepted && (!firstSuspect || use.end < firstSuspect.start)) {
      return [tell("refused though nothing had ended it", [made, use])];
    }
    return [];
  });
}

/** Each token lives once, from its making to its end: of two that overlap, both were live at one moment. */
function contradictionsOfTwo(tokens: readonly Token[]): string[] {
  const lives = tokens
    .flatMap(({ made, uses }) => {
      const accepted = uses.filter((use) => use.accepted);
      const first = least(accepted, (use) => use.end);
      const last = least(accepted, (use) => -use.start);
      return first && last && first.end < last.start ? [{ made, first, last }] : [];
    })
    .toSorted((one, other) => one.first.end - other.first.end);
  return lives.flatMap((life, index) =>
    lives
      .slice(index + 1)
      .filter((other) => other.first.end < life.last.start)
      .map((other) =>
        tell("live together with another", [
          life.made,
          other.made,
          life.first,
          other.first,
          life.last,
          other.last,
        ]),
      ),
  );
}

function least<Item>(items: readonly Item[], measure: (item: Item) => number): Item | undefined {
  let found: Item | undefined;
  for (const item of items) if (!found || measure(item) < measure(found)) found = item;
  return found;
}

function tell(what: string, operations: readonly Operation[]): string {
  const lines = operations
    .toSorted((one, other) => one.start - other.start)
    .map(({ kind, user, server, start, end, secret, accepted }) => {
      const verdict = accepted === undefined ? "" : accepted ? "accepted" : "refused";
      const token = secret === undefined ? "" : `…${secret.slice(-4)}`;
      const moments = `${start.toFixed(2).padStart(10)} – ${end.toFixed(2).padStart(10)} ms`;
      return `  ${moments}  ${kind.padEnd(6)} ${token.padEnd(5)} ${verdict}  (${user} at ${server})`;
    });
  return `a token was ${what}:\n${lines.join("\n")}`;
}
