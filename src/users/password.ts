/** Passwords as Devise keeps them: bcrypt of password and pepper, hashed in the thread pool, off the event loop. */
import { compare, genSalt, hash } from "bcrypt";

/** Devise's cost in DMPRoadmap. */
const cost = 10;
/** bcrypt reads no further; Devise's library cuts here silently, so we must cut at the same byte. */
const longestInput = 72;

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
  const matches = await compare(peppered(password, pepper), encryptedPassword || (await dummy()));
  return matches && Boolean(encryptedPassword);
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
  return Buffer.from(password + pepper).subarray(0, longestInput);
}
