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

function withoutRequired(schemas: unknown): object {
  const text = JSON.stringify(schemas, (key, value: unknown) =>
    key === "required" && Array.isArray(value) ? undefined : value,
  );
  const copy: object = JSON.parse(text);
  return copy;
}
