/** The profile page, and the way to it from the front door. */
import type { FastifyInstance } from "fastify";
import { urls } from "../../urls.ts";
import { findApiTokensState } from "../api-access/api-tokens.ts";
import { sendPage } from "../send-page.ts";
import type { WebDeps } from "../shell.ts";
import { sessionOf } from "../visit.ts";
import { prepareProfilePage } from "./prepare-profile-page.ts";

export function addProfileRoutes(app: FastifyInstance, deps: WebDeps): void {
  app.get(urls.home, { config: { guard: "open" } }, async (_request, reply) =>
    reply.redirect(urls.apiAccess, 303),
  );

  app.get(urls.profile, { config: { guard: "session" } }, async (request, reply) => {
    const render = await prepareProfilePage(deps, request, reply);
    const state = await findApiTokensState(deps, sessionOf(request).user.id);
    return sendPage(reply, render({ open: "personal-details", state }));
  });
}
