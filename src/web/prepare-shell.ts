/** Brings together what frames a page for somebody who is signed in. */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Profile } from "../users/profile.ts";
import { fullName } from "../users/user.ts";
import { shellOf, type Shell, type WebDeps } from "./shell.ts";
import { signedInVisitOf } from "./visit.ts";

export async function prepareShell(
  deps: WebDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  { organisation }: Pick<Profile, "organisation">,
): Promise<Shell> {
  const texts = await deps.textsFor(request);
  const authenticityToken = await deps.visits.authenticityToken(request, reply);
  const { at, session } = signedInVisitOf(request);
  const name = fullName(session.user);
  const signedIn = { at, name, organisation, authenticityToken };
  return { ...shellOf(deps.config, texts), signedIn };
}
