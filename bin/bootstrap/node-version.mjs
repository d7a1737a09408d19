/** Says whether a Node is new enough for Tollgate. The number itself stands in package.json. */
import { readFileSync } from "node:fs";

const { engines } = JSON.parse(
  readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
);
const [requiredMajor, requiredMinor] = engines.node.match(/\d+/g).map(Number);

export const requiredNode = `Node ${requiredMajor}.${requiredMinor} or newer`;

export function isNewEnough(version) {
  const [major, minor] = version.split(".").map(Number);
  return major > requiredMajor || (major === requiredMajor && minor >= requiredMinor);
}
