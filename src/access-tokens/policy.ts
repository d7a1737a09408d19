/** Who may manage an access token for himself. */
import { isActive, type User } from "../users/user.ts";

/** Every signed-in user may: a token can only ever be made for oneself, and gives no more than one may see anyway. */
export function mayManageOwnAccessToken(user: User): boolean {
  return isActive(user);
}
