/** `tollgate hash-plain-tokens`: tokens stored in clear, counted or hashed. */
import {
  findPlainTokens,
  hashPlainTokens,
  type Double,
} from "../access-tokens/hash-plain-tokens.ts";
import { OperatorError } from "../operator-error.ts";
import { parseOptions } from "./arguments.ts";
import { print } from "./print.ts";
import { withMigratedDeps } from "./with-deps.ts";

export async function run(argv: string[]): Promise<void> {
  const { apply = false } = parseOptions(argv, { apply: { type: "boolean" } });
  await withMigratedDeps(async (deps) => {
    const found = await (apply ? hashPlainTokens(deps) : findPlainTokens(deps));
    const { live, expired, revoked, refresh_tokens, newest, doubles } = found;
    if (!newest) {
      print("No token is stored in clear.");
      return;
    }
    print(`Stored in clear:
  access tokens: ${live + expired + revoked} (${live} live, ${expired} expired, ${revoked} revoked)
  refresh tokens: ${refresh_tokens}
  the newest was made at ${newest.toISOString()}`);
    if (doubles.length > 0) throw new OperatorError(explainDoubles(doubles));
    print(apply ? "All were hashed. The live ones open the API again." : dryRun);
  });
}

const dryRun = `Nothing was changed. With --apply each is replaced by its digest, and the live ones open the API again.
There is no way back. Before you do it, see that Rails hashes tokens (Doorkeeper's hash_token_secrets): if it made the
newest of these just now, it does not, and would no longer know them.`;

function explainDoubles(doubles: readonly Double[]): string {
  const lines = doubles.map(
    ({ column, plain_id, hashed_id }) =>
      `  id ${plain_id} has in clear the ${column} whose digest id ${hashed_id} has`,
  );
  return `Nothing was changed: in oauth_access_tokens\n${lines.join("\n")}
Only one row can have a digest, and a secret in clear opens nothing: take it out (delete its row, or set its
refresh_token to NULL), then try again.`;
}
