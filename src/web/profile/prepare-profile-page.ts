/** Makes the profile page, for its own address and for the forms on it. */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { VNode } from "preact";
import { findProfile } from "../../users/profile.ts";
import { prepareApiTokens } from "../api-access/api-tokens.ts";
import type { ApiTokensState } from "../api-access/panel-props.ts";
import { prepareShell } from "../prepare-shell.ts";
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
  const details = await findProfile(deps, user);
  const shell = await prepareShell(deps, request, reply, details);
  const renderApiTokens = await prepareApiTokens(deps, request, reply);
  return ({ open, state, notice }) =>
    ProfilePage({
      shell,
      open,
      details,
      apiTokens: renderApiTokens(state),
      notice,
    });
}
