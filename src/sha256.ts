/** What stands in the database for texts that must not stand there themselves. */
import { hash } from "node:crypto";

/** Lowercase hex, of the text in UTF-8. */
export function sha256Hex(text: string): string {
  return hash("sha256", text, "hex");
}
