/** Builds Tollgate and measures one thing: `npm run bench:verify`, and the others that package.json names. */
import { build } from "./build.mjs";

const [name, ...options] = process.argv.slice(2);

if (await build({ checkTypes: false })) {
  const { main } = await import(`../dist/bench/${name}.js`);
  await main(options);
} else {
  process.exitCode = 1;
}
