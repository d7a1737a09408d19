/** `tollgate set-password`: changes the password of an account. */
import { revoke } from "../access-tokens/revoke.ts";
import { OperatorError } from "../operator-error.ts";
import { setPassword } from "../users/set-password.ts";
import { parseOptions, requireEmail } from "./arguments.ts";
import { print } from "./print.ts";
import { readPassword } from "./read-password.ts";
import { withMigratedDeps } from "./with-deps.ts";

export async function run(argv: string[]): Promise<void> {
  const { email, "revoke-token": revokeToken } = parseOptions(argv, {
    email: { type: "string" },
    "revoke-token": { type: "boolean" },
  });
  const address = requireEmail(email);
  await withMigratedDeps(async (deps) => {
    const id = await setPassword(deps, address, await readPassword());
    if (id === undefined) throw new OperatorError(`Nobody has the address ${address}.`);
    print(`The password of ${address} was changed. Sessions that began with the old one are over.`);
    if (!revokeToken) {
      print("The account's API token, if it has one, lives on: --revoke-token would end it.");
      return;
    }
    const revoked = await revoke(deps, id, { evenIfDeactivated: true });
    print(revoked.length > 0 ? "Its API token was revoked." : "It had no live API token.");
  });
}
