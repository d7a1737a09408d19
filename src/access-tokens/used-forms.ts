/** Each rendered form works once: sent again, by reload or double click, it changes nothing. */
import type { Selectable } from "kysely";
import { prepareChange } from "../db/prepared-query.ts";
import type { DatabaseTransaction, TollgateUsedFormsTable } from "../db/schema.ts";
import { AppError } from "../errors.ts";

const formIdShape = /^[\w-]{16,64}$/;

/** A single-use value for a form that is about to be rendered. */
export function makeFormId(randomBytes: (size: number) => Buffer): string {
  return randomBytes(16).toString("base64url");
}

/** Consumes the value, in the transaction of what the form does. Throws `form_already_used` or `invalid_request`. */
export async function consumeForm(
  transaction: DatabaseTransaction,
  userId: number,
  formId: string,
  now: Date,
): Promise<void> {
  if (!formIdShape.test(formId)) throw new AppError("invalid_request");
  const form = { user_id: userId, form_id: formId, used_at: now };
  const used = await insertUnlessUsed(transaction, form);
  if (used.length === 0) throw new AppError("form_already_used");
}

const insertUnlessUsed = prepareChange((db, form: Selectable<TollgateUsedFormsTable>) =>
  db
    .insertInto("tollgate_used_forms")
    .values(form)
    .onConflict((conflict) => conflict.doNothing())
    .returning("form_id"),
);
