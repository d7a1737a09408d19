/** Small values as plans' files write them. Of days and moments those that both databases can hold: of the years 1 to 9999. */

/** RFC 3339, with its zone. */
const moment = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;

export function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  // JavaScript takes the 31st of November for the 1st of December.
  return isHeld(toDate(text)) && toDate(text).toISOString().startsWith(text);
}

export function isMoment(text: string): boolean {
  const [, day] = moment.exec(text) ?? [];
  return day !== undefined && isDay(day) && isHeld(toDate(text));
}

/** A day is its midnight in UTC. */
export function toDate(text: string): Date {
  return new Date(text.toUpperCase());
}

export function toBoolean(answer: "yes" | "no" | "unknown"): boolean | null {
  return answer === "unknown" ? null : answer === "yes";
}

function isHeld(date: Date): boolean {
  const year = date.getUTCFullYear(); // NaN for what is no date
  return year >= 1 && year <= 9999;
}
