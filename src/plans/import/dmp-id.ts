/** Tells whether two plans' files are about the same plan. */
import { sha256Hex } from "../../sha256.ts";
import { typeOf } from "../identify.ts";

/** The same for the same `dmp_id`, however a DOI is written: bare, as an address, in capitals. Lowercase hex SHA-256. */
export function digestDmpId(identifier: string): string {
  const [doi] = /\b\d{2}\.\d{4,9}\/\S+$/.exec(identifier) ?? [];
  const isDoi = doi && typeOf({ value: identifier, scheme: null }) === "doi";
  return sha256Hex(isDoi ? doi.toLowerCase() : identifier);
}
