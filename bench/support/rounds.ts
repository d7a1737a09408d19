/** Measures candidates in turn, several times over, so that whatever else the machine does befalls all alike. */

/** One result a round for each candidate, by its name, after a first round that only warms up. */
export async function measureInTurns<Result>(
  candidates: ReadonlyMap<string, () => Promise<Result>>,
  rounds: number,
): Promise<Map<string, Result[]>> {
  const results = new Map([...candidates.keys()].map((name): [string, Result[]] => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    const inOrder = [...candidates];
    for (const [name, measure] of round % 2 === 0 ? inOrder : inOrder.toReversed()) {
      const result = await measure();
      if (round > 0) results.get(name)?.push(result);
    }
  }
  return results;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** The median of each round's ratio: better than the ratio of medians where the machine's pace changes. */
export function medianRatio(values: readonly number[], others: readonly number[]): number {
  return median(values.map((value, round) => value / (others[round] ?? Number.NaN)));
}
