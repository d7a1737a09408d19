/** The legacy panel's button: makes the signed-in user a new token for the v0 and v1 APIs. */
import type { FastifyInstance } from "fastify";
import { AppError } from "../../errors.ts";
import { legacyTokenRoute } from "../../urls.ts";
import { regenerateLegacyToken } from "../../users/legacy-token.ts";
import { findPermissions } from "../../users/permissions.ts";
import { answerFormat } from "../answer-format.ts";
import { prepareProfilePage } from "../profile/prepare-profile-page.ts";
import { sendPage, sendPanel } from "../send-page.ts";
import type { WebDeps } from "../shell.ts";
import { sessionOf } from "../visit.ts";
import { findApiTokensState, findLegacyTokenState } from "./api-tokens.ts";
import { LegacyApiToken } from "./legacy-panel.tsx";

/** The id in the address is DMPRoadmap's habit and is not read: it is always the signed-in user's own token. */
export function addLegacyTokenRoutes(app: FastifyInstance, deps: WebDeps): void {
  app.post(legacyTokenRoute, { config: { guard: "session" } }, async (request, reply) => {
    const { user } = sessionOf(request);
    const { canRegenerateLegacyToken } = await findPermissions(deps.db, user);
    if (!canRegenerateLegacyToken) throw new AppError("not_allowed");
    const format = answerFormat(request);
    if (format !== "page" && format !== "panel") throw new AppError("not_acceptable");

    await regenerateLegacyToken(deps, user.id);
    request.log.info({ userId: user.id }, "legacy token regenerated");

    const texts = await deps.textsFor(request);
    const notice = { kind: "success", text: texts.legacyToken.regenerated } as const;
    const legacy = await findLegacyTokenState(deps, user);
    if (format === "panel" && legacy) {
      const authenticityToken = await deps.visits.authenticityToken(request, reply);
      const panel = LegacyApiToken({ texts, notice, legacy, authenticityToken, ...deps.config });
      return sendPanel(reply, panel);
    }
    const render = await prepareProfilePage(deps, request, reply);
    const state = await findApiTokensState(deps, user.id);
    return sendPage(reply, render({ open: "api-details", state, notice }));
  });
}
