/** Schemas of routes as an OpenAPI document holds them: those with a title stand in one place, and others point there. */

export type Schemas = Record<string, unknown>;

/** Puts schemas with a title into `schemas`, those within them too, and returns what stands in the schema's place. */
export function hoist(schema: unknown, schemas: Schemas): unknown {
  if (Array.isArray(schema)) return schema.map((part: unknown) => hoist(part, schemas));
  if (typeof schema !== "object" || schema === null) return schema;
  const copy = Object.fromEntries(
    Object.entries(schema).map(([key, value]: [string, unknown]) => [key, hoist(value, schemas)]),
  );
  // Among `properties` a title is a schema itself, and no text.
  const { title } = copy;
  if (typeof title !== "string") return copy;
  schemas[title] = copy;
  return { $ref: `#/components/schemas/${title}` };
}
