/** Brings together what the panel shows. */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { VNode } from "preact";
import { findLiveAccessToken } from "../../access-tokens/find.ts";
import { makeFormId } from "../../access-tokens/used-forms.ts";
import { requireInternalApplications } from "../../applications/internal-application.ts";
import { AppError } from "../../errors.ts";
import { enGb as texts } from "../../texts/en-gb.ts";
import type { WebDeps } from "../shell.ts";
import type { NoticeContent } from "../ui.tsx";
import { ApiTokens, type ApiTokensState } from "./panel.tsx";

export type { ApiTokensState };

/** What there is to show of a user's token when none was just made. */
export async function findApiTokensState(deps: WebDeps, userId: number): Promise<ApiTokensState> {
  try {
    const applications = await requireInternalApplications(deps, deps.db);
    return { kind: "idle", live: await findLiveAccessToken(deps, userId, applications) };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "application_missing") throw error;
    return { kind: "unavailable" };
  }
}

/** Reads all that the panel needs beside its state, so that showing a new secret can no longer fail. */
export async function prepareApiTokens(
  deps: WebDeps,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<(state: ApiTokensState, notice?: NoticeContent) => VNode> {
  const authenticityToken = await deps.visits.authenticityToken(request, reply);
  return (state, notice) =>
    ApiTokens({
      texts,
      state,
      notice,
      authenticityToken,
      formId: makeFormId(deps.randomBytes),
      helpdeskEmail: deps.config.helpdeskEmail,
      baseUrl: deps.baseUrl(),
    });
}
