/** Brings together what the API Access section shows. */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { VNode } from "preact";
import { findLiveAccessToken } from "../../access-tokens/find.ts";
import { makeFormId } from "../../access-tokens/used-forms.ts";
import { requireInternalApplications } from "../../applications/internal-application.ts";
import { AppError } from "../../errors.ts";
import { findLegacyToken } from "../../users/legacy-token.ts";
import { findPermissions } from "../../users/permissions.ts";
import type { WebDeps } from "../shell.ts";
import type { NoticeContent } from "../ui.tsx";
import { sessionOf } from "../visit.ts";
import type { ApiTokensState, LegacyTokenState } from "./panel-props.ts";
import { ApiTokens } from "./panel.tsx";

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

/** Undefined for those who may not use the legacy API. */
export async function findLegacyTokenState(
  deps: WebDeps,
  user: { id: number; org_id: number | null },
): Promise<LegacyTokenState | undefined> {
  const { canUseApi, canRegenerateLegacyToken } = await findPermissions(deps.db, user);
  if (!canUseApi) return undefined;
  const token = await findLegacyToken(deps.db, user.id);
  return { userId: user.id, token, mayRegenerate: canRegenerateLegacyToken };
}

/** Reads all that the panels need beside their state, so that showing a new secret can no longer fail. */
export async function prepareApiTokens(
  deps: WebDeps,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<(state: ApiTokensState, notice?: NoticeContent) => VNode> {
  const { applicationName, helpdeskEmail, documentationUrls } = deps.config;
  const texts = await deps.textsFor(request);
  const authenticityToken = await deps.visits.authenticityToken(request, reply);
  const legacy = await findLegacyTokenState(deps, sessionOf(request).user);
  return (state, notice) =>
    ApiTokens({
      texts,
      state,
      notice,
      legacy,
      authenticityToken,
      formId: makeFormId(deps.randomBytes),
      applicationName,
      helpdeskEmail,
      documentationUrls,
      apiBaseUrl: deps.apiBaseUrl(),
    });
}
