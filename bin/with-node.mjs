/**
 * Runs one of the project's scripts with a Node that is new enough and with the dependencies
 * installed, fetching first what is missing: `node bin/with-node.mjs bin/start.mjs`. Needs Node 18.
 */
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { exitCodeOf, run, stoppedBy } from "./bootstrap/child.mjs";
import { ensureDependencies } from "./bootstrap/dependencies.mjs";
import { ensureNode } from "./bootstrap/node.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const [script, ...args] = process.argv.slice(2);

try {
  const node = await ensureNode();
  process.env.PATH = dirname(node.path) + delimiter + process.env.PATH;
  await ensureDependencies(node);
  process.exitCode = await run(node.path, [join(root, script), ...args]);
} catch (error) {
  if (!stoppedBy) console.error(error.message);
  process.exitCode = stoppedBy ? exitCodeOf(stoppedBy) : 1;
}
