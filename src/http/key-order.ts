/** Keeps the keys of answers in the order of their schema. */
import type { TSchema } from "typebox";

/**
 * The schema for writing answers. Fastify writes required members first, and clients of DMPRoadmap know another order;
 * that nothing required is missing is what the types are for.
 */
export function inOrder(schema: TSchema): object {
  const text = JSON.stringify(schema, (key, value: unknown) =>
    key === "required" && Array.isArray(value) ? undefined : value,
  );
  const copy: object = JSON.parse(text);
  return copy;
}
