/** Identifiers as the RDA DMP Common Standard wants them: with a type out of those that their place allows. */
import type { Identifier } from "./plan.ts";

type AnyType = "orcid" | "ror" | "fundref" | "ark" | "doi" | "url" | "other";

/** The type by DMPRoadmap's rules: the scheme's, where it is one of those that it knows by name; else by the look. */
export function typeOf({ value, scheme }: Identifier): AnyType {
  if (scheme === "orcid" || scheme === "ror" || scheme === "fundref") return scheme;
  if (value.includes("ark:")) return "ark";
  if (/(^|[/:\s])\d{2}\.\d{4,9}\/\S/.test(value)) return "doi";
  return isAddress({ value }) ? "url" : "other";
}

/** With that type if `types` allow it, else as an address, else as something other; undefined if nothing is allowed. */
export function identify<const Type extends string>(
  identifier: Identifier,
  types: readonly Type[],
): { type: Type; identifier: string } | undefined {
  const wishes = [typeOf(identifier), isAddress(identifier) ? "url" : "other", "other"];
  const [type] = wishes.flatMap((wish) => types.find((candidate) => candidate === wish) ?? []);
  return type && { type, identifier: identifier.value };
}

/** The first of a scheme. */
export function findByScheme(
  identifiers: readonly Identifier[],
  scheme: string,
): Identifier | undefined {
  return identifiers.find((identifier) => identifier.scheme === scheme);
}

/** The first that somebody gave without saying what kind it is. */
export function findWithoutScheme(identifiers: readonly Identifier[]): Identifier | undefined {
  return identifiers.find(({ scheme }) => scheme === null);
}

/** A `uri` (RFC 3986): as it stands if it is one, else as browsers understand it; undefined for anything else. */
export function webAddress(text: string | null | undefined): string | undefined {
  const url = URL.parse(text ?? "");
  if (!text || !url) return undefined;
  return [text, url.href].find((address) => webUri.test(address));
}

const webUri =
  /^https?:\/\/([\w.~:/?@!$&'()*+,;=-]|%[\da-f]{2})+(#([\w.~:/?@!$&'()*+,;=-]|%[\da-f]{2})*)?$/i;

function isAddress({ value }: Pick<Identifier, "value">): boolean {
  return /^https?:/i.test(value);
}
