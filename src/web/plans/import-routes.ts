/** Makes a file that a person uploads a plan of his own, and tells him what became of it. */
import type { FastifyInstance } from "fastify";
import { AppError } from "../../errors.ts";
import { acceptsImports } from "../../plans/import/accepts-imports.ts";
import { importPlan, type ImportReport } from "../../plans/import/import-plan.ts";
import type { ProblemCode } from "../../plans/import/problems.ts";
import { planUrlsAt, urls } from "../../urls.ts";
import { findProfile } from "../../users/profile.ts";
import { prepareShell } from "../prepare-shell.ts";
import { sendPage } from "../send-page.ts";
import type { WebDeps } from "../shell.ts";
import { sessionOf } from "../visit.ts";
import { ImportPage } from "./import-page.tsx";
import { acceptUploads, largestUpload, type UploadForm } from "./read-upload.ts";

export async function addPlanImportRoute(app: FastifyInstance, deps: WebDeps): Promise<void> {
  await acceptUploads(app);

  app.post<{ Body: UploadForm }>(
    urls.plansPage,
    // Of somebody who is not signed in, nothing is read.
    { config: { guard: "session" }, onRequest: deps.visits.requireSession },
    async (request, reply) => {
      if (!(await acceptsImports(deps.db))) throw new AppError("not_found");
      const { user } = sessionOf(request);
      const shell = await prepareShell(deps, request, reply, await findProfile(deps, user));
      const report = await importUpload(request.body.file, user);
      const { outcome } = report;
      request.log.info(
        { outcome, planId: outcome === "refused" ? undefined : report.plan_id },
        "plan imported",
      );
      return sendPage(reply.code(statusOf(report)), ImportPage({ shell, report }));
    },
  );

  async function importUpload(
    file: UploadForm["file"],
    owner: Parameters<typeof importPlan>[2]["owner"],
  ): Promise<ImportReport> {
    if (file === undefined) {
      return { outcome: "refused", problems: [{ pointer: "", code: "no_choice" }] };
    }
    if (file === "too_large") {
      const problem = { pointer: "", code: "too_large", limit: largestUpload } as const;
      return { outcome: "refused", problems: [problem] };
    }
    return await importPlan(deps.db, file, { owner, planUrl: planUrlsAt(deps.apiBaseUrl()) });
  }
}

function statusOf(report: ImportReport): number {
  if (report.outcome !== "refused") return 200;
  const tooLarge: ProblemCode = "too_large";
  return report.problems.some(({ code }) => code === tooLarge) ? 413 : 422;
}
