/** Imports many files, one after the other, and tells of each what became of it. */
import type { Database } from "../db/schema.ts";
import { importPlan, type ImportOptions, type ImportReport } from "../plans/import/import-plan.ts";
import { describeProblem } from "../texts/describe-problem.ts";
import { enGb } from "../texts/en-gb.ts";
import type { ProgressBar } from "./progress-bar.ts";
import { readPlanFile } from "./read-plan-file.ts";
import { visibleLine } from "./visible.ts";

const texts = enGb.imports;

export type ImportRun = ImportOptions & {
  /** One JSON object a file, instead of lines for people. */
  json: boolean;
  print: (line: string) => void;
  progress: ProgressBar;
};

/** Returns how many files were refused, and how many replaced what an earlier file of this run had said. */
export async function importFiles(
  db: Database,
  files: readonly string[],
  { json, print, progress, ...options }: ImportRun,
): Promise<{ refused: number; replacing: number }> {
  const fileOf = new Map<number, string>();
  let [refused, replacing] = [0, 0];
  for (const file of files) {
    const report = await importFile(db, file, options);
    const replaced = report.outcome === "updated" ? fileOf.get(report.plan_id) : undefined;
    if (report.outcome === "refused") refused += 1;
    else if (!options.dryRun) fileOf.set(report.plan_id, file);
    if (replaced !== undefined) replacing += 1;
    progress.clear();
    const context = { dryRun: options.dryRun ?? false, replaced };
    const lines = json
      ? [JSON.stringify(toRecord(file, report, context))]
      : toLines(file, report, context);
    for (const line of lines) print(visibleLine(line));
    progress.advance();
  }
  return { refused, replacing };
}

async function importFile(
  db: Database,
  file: string,
  options: ImportOptions,
): Promise<ImportReport> {
  const content = await readPlanFile(file);
  if ("code" in content) return { outcome: "refused", problems: [content] };
  return await importPlan(db, content, options);
}

/** `replaced`: a file of this run that was the same plan. */
type Context = { dryRun: boolean; replaced: string | undefined };

function toRecord(file: string, report: ImportReport, { dryRun, replaced }: Context) {
  if (report.outcome === "refused") {
    const problems = report.problems.map((problem) => ({
      ...problem,
      text: describeProblem(enGb, problem),
    }));
    return { file, outcome: report.outcome, problems };
  }
  const { plan_id, ...rest } = report;
  const isThere = !dryRun || report.outcome === "updated";
  return { file, dry_run: dryRun, ...(isThere && { plan_id }), ...rest, replaced };
}

function toLines(file: string, report: ImportReport, { dryRun, replaced }: Context): string[] {
  if (report.outcome === "refused") {
    const problems = report.problems.map((problem) =>
      indented(problem.pointer, describeProblem(enGb, problem)),
    );
    return [`${file}: not imported`, ...problems];
  }
  const { outcome, plan_id, title, counts, differences, further } = report;
  const done = dryRun ? `would be ${outcome}` : `${outcome} as plan ${plan_id}`;
  const parts = [
    `${file}: ${done}: ${JSON.stringify(title)}`,
    `contributors: ${counts.contributors}`,
    `datasets: ${counts.datasets}`,
    ...(replaced === undefined ? [] : [`the same dmp_id as ${replaced}, which it replaces`]),
  ];
  return [
    parts.join(", "),
    ...differences.map(({ pointer, told }) =>
      indented(pointer, told === undefined ? texts.lostPart : texts.changedPart(told)),
    ),
    ...(further > 0 ? [indented("", texts.andFurther(further))] : []),
  ];
}

function indented(pointer: string, text: string): string {
  return pointer === "" ? `  ${text}` : `  ${pointer}: ${text}`;
}
