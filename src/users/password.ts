/** Passwords as Devise keeps them: bcrypt of password and pepper, hashed in the thread pool, off the event loop. */
import { compare, genSalt, hash } from "bcrypt";

/** Devise's cost in DMPRoadmap. */
const cost = 10;
/**
 * In bytes of UTF-8. bcrypt reads no further, and Devise's library cuts password and pepper here silently, so we must cut
 * at the same byte; a new password must not be longer, or its end would not count.
 */
export const longestPassword = 72;

/** Other texts in the column, such as one that locks an account, are no hash and match no password. */
const bcryptHash = /^\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}$/;

/** The hash to store. `pepper`: empty for none. */
export async function hashPassword(password: string, pepper: string): Promise<string> {
  return await hash(peppered(password, pepper), await genSalt(cost, "a"));
}

/** Whether the password is the one behind `encryptedPassword`; false, after the same time, when there is no hash. */
export async function isPassword(
  password: string,
  encryptedPassword: string | null | undefined,
  pepper: string,
): Promise<boolean> {
  const isHash = bcryptHash.test(encryptedPassword ?? "");
  // 2y is PHP's name for what the library calls 2b.
  const stored =
    isHash && encryptedPassword ? encryptedPassword.replace(/^\$2y/, "$2b") : await dummy();
  return (await compare(peppered(password, pepper), stored)) && isHash;
}

/** So that an account without password, or none at all, takes as long as a wrong password. */
let dummyHash: Promise<string> | undefined;
function dummy(): Promise<string> {
  dummyHash ??= hashPassword("nobody has this password", "");
  return dummyHash;
}

/** Computes the dummy ahead of the first sign-in, which would otherwise take twice as long as others. */
export async function preparePasswords(): Promise<void> {
  await dummy();
}

function peppered(password: string, pepper: string): Buffer {
  return Buffer.from(password + pepper).subarray(0, longestPassword);
}
