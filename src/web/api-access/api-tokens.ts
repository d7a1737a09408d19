/** Brings together what the panel shows. */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { VNode } from "preact";
import { findLiveAccessToken } from "../../access-tokens/find.ts";
import { makeFormId } from "../../access-tokens/used-forms.ts";
import { requireInternalApplications } from "../../applications/internal-application.ts";
import { AppError } from "../../errors.ts";
import { enGb as texts } from "../../texts/en-gb.ts";
import type { WebDeps } from "../shell.ts";
import { ApiTokens, type ApiTokensState } from "./panel.tsx";

export type { ApiTokensState };

/** What there is to show of a user's token when none was just made. */
export async function findApiTokensState(deps: WebDeps, userId: number): Promise<ApiTokensState> {
  try {
    const applications = await requireInternalApplications(deps, deps.db);
    return { kind: "idle", live: await findLiveAccessToken(deps.db, userId, applications) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { kind: "unavailable" };
  }
}

/** The panel, with a fresh form in it. */
export async function createApiTokens(
  deps: WebDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  state: ApiTokensState,
): Promise<VNode> {
  return ApiTokens({
    texts,
    state,
    authenticityToken: await deps.visits.authenticityToken(request, reply),
    formId: makeFormId(deps.randomBytes),
    helpdeskEmail: deps.config.helpdeskEmail,
    baseUrl: deps.baseUrl(),
  });
}
