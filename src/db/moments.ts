/** How a moment is written in and read from both databases: UTC, to the microsecond, without a zone, as Rails does. */

/** `2026-11-24 06:50:24.123000`: the text of a Rails `datetime` in SQLite, and of a `timestamp` in PostgreSQL. */
const databaseMoment = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d{1,9})?$/;

/** A moment as the text that a database stores. */
export function formatMoment(moment: Date): string {
  return moment.toISOString().replace("T", " ").replace("Z", "000");
}

/**
 * The moment that a stored text means, whatever `TZ` says; digits beyond the millisecond are dropped.
 * Throws a RangeError for anything that is not such a text: `infinity`, a 13th month, a year beyond 9999.
 */
export function parseMoment(text: string): Date {
  const milliseconds = text.slice(20, 23).padEnd(3, "0");
  const moment = new Date(`${text.slice(0, 10)}T${text.slice(11, 19)}.${milliseconds}Z`);
  // JavaScript takes the 31st of November, and 24 o'clock of the 30th, for the 1st of December.
  if (!databaseMoment.test(text) || moment.getUTCDate() !== Number(text.slice(8, 10))) {
    throw new RangeError(`Not a moment: ${JSON.stringify(text)}`);
  }
  return moment;
}

/** The moment that a text means, or undefined where a database holds what JavaScript's calendar does not have. */
export function findMoment(text: string | null): Date | undefined {
  if (text === null) return undefined;
  try {
    return parseMoment(text);
  } catch {
    return undefined;
  }
}
