/** What the button's address says of itself in the API's documentation. */
import type { Operation } from "../../http/operations.ts";
import { Secret } from "../../secret.ts";
import { toRevokedAnswer, toTokenAnswer } from "./answers.ts";

export const makeToken: Operation = {
  id: "makeToken",
  tag: "tokens",
  hasPage: true,
  refusals: ["not_acceptable", "form_already_used", "too_many_requests", "application_missing"],
  examples: { made: exampleToken, revoked: exampleRevoked },
};

export const revokeToken: Operation = {
  id: "revokeToken",
  tag: "tokens",
  hasPage: true,
  refusals: ["not_acceptable", "application_missing"],
  examples: { revoked: exampleRevoked },
};

function exampleToken({ now }: { now: Date }) {
  return toTokenAnswer({
    secret: new Secret(`dmp_${"0".repeat(49)}`),
    scopes: "read",
    created_at: now,
    expires_in: null,
  });
}

function exampleRevoked() {
  return toRevokedAnswer(["one"]);
}
