/** What became of a file that a person wanted to import. */
import type { ImportedPlan, ImportReport } from "../../plans/import/import-plan.ts";
import { mostTold, type Problem } from "../../plans/import/problems.ts";
import { describeProblem } from "../../texts/describe-problem.ts";
import type { Texts } from "../../texts/en-gb.ts";
import { planPageUrl, urls } from "../../urls.ts";
import { Layout } from "../layout.tsx";
import type { Shell } from "../shell.ts";
import { Notice } from "../ui.tsx";
import { ImportForm } from "./import-form.tsx";

export function ImportPage({ shell, report }: { shell: Shell; report: ImportReport }) {
  const texts = shell.texts.imports;
  const kind = report.outcome === "refused" ? "danger" : "success";
  return (
    <Layout shell={shell} title={texts.title} current="plans">
      <p>
        <a class="lone-link" href={urls.plansPage}>
          {texts.back}
        </a>
      </p>
      <h1>{texts.title}</h1>
      <Notice notice={{ kind, text: texts[report.outcome] }} />
      {report.outcome === "refused" ? (
        <>
          <Problems texts={shell.texts} problems={report.problems} />
          <ImportForm shell={shell} />
        </>
      ) : (
        <Imported texts={texts} plan={report} />
      )}
    </Layout>
  );
}

function Problems({ texts, problems }: { texts: Texts; problems: readonly Problem[] }) {
  return (
    <section class="mb-4">
      <h2>{texts.imports.problemsHeading}</h2>
      <ul class="findings">
        {problems.map((problem) => (
          <li>
            {problem.pointer ? <code>{problem.pointer}</code> : null}{" "}
            <span>{describeProblem(texts, problem)}</span>
          </li>
        ))}
      </ul>
      {problems.length === mostTold ? <p>{texts.imports.andMore}</p> : null}
    </section>
  );
}

function Imported({ texts, plan }: { texts: Texts["imports"]; plan: ImportedPlan }) {
  const { differences, further } = plan;
  return (
    <>
      <p dir="auto" class="lead">
        {plan.title}
      </p>
      <p class="mb-4">
        <a class="btn btn-primary" href={planPageUrl(plan.plan_id)}>
          {texts.open}
        </a>
      </p>
      {differences.length === 0 ? (
        <p>{texts.noDifferences}</p>
      ) : (
        <section>
          <h2>{texts.differencesHeading}</h2>
          <p class="lead">{texts.differences}</p>
          <ul class="findings">
            {differences.map(({ pointer, told }) => (
              <li>
                <code>{pointer}</code>{" "}
                <span>{told === undefined ? texts.lostPart : texts.changedPart(told)}</span>
              </li>
            ))}
          </ul>
          {further > 0 ? <p>{texts.andFurther(further)}</p> : null}
        </section>
      )}
    </>
  );
}
