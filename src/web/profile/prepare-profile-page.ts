/** Makes the profile page, for its own address and for the forms on it. */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { VNode } from "preact";
import { findProfile } from "../../users/profile.ts";
import { fullName } from "../../users/user.ts";
import { prepareApiTokens, type ApiTokensState } from "../api-access/api-tokens.ts";
import type { WebDeps } from "../shell.ts";
import type { NoticeContent } from "../ui.tsx";
import { sessionOf } from "../visit.ts";
import { ProfilePage, type ProfileSection } from "./page.tsx";

export type ProfilePageContent = {
  open: ProfileSection;
  state: ApiTokensState;
  notice?: NoticeContent;
};

/** Reads all that the page needs beside its content, so that showing a new secret can no longer fail. */
export async function prepareProfilePage(
  deps: WebDeps,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<(content: ProfilePageContent) => VNode> {
  const { user } = sessionOf(request);
  const texts = await deps.textsFor(request);
  const authenticityToken = await deps.visits.authenticityToken(request, reply);
  const details = await findProfile(deps, user);
  const renderApiTokens = await prepareApiTokens(deps, request, reply);
  const signedIn = {
    name: fullName(user),
    organisation: details.organisation,
    authenticityToken,
  };
  return ({ open, state, notice }) =>
    ProfilePage({
      shell: { texts, ...deps.config, signedIn },
      open,
      details,
      apiTokens: renderApiTokens(state),
      notice,
    });
}
