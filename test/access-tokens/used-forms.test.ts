/** Each rendered form works once. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { describe, it } from "node:test";
import { consumeForm, makeFormId } from "../../src/access-tokens/used-forms.ts";
import type { DatabaseTransaction } from "../../src/db/schema.ts";
import { AppError } from "../../src/errors.ts";
import { onEachDatabase } from "../support/databases.ts";
import { shareWorld } from "../support/shared-world.ts";
import type { World } from "../support/world.ts";

describe("a form's single-use value", () => {
  it("cannot be guessed: it is made of 128 random bits", () => {
    assert.equal(
      makeFormId((size) => Buffer.alloc(size, 0xff)),
      "_".repeat(21) + "w",
    );
    assert.equal(new Set(Array.from({ length: 100 }, () => makeFormId(randomBytes))).size, 100);
  });

  onEachDatabase((open) => {
    const shared = shareWorld(open);
    const ben = 1;
    const ada = 2;

    it("is used up by its first use, for its user alone", async () => {
      const formId = makeFormId(randomBytes);
      await consume(shared(), ben, formId);
      await assert.rejects(consume(shared(), ben, formId), { code: "form_already_used" });
      await consume(shared(), ada, formId);
      await assert.rejects(consume(shared(), ada, formId), { code: "form_already_used" });
    });

    it("is not used up when the transaction fails", async () => {
      const formId = makeFormId(randomBytes);
      const failure = new Error("afterwards");
      const fail = async () => await Promise.reject(failure);
      await assert.rejects(consume(shared(), ben, formId, fail), failure);
      await consume(shared(), ben, formId);
    });

    it("lets one through of many that come at once", async () => {
      const formId = makeFormId(randomBytes);
      const results = await Promise.allSettled(
        Array.from({ length: 12 }, () => consume(shared(), ben, formId)),
      );
      const refused = results.filter((result) => result.status === "rejected");
      assert.equal(refused.length, 11);
      assert.ok(
        refused.every(
          ({ reason }) => reason instanceof AppError && reason.code === "form_already_used",
        ),
      );
    });

    const odd = [
      "",
      "short",
      "x".repeat(65),
      "no spaces are in there",
      "é".repeat(20),
      "a".repeat(20) + "\0",
      "a".repeat(20) + "\n",
    ];
    for (const formId of odd) {
      it(`is refused as ${JSON.stringify(formId)}, which no form of ours holds`, async () => {
        await assert.rejects(consume(shared(), ben, formId), { code: "invalid_request" });
      });
    }
  });
});

async function consume(
  { deps }: World,
  userId: number,
  formId: string,
  andThen: (transaction: DatabaseTransaction) => Promise<void> = async () => {},
) {
  await deps.db.transaction().execute(async (transaction) => {
    await consumeForm(transaction, userId, formId, deps.now());
    await andThen(transaction);
  });
}
