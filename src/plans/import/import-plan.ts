/** Imports one plan from a file, in one transaction, and reports what became of it. */
import { takeTurn } from "../../db/database.ts";
import { isTooLongForColumn } from "../../db/failures.ts";
import type { Database, DatabaseTransaction } from "../../db/schema.ts";
import { loadPlans } from "../load-plans.ts";
import { toCommonStandard } from "../to-common-standard.ts";
import type { DmpDocument } from "./document.ts";
import { findDifferences, type Difference } from "./find-differences.ts";
import type { Problem } from "./problems.ts";
import { readDocument } from "./read-document.ts";
import type { ImportOwner } from "./store-contributors.ts";
import { storePlan } from "./store-plan.ts";

export type ImportedPlan = {
  outcome: "created" | "updated";
  /** As the file has it. */
  title: string;
  dmp_id: string;
  plan_id: number;
  /** How many of each the file has, and now the plan. */
  counts: { contributors: number; datasets: number };
  /** A thousand at most; `further`: how many more there are. */
  differences: Difference[];
  further: number;
};

/** `refused`: nothing was stored, because of at least one problem; a hundred at most are told. */
export type ImportReport = ImportedPlan | { outcome: "refused"; problems: Problem[] };

export type ImportOptions = {
  owner: ImportOwner;
  /** Where the API answers a plan, as an absolute address. */
  planUrl: (id: number) => string;
  /** Reports what would be done, and does nothing. Then `plan_id` of a plan that would be created means nothing. */
  dryRun?: boolean;
};

/** `bytes`: the file. The plan becomes the owner's; another person's plan is never touched. */
export async function importPlan(
  db: Database,
  bytes: Uint8Array,
  { owner, planUrl, dryRun = false }: ImportOptions,
): Promise<ImportReport> {
  const read = readDocument(bytes);
  if ("problems" in read) return { outcome: "refused", problems: read.problems };
  const { dmp, at } = read;
  let report: ImportReport | undefined;
  await db
    .transaction()
    .execute(async (transaction) => {
      await takeTurn(transaction, "import"); // no unique index keeps two equal templates, funders or hosts apart
      const stored = await storePlan(transaction, dmp, owner);
      const answer = await answerOf(transaction, stored.plan_id, planUrl);
      report = { ...stored, ...describe(dmp), ...findDifferences(dmp, answer, at) };
      if (dryRun) throw new DryRun();
    })
    .catch((error: unknown) => {
      if (isTooLongForColumn(error)) {
        report = { outcome: "refused", problems: [{ pointer: "", code: "short_column" }] };
      } else if (!(error instanceof DryRun)) throw error;
    });
  if (!report) throw new Error("The transaction ended without a report");
  return report;
}

class DryRun extends Error {}

async function answerOf(
  transaction: DatabaseTransaction,
  planId: number,
  planUrl: (id: number) => string,
) {
  const [plan] = await loadPlans(transaction, [planId], { withAnswers: false });
  if (!plan) throw new Error("The plan that was just stored is gone");
  return toCommonStandard(plan, planUrl);
}

function describe({ title, dmp_id, contributor = [], dataset }: DmpDocument) {
  const counts = { contributors: contributor.length, datasets: dataset.length };
  return { title, dmp_id: dmp_id.identifier, counts };
}
