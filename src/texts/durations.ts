/** Spans of time as people say them. */

/** `seconds` in the words of `language`, such as "30 seconds"; from two minutes on in minutes, rounded up. */
export function inWords(language: string, seconds: number): string {
  const [value, unit] = seconds < 120 ? [seconds, "second"] : [Math.ceil(seconds / 60), "minute"];
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(
    value,
  );
}
