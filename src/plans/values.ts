/** Small values as the RDA DMP Common Standard spells them. */

/** `2026-02-13T19:47:04Z`. */
export function toMoment(moment: Date | undefined): string | undefined {
  return moment?.toISOString().replace(/\.\d+Z$/, "Z");
}

/** `2026-02-13`, by the UTC in which the tables keep it. */
export function toDay(moment: Date | undefined): string | undefined {
  return moment?.toISOString().slice(0, 10);
}

export function toYesNo(value: boolean | null): "yes" | "no" | "unknown" {
  if (value === null) return "unknown";
  return value ? "yes" : "no";
}

/** Undefined instead of an empty list, where the standard allows none. */
export function some<Item>(items: readonly Item[]): readonly Item[] | undefined {
  return items.length > 0 ? items : undefined;
}
