/** The shape of the envelope: one of answers that hold items, and one of errors. */
import { Type, type Static, type TSchema } from "typebox";

const head = {
  application: Type.String(),
  source: Type.String(),
  time: Type.String(),
  caller: Type.String(),
  code: Type.Integer(),
  message: Type.String(),
};

export type EnvelopeHead = Static<Type.TObject<typeof head>>;

/** The schema of an answer that holds items. */
export function itemsEnvelopeOf<Item extends TSchema>(item: Item) {
  return Type.Object({
    ...head,
    page: Type.Optional(Type.Integer()),
    per_page: Type.Optional(Type.Integer()),
    total_items: Type.Integer(),
    prev: Type.Optional(Type.String()),
    next: Type.Optional(Type.String()),
    items: Type.Array(item),
  });
}

/** What every refusal answers. A `title` is what the documentation calls a schema. */
export const ErrorEnvelope = Type.Object(
  {
    ...head,
    items: Type.Array(Type.Never()),
    errors: Type.Array(Type.String()),
    details: Type.Object({
      error_code: Type.String(),
      hint: Type.String(),
      request_id: Type.Optional(Type.String()),
    }),
  },
  { title: "Error" },
);

export type ErrorAnswer = Static<typeof ErrorEnvelope>;
