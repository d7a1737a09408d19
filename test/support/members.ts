/** JSON, member by member: each text and number that it has, under its place. */

/** Such as `dmp.dataset[0].title`. Empty lists and objects are no members. */
export function* membersOf(
  value: unknown,
  place: string,
): Generator<[place: string, value: unknown]> {
  if (typeof value !== "object" || value === null) yield [place, value];
  else {
    for (const [name, member] of Object.entries(value)) {
      yield* membersOf(member, Array.isArray(value) ? `${place}[${name}]` : `${place}.${name}`);
    }
  }
}

/** With all items of a list as one: `dmp.dataset[].title`. */
export function patternOf(place: string): string {
  return place.replaceAll(/\[\d+\]/g, "[]");
}
