/** One world for all tests of a suite that do not disturb each other: a database and an app cost time. */
import { after, before } from "node:test";
import type { OpenTestDatabase } from "./databases.ts";
import { createWorld, type World } from "./world.ts";

/** Call it in a suite; what it returns gives the world to the suite's tests. */
export function shareWorld(
  open: OpenTestDatabase,
  options?: Parameters<typeof createWorld>[1],
): () => World {
  let world: World | undefined;
  before(async () => {
    world = await createWorld(open, options);
  });
  after(async () => {
    await world?.[Symbol.asyncDispose]();
  });
  return () => {
    if (!world) throw new Error("The world is there only while its tests run");
    return world;
  };
}
