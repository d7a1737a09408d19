/** Answers with the profile page, for its own address and for the form on it. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { enGb as texts } from "../../texts/en-gb.ts";
import { findProfile } from "../../users/profile.ts";
import { fullName } from "../../users/user.ts";
import { createApiTokens, type ApiTokensState } from "../api-access/api-tokens.ts";
import { sendPage } from "../send-page.ts";
import type { WebDeps } from "../shell.ts";
import { sessionOf } from "../visit.ts";
import { ProfilePage, type ProfileTab } from "./page.tsx";

export async function sendProfilePage(
  deps: WebDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  page: {
    open: ProfileTab;
    state: ApiTokensState;
    notice?: Parameters<typeof ProfilePage>[0]["notice"];
  },
): Promise<FastifyReply> {
  const { user } = sessionOf(request);
  const authenticityToken = await deps.visits.authenticityToken(request, reply);
  return sendPage(
    reply,
    ProfilePage({
      shell: { texts, ...deps.config, signedIn: { name: fullName(user), authenticityToken } },
      open: page.open,
      details: await findProfile(deps, user),
      apiTokens: await createApiTokens(deps, request, reply, page.state),
      notice: page.notice,
    }),
  );
}
