/** The plans that a person's token sees. */
import type { PlanRole } from "../../plans/plan-role.ts";
import type { Shortcoming } from "../../plans/shortcomings.ts";
import type { Texts } from "../../texts/en-gb.ts";
import { planPageUrl, urls } from "../../urls.ts";
import { Layout } from "../layout.tsx";
import type { Shell } from "../shell.ts";
import { CopyButton, Moment, Notice } from "../ui.tsx";
import { ImportForm } from "./import-form.tsx";
import { ReadPlansCard } from "./read-plans-card.tsx";

export type ListedPlan = {
  id: number;
  title: string | null;
  template: string | null;
  modified: Date | undefined;
  role: PlanRole | undefined;
  shortcomings: readonly Shortcoming[];
  /** Absolute. */
  apiUrl: string;
};

export function PlansPage(props: {
  shell: Shell;
  plans: readonly ListedPlan[];
  page: number;
  /** How many there are; 0 for somebody without plans. */
  pages: number;
  /** Whether he may import plans here. */
  offersImport: boolean;
}) {
  const { shell, plans, page, pages } = props;
  const texts = shell.texts.plans;
  return (
    <Layout shell={shell} title={texts.title} current="plans">
      <h1>{texts.title}</h1>
      <Notice />
      <p class="lead">
        {texts.purpose} <a href={urls.apiAccess}>{texts.toToken}</a>
      </p>
      <p>
        <a class="lone-link" href={urls.apiDocs}>
          {texts.toDocs}
        </a>
      </p>
      {pages === 0 ? <p>{texts.none(shell.applicationName)}</p> : null}
      {pages > 0 && plans.length === 0 ? (
        <p>
          {texts.beyondTheEnd} <a href={urls.plansPage}>{texts.firstPage}</a>
        </p>
      ) : null}
      {plans.map((plan) => (
        <PlanCard texts={shell.texts} plan={plan} />
      ))}
      {plans.length > 0 && pages > 1 ? <Pages texts={texts} page={page} pages={pages} /> : null}
      <ReadPlansCard texts={shell.texts} />
      {props.offersImport ? <ImportForm shell={shell} /> : null}
    </Layout>
  );
}

function PlanCard({ texts, plan }: { texts: Texts; plan: ListedPlan }) {
  const addressId = `plan-${plan.id}-address`;
  return (
    <section class="card mb-4">
      <h2 class="card-header card-heading">
        <a class="lone-link" href={planPageUrl(plan.id)} dir="auto">
          {plan.title?.trim() || texts.plans.untitled}
        </a>
      </h2>
      <div class="card-body">
        <dl class="facts mb-0">
          <dt>{texts.plans.template}</dt>
          <dd dir="auto">{plan.template ?? texts.plans.noTemplate}</dd>
          {plan.modified ? (
            <>
              <dt>{texts.plans.modified}</dt>
              <dd>
                <Moment texts={texts} at={plan.modified} />
              </dd>
            </>
          ) : null}
          {plan.role ? (
            <>
              <dt>{texts.plans.role}</dt>
              <dd>{texts.plans.roles[plan.role]}</dd>
            </>
          ) : null}
          <dt>{texts.plans.apiAddress}</dt>
          <dd class="copyable">
            <code id={addressId}>{plan.apiUrl}</code>
            <CopyButton texts={texts} from={addressId} label={texts.plans.copyAddress} />
          </dd>
        </dl>
        <Completeness texts={texts.plans} shortcomings={plan.shortcomings} />
      </div>
    </section>
  );
}

/** Says nothing of a plan that has all that the standard requires. */
function Completeness(props: { texts: Texts["plans"]; shortcomings: readonly Shortcoming[] }) {
  const { texts, shortcomings } = props;
  if (shortcomings.length === 0) return null;
  return (
    <details class="shortcomings">
      <summary>{texts.incomplete(shortcomings.length)}</summary>
      <ul>
        {shortcomings.map(({ code, pointer }) => (
          <li>
            {texts.shortcomings[code]} <code>{pointer}</code>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Pages({ texts, page, pages }: { texts: Texts["plans"]; page: number; pages: number }) {
  const href = (number: number) => `${urls.plansPage}?page=${number}`;
  return (
    <nav class="pages" aria-label={texts.pages}>
      {page > 1 ? (
        <a class="lone-link" rel="prev" href={href(page - 1)}>
          {texts.previous}
        </a>
      ) : null}
      <span>{texts.pageOf(page, pages)}</span>
      {page < pages ? (
        <a class="lone-link" rel="next" href={href(page + 1)}>
          {texts.next}
        </a>
      ) : null}
    </nav>
  );
}
