/** Builds Tollgate and measures one thing: `npm run bench:verify`, and the others that package.json names. */
import { constants } from "node:os";

import { ensureBuilt } from "./build.mjs";

const [name, ...options] = process.argv.slice(2);

// What was started and made for the bench ends with this process.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => process.exit(128 + constants.signals[signal]));
}

if (await ensureBuilt({ checkTypes: false })) {
  const { main } = await import(`../dist/bench/${name}.js`);
  await main(options);
} else {
  process.exitCode = 1;
}
