/** Whether Rails has signed in whoever is at the browser. Its cookie is read anew each time, and nothing is kept of it. */
import { createHmac } from "node:crypto";
import type { RailsSessions } from "../../config.ts";
import type { Deps } from "../../deps.ts";
import { Secret } from "../../secret.ts";
import { findRailsSession, type RailsSession } from "../../users/rails-session.ts";
import { openCookie } from "./open-cookie.ts";
import { parseClaim } from "./parse-claim.ts";

/** `id`: a secret that is this session's alone and lasts as long. The cookie's own text changes with every answer of Rails. */
export type RailsVisit = { id: Secret; session: RailsSession };

export async function findRailsVisit(
  deps: Pick<Deps, "db" | "now">,
  rails: RailsSessions,
  cookies: Record<string, string | undefined>,
): Promise<RailsVisit | undefined> {
  const cookie = cookies[rails.name];
  const found = cookie && parseClaim(openCookie(rails, cookie, deps.now()));
  if (!found) return undefined;
  const session = await findRailsSession(deps, found.claim);
  if (!session) return undefined;
  const text = JSON.stringify([session.user.id, found.sessionId.reveal()]);
  const id = createHmac("sha256", rails.formKey).update(text).digest("base64url");
  return { id: new Secret(id), session };
}
