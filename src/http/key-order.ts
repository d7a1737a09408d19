/** Keeps the keys of answers in the order of their schema. */
import type { FastifyInstance } from "fastify";

/**
 * For every route that is registered from now on. Fastify writes required members first, and clients of DMPRoadmap know
 * another order; that nothing required is missing is what the types are for.
 */
export function keepKeyOrder(app: FastifyInstance): void {
  app.addHook("onRoute", (route) => {
    const { schema } = route;
    if (schema?.response) route.schema = { ...schema, response: withoutRequired(schema.response) };
  });
}

/** Alternatives keep it: they are told apart by what they require. */
function withoutRequired(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutRequired);
  if (typeof schema !== "object" || schema === null) return schema;
  const members = Object.entries(schema).filter(
    ([key, value]) => !(key === "required" && Array.isArray(value)),
  );
  return Object.fromEntries(
    members.map(([key, value]: [string, unknown]) => [
      key,
      key === "anyOf" ? value : withoutRequired(value),
    ]),
  );
}
