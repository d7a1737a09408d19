/** Builds Tollgate and serves it with demo people: `npm start`. */
import { ensureBuilt } from "./build.mjs";

if (await ensureBuilt({ checkTypes: false })) {
  process.argv.splice(1, 1, "tollgate", "serve", "--demo");
  await import("./tollgate"); // in this process: one process less for a signal to pass through
} else {
  process.exitCode = 1;
}
