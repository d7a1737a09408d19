/** `tollgate add-user`: makes an account. */
import type { Deps } from "../deps.ts";
import { OperatorError } from "../operator-error.ts";
import { addUser } from "../users/add-user.ts";
import { findPermNames } from "../users/permissions.ts";
import { parseOptions, requireEmail } from "./arguments.ts";
import { print } from "./print.ts";
import { readPassword } from "./read-password.ts";
import { withMigratedDeps } from "./with-deps.ts";

export async function run(argv: string[]): Promise<void> {
  const {
    email,
    perm: perms = [],
    ...names
  } = parseOptions(argv, {
    email: { type: "string" },
    firstname: { type: "string" },
    surname: { type: "string" },
    perm: { type: "string", multiple: true },
  });
  const address = requireEmail(email);
  await withMigratedDeps(async (deps) => {
    await requirePerms(deps, perms);
    const password = await readPassword();
    const id = await addUser(deps, { email: address, password, perms, ...names });
    if (id === undefined) throw new OperatorError(`${address} has an account already.`);
    print(`Added ${address} (id=${id})`);
  });
}

async function requirePerms({ db }: Deps, perms: readonly string[]) {
  const known = await findPermNames(db);
  const unknown = perms.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new OperatorError(`There is no permission ${unknown}. There are ${known.join(", ")}.`);
}
