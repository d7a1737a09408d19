/** Every route that the app has, as it tells them itself, so that a new one cannot be forgotten by a test. */
import type { FastifyInstance } from "fastify";

/** The addresses, with `:id` and `*` where anything may stand. */
export function routesOf(app: FastifyInstance): string[] {
  const parents: string[] = [];
  const routes: string[] = [];
  for (const line of app.printRoutes({ commonPrefix: false }).split("\n")) {
    const [, indentation, part, methods] = /^([│ ]*)[└├]── (\S+)( \(.+\))?/.exec(line) ?? [];
    if (indentation === undefined || part === undefined) continue;
    const depth = indentation.length / 4;
    parents.length = depth;
    parents.push(part);
    if (methods) routes.push(parents.join(""));
  }
  return routes;
}
