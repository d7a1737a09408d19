/** The API's documentation as a page, for everybody; in its frame, whoever is signed in finds his way back. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { AppError } from "../../errors.ts";
import { urls } from "../../urls.ts";
import { findProfile } from "../../users/profile.ts";
import { answerFormat } from "../answer-format.ts";
import { prepareShell } from "../prepare-shell.ts";
import { sendPage } from "../send-page.ts";
import type { Shell, WebDeps } from "../shell.ts";
import { describeGroups, describeRefusals } from "./describe.ts";
import { ApiDocsPage } from "./page.tsx";

export function addApiDocsRoutes(app: FastifyInstance, deps: WebDeps): void {
  app.get(urls.apiDocs, { config: { guard: "open" } }, async (request, reply) => {
    const format = answerFormat(request);
    if (format === "json") return reply.redirect(urls.openApi, 303);
    if (format === undefined) throw new AppError("not_acceptable");
    const shell = await shellFor(request, reply);
    const document = deps.openApi(shell.texts);
    const { missing_token: example } = document.components.examples;
    return sendPage(
      reply,
      ApiDocsPage({
        shell,
        baseUrl: deps.baseUrl(),
        groups: describeGroups(shell.texts, document),
        refusals: describeRefusals(document),
        refusalExample: JSON.stringify(example?.value, null, 2),
      }),
    );
  });

  /** The documentation needs no database: without one it is there for readers who are not signed in. */
  async function shellFor(request: FastifyRequest, reply: FastifyReply): Promise<Shell> {
    const stranger = { texts: await deps.textsFor(request), ...deps.config };
    try {
      const visit = await deps.visits.of(request);
      if (visit.kind !== "signed-in") return stranger;
      return await prepareShell(deps, request, reply, await findProfile(deps, visit.session.user));
    } catch (error) {
      request.log.warn({ err: error }, "the documentation is shown without its reader's name");
      return stranger;
    }
  }
}
