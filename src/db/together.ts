/** Queries that do not need each other's answers, asked at once. */

/**
 * Resolves to all answers, as Promise.all does; but rejects only when nothing is under way any more, for a transaction must
 * not end before its queries.
 */
export async function together<const Queries extends readonly unknown[]>(
  queries: Queries,
): Promise<{ -readonly [Key in keyof Queries]: Awaited<Queries[Key]> }> {
  const answers = Promise.all(queries);
  await Promise.allSettled([answers, ...queries]);
  return await answers;
}
