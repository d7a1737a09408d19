/** How the demo's rows get into the tables, and are found again by the names that the demo gives them. */
import type { DatabaseTransaction } from "../db/schema.ts";
import { identifierSchemes, type SchemeName } from "../plans/identifier-schemes.ts";
import type { IdentifiableType } from "../plans/load-identifiers.ts";

const begin = new Date("2026-01-12T09:30:00Z");

/** Of all that is there before the first plan. */
export const stamps = { created_at: begin, updated_at: begin };

export type Lookup<Name extends string, Value = number> = (name: Name) => Value;

/** One after the other, so that ids are in the order in which things are written down. */
export async function insertEach<Name extends string, Row, Value>(
  rows: Readonly<Record<Name, Row>>,
  insert: (row: Row, name: string, earlier: Lookup<string, Value>) => Promise<Value>,
): Promise<Lookup<Name, Value>> {
  const inserted = new Map<string, Value>();
  const lookup = (name: string) => need(inserted.get(name), name);
  for (const [name, row] of Object.entries<Row>(rows)) {
    inserted.set(name, await insert(row, name, lookup));
  }
  return lookup;
}

/** Throws for what the demo names and does not have: a slip of the pen in its texts. */
export function need<Value>(value: Value | undefined, name: string): Value {
  if (value === undefined) throw new Error(`The demo has nothing called ${JSON.stringify(name)}.`);
  return value;
}

type Insertion = { executeTakeFirstOrThrow: () => Promise<{ id: number }> };

export async function idOf(insertion: Insertion): Promise<number> {
  return (await insertion.executeTakeFirstOrThrow()).id;
}

/** Returns the identifier's id. `value`: without the scheme's prefix. */
export async function insertIdentifier(
  db: DatabaseTransaction,
  identified: { type: IdentifiableType; id: number },
  value: string,
  scheme?: { name: SchemeName; id: number },
): Promise<number> {
  return await idOf(
    db
      .insertInto("identifiers")
      .values({
        value: scheme ? identifierSchemes[scheme.name].identifier_prefix + value : value,
        identifier_scheme_id: scheme?.id ?? null,
        identifiable_type: identified.type,
        identifiable_id: identified.id,
        ...stamps,
      })
      .returning("id"),
  );
}
